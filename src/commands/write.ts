import { diffPlan, type Files, fileChanges, type Plan } from '../core/change.ts';
import type { Host, Repository } from '../io/host.ts';
import { Exit } from './exit.ts';

/** What becomes of a plan: shown as a list or a diff, or written, with or without a commit. */
export interface Finish {
  readonly dryRun: boolean;
  readonly diff: boolean;
  /** The commit's message; undefined to leave the changes in the work tree. */
  readonly commit: string | undefined;
  /** What to run next, by whether there is a commit now. */
  readonly next: (committed: boolean) => string;
}

/** The last step of every command that writes: the notes, then the list, the diff or the transaction. */
export async function finish(
  plan: Plan,
  { dryRun, diff, commit, next }: Finish,
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
    return Exit.clean;
  }
  const list = changes.map(({ path, before, after }) => `${verb(before, after)} ${path}\n`).join('');
  if (dryRun) {
    host.out(list.replace(/^/gm, 'would be ').replace(/would be $/, ''));
    return Exit.clean;
  }
  await repository.check(plan, { commit: commit !== undefined });
  const written = await repository.write(plan, {
    commit: commit === undefined ? undefined : { message: commit },
  });
  host.out(list);
  if (written.rewritten.length > 0)
    host.err(`note: a hook changed ${written.rewritten.join(', ')}; the commit holds its version\n`);
  if (written.commit !== undefined && repository.branch() === undefined)
    host.err(`note: HEAD is detached: no branch holds the commit ${written.commit}\n`);
  host.err(`next: ${next(written.commit !== undefined)}\n`);
  return Exit.clean;
}

function verb(before: string | undefined, after: string | undefined): string {
  if (before === undefined) return 'created';
  return after === undefined ? 'deleted' : 'changed';
}

/** A commit message: the configuration's template with `{app}`, `{chart}`… filled in, else the plan's title. */
export function commitMessage(
  template: string | undefined,
  fields: Readonly<Record<string, string>>,
  title: string,
): string {
  if (template === undefined) return title;
  return template.replace(/\{([a-z]+)\}/g, (whole, name: string) =>
    Object.hasOwn(fields, name) ? (fields[name] ?? whole) : whole,
  );
}
