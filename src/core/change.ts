import { unifiedDiff } from './diff.ts';
import { applyEdits, type TextEdit } from './text.ts';

/** A path inside the repository: relative, with `/`, without `.` or `..` segments. */
export type RepoPath = string;

/** The largest file that is read, in bytes: far above what a cluster accepts in one object. */
export const fileLimit = 4 * 1024 * 1024;

/** Why a path of the repository has no text. */
export type FileFault =
  | { readonly kind: 'symlink' | 'not-a-file' | 'not-utf8' | 'utf-16' | 'vanished' }
  | { readonly kind: 'too-large'; readonly bytes: number; readonly limit: number }
  | { readonly kind: 'unreadable'; readonly cause: string };

/** What a repository holds. Texts may be read again on demand: nothing should keep one. */
export interface Files {
  /** Every path, sorted by code unit, those with a fault included; a folder that cannot be looked into as `folder/`. */
  paths(): Iterable<RepoPath>;
  /** The text of a file; undefined when there is none, or none that can be read. */
  text(path: RepoPath): string | undefined;
  /** Why a path that is listed has no text. */
  fault(path: RepoPath): FileFault | undefined;
  /** The files that these were made from by changes: what is known of the paths that did not change still holds. */
  readonly basis?: { readonly files: Files; readonly changed: ReadonlySet<RepoPath> };
}

/** One step of a plan. */
export type Change =
  | { readonly kind: 'create'; readonly path: RepoPath; readonly text: string }
  | { readonly kind: 'edit'; readonly path: RepoPath; readonly edits: readonly TextEdit[] }
  | { readonly kind: 'move'; readonly path: RepoPath; readonly to: RepoPath }
  | { readonly kind: 'delete'; readonly path: RepoPath };

/** Everything that a command wants to do to a repository; nothing else is ever written. */
export interface Plan {
  /** One line, as the commit's subject would say it. */
  readonly title: string;
  readonly changes: readonly Change[];
  /** What the user should know: one sentence each, for stderr. */
  readonly notes: readonly string[];
}

/** A plan, and the files in which that stands which it brings about, be they changed or not. */
export interface PlanWithFiles extends Plan {
  readonly files: readonly RepoPath[];
}

/** One path before and after a plan; undefined where the file is not there. */
export interface FileChange {
  readonly path: RepoPath;
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** The file is no text: it is moved or deleted as it is, and shown as an empty one. */
  readonly opaque?: true;
}

/** Files held in memory, for tests and for texts that are not on disk. */
export function filesOf(texts: Readonly<Record<RepoPath, string>> | ReadonlyMap<RepoPath, string>): Files {
  const map = texts instanceof Map ? new Map(texts) : new Map(Object.entries(texts));
  return {
    paths: () => [...map.keys()].sort(),
    text: (path) => map.get(path),
    fault: () => undefined,
  };
}

/** The files as they are after the changes, in order; a change that does not fit is a bug of the plan. */
export function applyChanges(files: Files, changes: readonly Change[]): Files {
  const overlay = new Map<RepoPath, string | FileFault | undefined>();
  const content = (path: RepoPath): string | FileFault | undefined =>
    overlay.has(path) ? overlay.get(path) : (files.text(path) ?? files.fault(path));
  const existing = (path: RepoPath): string | FileFault => {
    const found = content(path);
    if (found === undefined) throw new Error(`the plan changes ${path}, which does not exist`);
    return found;
  };
  const free = (path: RepoPath): void => {
    if (content(path) !== undefined) throw new Error(`the plan creates ${path}, which exists`);
  };
  for (const change of changes) {
    switch (change.kind) {
      case 'create':
        free(change.path);
        overlay.set(change.path, change.text);
        break;
      case 'edit': {
        const text = existing(change.path);
        if (typeof text !== 'string') throw new Error(`the plan edits ${change.path}, which is no text`);
        overlay.set(change.path, applyEdits(text, change.edits));
        break;
      }
      case 'move': {
        const moved = existing(change.path);
        free(change.to);
        overlay.set(change.path, undefined);
        overlay.set(change.to, moved);
        break;
      }
      case 'delete':
        existing(change.path);
        overlay.set(change.path, undefined);
        break;
    }
  }
  return {
    paths: () => {
      const all = new Set(files.paths());
      for (const [path, now] of overlay) {
        if (now === undefined) all.delete(path);
        else all.add(path);
      }
      return [...all].sort();
    },
    text: (path) => {
      if (!overlay.has(path)) return files.text(path);
      const now = overlay.get(path);
      return typeof now === 'string' ? now : undefined;
    },
    fault: (path) => {
      if (!overlay.has(path)) return files.fault(path);
      const now = overlay.get(path);
      return typeof now === 'object' ? now : undefined;
    },
    basis: { files, changed: new Set(overlay.keys()) },
  };
}

/** What a plan does, path by path in sorted order; a path that ends as it began is left out. */
export function fileChanges(files: Files, changes: readonly Change[]): FileChange[] {
  const texts = new Map<RepoPath, string | undefined>();
  const once = (path: RepoPath): string | undefined => {
    if (!texts.has(path)) texts.set(path, files.text(path));
    return texts.get(path);
  };
  const read: Files = { ...files, text: once };
  const after = applyChanges(read, changes);
  const touched = new Set<RepoPath>();
  for (const change of changes) {
    touched.add(change.path);
    if (change.kind === 'move') touched.add(change.to);
  }
  return [...touched]
    .sort()
    .map((path): FileChange => {
      const [before, now] = [read, after].map((each) => each.text(path));
      const [was, is] = [read, after].map((each) => each.fault(path));
      if (was === undefined && is === undefined) return { path, before, after: now };
      return { path, before: was && '', after: is && '', opaque: true };
    })
    .filter(({ before, after: now }) => before !== now);
}

/** Where the files go that a plan moves, from where they are now; a file may move more than once. */
export function movedFiles(files: Files, changes: readonly Change[]): ReadonlyMap<RepoPath, RepoPath> {
  const origins = new Map<RepoPath, RepoPath>();
  for (const change of changes) {
    if (change.kind === 'delete') origins.delete(change.path);
    if (change.kind !== 'move') continue;
    const origin = origins.get(change.path) ?? change.path;
    origins.delete(change.path);
    origins.set(change.to, origin);
  }
  if (origins.size === 0) return origins;
  const after = applyChanges(files, changes);
  const isGone = (path: RepoPath): boolean =>
    after.text(path) === undefined && after.fault(path) === undefined;
  return new Map([...origins].flatMap(([to, from]) => (isGone(from) ? [[from, to] as const] : [])));
}

/** The plan as a unified diff that `git apply` accepts, moves as renames; empty when nothing changes. */
export function diffPlan(files: Files, plan: Plan): string {
  const changes = fileChanges(files, plan.changes);
  const byPath = new Map(changes.map((change) => [change.path, change]));
  const renames = [...movedFiles(files, plan.changes)].flatMap(([from, to]) => {
    const [old, now] = [byPath.get(from), byPath.get(to)];
    // What was at the new place already, and what is no text, git would not call renamed.
    const isRename = now !== undefined && now.before === undefined && now.opaque !== true;
    return isRename && old?.opaque !== true
      ? [{ path: to, from, before: old?.before, after: now.after }]
      : [];
  });
  const renamed = new Map(renames.map((rename) => [rename.path, rename]));
  const left = new Set(renames.map(({ from }) => from));
  return changes
    .filter(({ path }) => !left.has(path))
    .map((change) => unifiedDiff(renamed.get(change.path) ?? change))
    .join('');
}
