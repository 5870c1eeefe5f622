import {
  type Change,
  type Files,
  fileChanges,
  movedFiles,
  type Plan,
  type RepoPath,
} from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import type { Finding, Report, Safety } from '../core/finding.ts';
import type { Host } from '../io/host.ts';
import { type Fixed, fixAll } from '../lint/fix.ts';
import { mentionsOf } from '../model/mentions.ts';
import type { Repo } from '../model/repo.ts';
import { count } from '../report/summary.ts';
import { mentionNotes } from '../scaffold/told.ts';
import type { Arguments, Option } from './command.ts';
import { Exit } from './exit.ts';
import type { Opened } from './open.ts';
import { carryOut, commitMessage, finish, listOf } from './write.ts';

const group = 'Fixing';

/** Flags of `lint` that have to do with fixes. */
export const fixOptions: Readonly<Record<string, Option>> = {
  fix: { type: 'boolean', describe: 'apply the safe fixes, and report what is left', group },
  'unsafe-fixes': {
    type: 'boolean',
    describe: 'with --fix: also those that may change what runs; look at the diff',
    group,
  },
};

/** @throws KitError `bad-option` for flags that do not go together */
export function checkFixFlags(args: Arguments): void {
  const isFix = args.flag('fix');
  if (args.flag('unsafe-fixes') && !isFix) throw refusal('--unsafe-fixes goes with --fix');
  const isGiven = (name: string): boolean => args.flag(name) || args.text(name) !== undefined;
  const other = isFix ? ['staged', 'since', 'update-baseline'].find(isGiven) : undefined;
  if (other === undefined) return;
  throw refusal(
    `--fix and --${other} do not go together`,
    ...(other === 'staged' ? ['fixes go to the work tree: gitops-kit lint --fix PATHS, then git add'] : []),
  );
}

function refusal(message: string, ...help: readonly string[]): KitError {
  return new KitError('bad-option', message, { help: [...help, 'gitops-kit lint --help'] });
}

/** The fixes that a run asks for, applied in memory until none is left. */
export function fixedInMemory<Judged extends { readonly report: Report }>(
  args: Arguments,
  files: Files,
  judge: (files: Files) => Judged,
): Fixed<Judged> {
  const allowed: readonly Safety[] = args.flag('unsafe-fixes') ? ['safe', 'unsafe'] : ['safe'];
  return fixAll(files, judge, new Set(allowed));
}

/**
 * Shows or writes what was fixed.
 * @returns the exit code where the fixes were only shown; undefined where what is left is to be reported
 */
export async function writeFixes(
  { changes, fixed, refused, judged }: Fixed<{ readonly report: Report }>,
  args: Arguments,
  host: Host,
  { repository, files, repo }: Opened,
): Promise<Exit | undefined> {
  const plan: Plan = {
    title: titleOf(fixed),
    changes,
    notes: leftAlone(repo, changes),
  };
  const [dryRun, diff] = [args.flag('dry-run'), args.flag('diff')];
  const touched = fileChanges(files, changes);
  const said = `${count(fixed.length, 'finding')} in ${count(touched.length, 'file')}${rulesOf(fixed)}`;
  const commit = args.flag('commit')
    ? commitMessage(repo.settings.commit['lint'], {}, plan.title, byRule(fixed))
    : undefined;
  for (const { rule, at, fix } of refused)
    host.err(
      `not fixed: ${at.file}: ${fix?.title} [${rule}]: that would change more of its text; edit it by hand\n`,
    );
  const held = judged.report.findings.filter(({ fix }) => fix?.safety === 'unsafe');
  if (held.length > 0)
    host.err(`held back as unsafe: ${held.length}${rulesOf(held)}; --unsafe-fixes applies them\n`);
  if (dryRun && touched.length === 0) {
    host.err('nothing to write\n');
    return Exit.clean;
  }
  if (dryRun || diff) {
    if (fixed.length > 0) host.err(`would fix ${said}\n`);
    return finish(plan, { dryRun, diff, commit, next: () => '' }, host, repository, files);
  }
  if (touched.length === 0) return undefined;
  const list = listOf(files, plan, touched);
  const { notes } = await carryOut(plan, commit, repository);
  host.err(`${list}fixed ${said}
`);
  for (const note of [...plan.notes, ...notes])
    host.err(`note: ${note}
`);
  return undefined;
}

/** The texts that name a file which moves: no fix touches them. */
function leftAlone(repo: Repo, changes: readonly Change[]): string[] {
  const targets = movedFiles(repo.files, changes);
  const pathOf = (path: RepoPath): RepoPath => targets.get(path) ?? path;
  return mentionNotes(repo, mentionsOf(repo, { files: [...targets], pathOf }));
}

function titleOf(fixed: readonly Finding[]): string {
  return `fix ${count(fixed.length, 'finding')} of gitops-kit lint`;
}

/** Rules with how often they stand there: `: layout/extension (2), yaml/final-newline`; empty for none. */
function rulesOf(findings: readonly Finding[]): string {
  const words = byRule(findings);
  return words.length === 0 ? '' : `: ${words.join(', ')}`;
}

function byRule(findings: readonly Finding[]): string[] {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const words = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return words.map(([rule, number]) => (number === 1 ? rule : `${rule} (${number})`));
}
