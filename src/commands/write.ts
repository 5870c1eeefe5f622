import {
  diffPlan,
  type FileChange,
  type Files,
  fileChanges,
  movedFiles,
  type Plan,
  type RepoPath,
} from '../core/change.ts';
import type { Host, Repository } from '../io/host.ts';
import { Exit } from './exit.ts';

/** What becomes of a plan: shown as a list or a diff, or written, with or without a commit. */
export interface Finish {
  readonly dryRun: boolean;
  readonly diff: boolean;
  /** The commit's message; undefined to leave the changes in the work tree. */
  readonly commit: string | undefined;
  /** Where that stands which the plan is to bring about: those not committed are named where nothing is left to write. */
  readonly about?: readonly RepoPath[];
  /** What to run next, by whether there is a commit now. */
  readonly next: (committed: boolean) => string;
}

/** The last step of every command that writes: the notes, then the list, the diff or the transaction. */
export async function finish(
  plan: Plan,
  { dryRun, diff, commit, about = [], next }: Finish,
  host: Host,
  repository: Repository,
  files: Files,
): Promise<Exit> {
  for (const note of plan.notes) host.err(`note: ${note}\n`);
  const changes = fileChanges(files, plan.changes);
  if (diff) {
    const text = diffPlan(files, plan);
    host.out(text, { verbatim: true });
    return text === '' ? Exit.clean : Exit.findings;
  }
  if (changes.length === 0) {
    host.err('nothing to write: all of it is there\n');
    const left = commit === undefined || dryRun ? [] : (await repository.uncommitted(about)).toSorted();
    if (left.length > 0) {
      host.err(`note: ${left.join(', ')} ${left.length === 1 ? 'is' : 'are'} not committed\n`);
      host.err(`next: git add ${left.join(' ')} && git commit\n`);
    }
    return Exit.clean;
  }
  const list = listOf(files, plan, changes);
  if (dryRun) {
    host.out(list.replace(/^/gm, 'would be ').replace(/would be $/, ''));
    return Exit.clean;
  }
  const written = await carryOut(plan, commit, repository);
  host.out(list);
  for (const note of written.notes) host.err(`note: ${note}\n`);
  host.err(`next: ${next(written.committed)}\n`);
  return Exit.clean;
}

/**
 * Checks a plan and writes it, with a commit where there is a message for one.
 * @returns what is to be said of it
 */
export async function carryOut(
  plan: Plan,
  message: string | undefined,
  repository: Repository,
): Promise<{ readonly committed: boolean; readonly notes: readonly string[] }> {
  await repository.check(plan, { commit: message !== undefined });
  const { commit, rewritten } = await repository.write(plan, {
    commit: message === undefined ? undefined : { message },
  });
  const notes: string[] = [];
  if (rewritten.length > 0)
    notes.push(`a hook changed ${rewritten.join(', ')}; the commit holds its version`);
  if (commit !== undefined && repository.branch() === undefined)
    notes.push(`HEAD is detached: no branch holds the commit ${commit}`);
  return { committed: commit !== undefined, notes };
}

/** What a plan does, a line for each file: `changed podinfo/helmrelease-podinfo.yaml`, `moved a.yaml to b.yaml`. */
export function listOf(
  files: Files,
  { changes }: Pick<Plan, 'changes'>,
  done: readonly FileChange[] = fileChanges(files, changes),
): string {
  const targets = movedFiles(files, changes);
  const arrived = new Set(targets.values());
  return done
    .filter(({ path }) => !arrived.has(path))
    .map(({ path, before, after }) => {
      const to = targets.get(path);
      return to === undefined ? `${verb(before, after)} ${path}\n` : `moved ${path} to ${to}\n`;
    })
    .join('');
}

function verb(before: string | undefined, after: string | undefined): string {
  if (before === undefined) return 'created';
  return after === undefined ? 'deleted' : 'changed';
}

/**
 * A commit message: the configuration's template with `{app}`, `{chart}`… filled in, else the plan's title with what a
 * reviewer should know below it.
 */
export function commitMessage(
  template: string | undefined,
  fields: Readonly<Record<string, string>>,
  title: string,
  body: readonly string[] = [],
): string {
  if (template === undefined) return body.length === 0 ? title : `${title}\n\n${body.join('\n')}`;
  return template.replace(/\{([a-z]+)\}/g, (whole, name: string) =>
    Object.hasOwn(fields, name) ? (fields[name] ?? whole) : whole,
  );
}

/** What to run after a command that wrote an app: the push, or a branch for it first. */
export function nextAfterWriting(committed: boolean, branch: string | undefined): string {
  if (!committed) return 'gitops-kit lint';
  return branch === undefined ? 'git switch --create BRANCH' : 'git push';
}
