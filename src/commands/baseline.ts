import { applyChanges, type Files, fileLimit, type Plan } from '../core/change.ts';
import type { Comparison } from '../core/comparison.ts';
import { KitError } from '../core/errors.ts';
import type { Report } from '../core/finding.ts';
import { packagedSchemas } from '../io/assets.ts';
import type { Host } from '../io/host.ts';
import { findingsBeyond, findingsIn, movedIn } from '../lint/baseline.ts';
import { lint } from '../lint/lint.ts';
import type { Asked } from '../lint/only-rules.ts';
import { type BaselineEntry, baselineFile } from '../model/baseline.ts';
import { readGitIgnore } from '../model/git-ignore.ts';
import { readRepo } from '../model/read-repo.ts';
import type { Repo } from '../model/repo.ts';
import { rules } from '../rules/registry.ts';
import { adoptable, planBaseline } from '../scaffold/baseline.ts';
import { apiSchemas } from '../schema/api-schemas.ts';
import { readBaseline } from '../schema/baseline.ts';
import { readConfig } from '../schema/config.ts';
import type { Arguments, Option } from './command.ts';
import type { Exit } from './exit.ts';
import { faultsOfFile } from './faults-of-file.ts';
import type { Judge } from './lint-scope.ts';
import type { Opened } from './open.ts';
import { writeOptions } from './options.ts';
import { commitMessage, finish } from './write.ts';

const group = 'Baseline';

/** Flags of `lint` that have to do with what is known. */
export const baselineOptions: Readonly<Record<string, Option>> = {
  baseline: {
    type: 'string',
    describe: `say nothing of the findings in this file; default: ${baselineFile}, where there is one`,
    group,
    value: 'FILE',
  },
  'no-baseline': { type: 'boolean', describe: 'report what the baseline knows as well', group },
  'update-baseline': {
    type: 'boolean',
    describe: 'write all that is found now into the baseline, and drop from it what is gone',
    group,
  },
  ...writeOptions,
  commit: { type: 'boolean', describe: 'commit the fixes or the baseline', group: 'Writing' },
};

/** What belongs to a report and says nothing to an update of the baseline, or limits what would be known. */
const notWithUpdate = ['paths', 'staged', 'since', 'output', 'max-warnings', 'exit-zero'];
const writing = [...Object.keys(writeOptions), 'commit'];

/** @throws KitError `bad-option` for flags that do not go together */
export function checkBaselineFlags(args: Arguments): void {
  const isUpdate = args.flag('update-baseline');
  if (args.flag('no-baseline')) {
    if (isUpdate) throw refusal('--no-baseline and --update-baseline do not go together');
    if (args.text('baseline') !== undefined) throw refusal('--baseline and --no-baseline do not go together');
  }
  const stray = isUpdate || args.flag('fix') ? undefined : writing.find((name) => args.flag(name));
  if (stray !== undefined)
    throw refusal(`--${stray} goes with --fix or --update-baseline: lint writes nothing else`);
  const isGiven = (name: string): boolean => args.flag(name) || args.list(name).length > 0;
  const other = isUpdate ? notWithUpdate.find(isGiven) : undefined;
  // Flags with a default are always there: what says something else was given.
  const usual = { format: 'text', 'fail-on': 'error' };
  const unusual = Object.entries(usual).find(([name, value]) => isUpdate && args.text(name) !== value);
  if (unusual !== undefined) throw refusal(`--${unusual[0]} and --update-baseline do not go together`);
  if (other === undefined) return;
  throw refusal(
    other === 'paths'
      ? `--update-baseline takes no paths, got ${args.list('paths').join(' ')}: a baseline is of the whole repository`
      : `--${other} and --update-baseline do not go together`,
  );
}

function refusal(message: string): KitError {
  return new KitError('bad-option', message, { help: ['gitops-kit lint --help'] });
}

/** What a run knows already, and the name of the file that says so. */
export interface Known {
  readonly name: string;
  readonly entries: readonly BaselineEntry[];
}

/** The baseline of a run: the file that is named, else the one at the repository's top, else nothing. */
export function knownFindings(args: Arguments, host: Host, files: Files): Known {
  const name = args.text('baseline') ?? baselineFile;
  if (args.flag('no-baseline')) return { name, entries: [] };
  const text = args.text('baseline') === undefined ? textIn(files, name) : host.readUserFile(name);
  return { name, entries: text === undefined ? [] : entriesOf(name, text) };
}

/** What is said where a change takes findings into the baseline: they are in nobody's way from then on. */
export function takenInLine({ name, entries }: Known, change: Comparison | undefined): string | undefined {
  if (name !== baselineFile || change?.written.has(name) !== true) return undefined;
  const text = change.before.text(baselineFile);
  const added = findingsBeyond(entries, text === undefined ? [] : readBaseline(baselineFile, text).entries);
  if (added === 0) return undefined;
  return `note: this change takes ${added} ${added === 1 ? 'finding' : 'findings'} into ${baselineFile}, and they are not reported; --no-baseline shows them`;
}

/** What is said of entries that nothing matches any more. */
export function goneLine({ name }: Known, gone: readonly BaselineEntry[]): string {
  const count = findingsIn(gone);
  const flag = name === baselineFile ? '' : ` --baseline ${name}`;
  return count === 1
    ? `1 finding of ${name} is gone; gitops-kit lint${flag} --update-baseline drops it`
    : `${count} findings of ${name} are gone; gitops-kit lint${flag} --update-baseline drops them`;
}

/** Makes the baseline hold what is found in the whole repository. */
export async function updateBaseline(
  { judge, asked }: { readonly judge: Judge; readonly asked: Asked },
  args: Arguments,
  host: Host,
  { repository, files, repo }: Opened,
): Promise<Exit> {
  const name = args.text('baseline') ?? baselineFile;
  const path = name === baselineFile ? name : repository.resolve(name);
  if (path === undefined) {
    throw new KitError(
      'outside-repository',
      `${name} lies outside the repository, and nothing is written there`,
      {
        help: [`name a file inside, or leave --baseline away for ${baselineFile}`],
      },
    );
  }
  checkSeen(files, path);
  const text = textIn(files, path);
  const entries = text === undefined ? [] : entriesOf(path, text);
  const { report, notes } = adoptable(complete(judge(repo)), repo);
  const plan = withNotes(notes, planBaseline({ path, text, entries, report, moved: movedIn(repo), asked }));
  checkSize(files, plan);
  const writing = {
    dryRun: args.flag('dry-run'),
    diff: args.flag('diff'),
    commit: args.flag('commit') ? commitMessage(repo.settings.commit['lint'], {}, plan.title) : undefined,
    next: () => 'gitops-kit lint',
  };
  return finish(plan, writing, host, repository, files);
}

/** A plan, and the baseline of the repository as it is after that plan. One that is there is left alone. */
export function withBaseline(plan: Plan, files: Files): Plan {
  if (files.text(baselineFile) !== undefined || files.fault(baselineFile) !== undefined) {
    const note = `${baselineFile} exists and stays as it is; gitops-kit lint --update-baseline makes it anew`;
    return { ...plan, notes: [...plan.notes, note] };
  }
  checkSeen(files, baselineFile);
  const after = applyChanges(files, plan.changes);
  const { settings, problems } = readConfig(after, rules);
  const [problem] = problems;
  if (problem !== undefined) throw new Error(`the new configuration has a fault: ${problem.message}`);
  const repo: Repo = readRepo(after, settings);
  const judged = lint(repo, { settings, rules, schemas: apiSchemas(packagedSchemas, repo) });
  const { report, notes } = adoptable(complete(judged), repo);
  const baseline = planBaseline({
    path: baselineFile,
    text: undefined,
    entries: [],
    report,
    moved: movedIn(repo),
    asked: () => true,
  });
  checkSize(files, baseline);
  return {
    ...plan,
    changes: [...plan.changes, ...baseline.changes],
    notes: [...plan.notes, ...[...baseline.notes, ...notes].map((note) => `${baselineFile}: ${note}`)],
  };
}

function textIn(files: Files, path: string): string | undefined {
  const fault = files.fault(path);
  if (fault === undefined) return files.text(path);
  const why = fault.kind === 'unreadable' ? fault.cause : fault.kind;
  throw new KitError('bad-baseline', `${path} cannot be read: ${why}`, {
    help: ['expected a regular file in UTF-8'],
  });
}

function entriesOf(name: string, text: string): readonly BaselineEntry[] {
  const { entries, problems } = readBaseline(name, text);
  if (problems.length === 0) return entries;
  const { message, help } = faultsOfFile(text, problems);
  throw new KitError('bad-baseline', message, {
    help: [
      ...help,
      `mend it, or take an older one: git checkout HEAD -- ${name}`,
      'or delete it, and make it anew: gitops-kit lint --update-baseline',
      'gitops-kit lint --no-baseline reports all there is',
    ],
  });
}

/** What git ignores is no part of the repository: the next run would know nothing of it. */
function checkSeen(files: Files, path: string): void {
  const isIgnored = readGitIgnore(files.text('.gitignore') ?? '')(path) === 'ignored';
  if (!isIgnored || files.text(path) !== undefined) return;
  throw new KitError('ignored-by-git', `git ignores ${path}, so that lint would not see it`, {
    help: ['take it out of .gitignore: everybody should know what is known'],
  });
}

function withNotes(notes: readonly string[], plan: Plan): Plan {
  return { ...plan, notes: [...plan.notes, ...notes] };
}

/** What a rule that failed would have said must not be lost from a baseline. */
function complete(report: Report): Report {
  if (report.failures.length === 0) return report;
  const said = report.failures.map(({ rule, message }) => `rule ${rule} failed: ${message}`).join('; ');
  throw new Error(`${said}; its findings are missing, so no baseline was written`);
}

/** What is written must be read the next time. */
function checkSize(files: Files, plan: Plan): void {
  const after = applyChanges(files, plan.changes);
  for (const { path } of plan.changes) {
    const bytes = Buffer.byteLength(after.text(path) ?? '');
    if (bytes <= fileLimit) continue;
    throw new KitError(
      'baseline-too-large',
      `${path} would have ${bytes} bytes; at most ${fileLimit} are read`,
      {
        help: ['switch rules off that say too much for now, or leave folders out with "ignore"'],
      },
    );
  }
}
