import { lstatSync, readFileSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { Change, Plan, RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { applyEdits } from '../core/text.ts';
import type { Seen } from './disk.ts';
import type { Ownership } from './durable.ts';
import { decode, digest } from './read-file.ts';
import { ifExists, systemReason } from './system-error.ts';

/** A file's bytes, and whose they are; a new file gets its owner and mode from the process. */
export interface Content {
  readonly bytes: Uint8Array;
  readonly like: Ownership | undefined;
}

/** One path before and after a plan. */
export interface Step {
  readonly path: RepoPath;
  readonly before: Content | undefined;
  readonly after: Content | undefined;
}

/**
 * What a plan does to each path, worked out on the files as they are on the disk now, in bytes: a file that is only
 * moved need not be text. Sorted by path; a path that ends as it began is left out.
 * @param seen digests of the texts from which the plan was made
 * @throws KitError `changed-meanwhile`, `path-exists`
 */
export function stepsOf(top: string, plan: Plan, seen: Seen): Step[] {
  const before = new Map<RepoPath, Content | undefined>();
  const after = new Map<RepoPath, Content | undefined>();
  const now = (path: RepoPath): Content | undefined => {
    if (!before.has(path)) {
      before.set(path, contentOf(top, path));
      after.set(path, before.get(path));
    }
    return after.get(path);
  };
  const existing = (path: RepoPath): Content => {
    const content = now(path);
    if (content === undefined) throw changedMeanwhile(path, 'is gone');
    return content;
  };
  const free = (path: RepoPath): void => {
    if (now(path) === undefined) return;
    throw new KitError('path-exists', `${path} exists already`, { help: ['nothing was written'] });
  };
  for (const change of plan.changes)
    applyChange(change, { existing, free, set: (path, content) => after.set(path, content) });
  for (const [path, content] of before) {
    const read = seen.get(path);
    if (content !== undefined && read !== undefined && digest(content.bytes) !== read) {
      throw changedMeanwhile(path, 'was changed');
    }
  }
  return [...before.keys()]
    .sort()
    .map((path) => ({ path, before: before.get(path), after: after.get(path) }))
    .filter((step) => !isSame(step.before, step.after));
}

interface Overlay {
  readonly existing: (path: RepoPath) => Content;
  readonly free: (path: RepoPath) => void;
  readonly set: (path: RepoPath, content: Content | undefined) => void;
}

function applyChange(change: Change, { existing, free, set }: Overlay): void {
  switch (change.kind) {
    case 'create':
      free(change.path);
      set(change.path, { bytes: Buffer.from(change.text), like: undefined });
      break;
    case 'edit': {
      const content = existing(change.path);
      const file = decode(content.bytes);
      if (file.kind === 'fault') throw changedMeanwhile(change.path, 'is no longer UTF-8 text');
      set(change.path, { ...content, bytes: Buffer.from(applyEdits(file.text, change.edits)) });
      break;
    }
    case 'move': {
      const content = existing(change.path);
      set(change.path, undefined);
      free(change.to);
      set(change.to, content);
      break;
    }
    case 'delete':
      existing(change.path);
      set(change.path, undefined);
      break;
  }
}

/** A regular file's content; undefined when nothing is there. */
export function contentOf(top: string, path: RepoPath): Content | undefined {
  const file = join(top, path);
  const stat: Stats | undefined = ifExists(() => lstatSync(file));
  if (stat === undefined) return undefined;
  if (!stat.isFile()) {
    const kind = stat.isSymbolicLink() ? 'a symbolic link' : 'no regular file';
    throw new KitError('not-a-file', `${path} is ${kind}; gitops-kit does not replace it`);
  }
  try {
    return { bytes: readFileSync(file), like: stat };
  } catch (error) {
    throw new KitError('unreadable', `${path} cannot be read: ${systemReason(error)}`, {
      side: 'outside',
      cause: error,
    });
  }
}

function isSame(one: Content | undefined, other: Content | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return Buffer.compare(one.bytes, other.bytes) === 0;
}

/** The refusal to write over what somebody else wrote after the plan was made. */
export function changedMeanwhile(path: RepoPath, what: string): KitError {
  return new KitError('changed-meanwhile', `${path} ${what} since gitops-kit read it; nothing was written`, {
    help: ['run the command again'],
  });
}
