import { type KnownCharts, noCharts } from '../chart/known-charts.ts';
import { applyChanges, type Plan } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import type { Finding } from '../core/finding.ts';
import { packagedSchemas } from '../io/assets.ts';
import type { Host } from '../io/host.ts';
import { lint } from '../lint/lint.ts';
import type { App } from '../model/app.ts';
import { chartOf } from '../model/chart-reference.ts';
import { readRepo } from '../model/read-repo.ts';
import type { Repo } from '../model/repo.ts';
import { rules } from '../rules/registry.ts';
import { addedFindings, type Called } from '../scaffold/added-findings.ts';
import type { Consequences } from '../scaffold/consequences.ts';
import { apiSchemas } from '../schema/api-schemas.ts';
import type { Arguments, Option } from './command.ts';
import type { Exit } from './exit.ts';
import type { Opened } from './open.ts';
import { writeOptions } from './options.ts';
import { whichApp } from './which-app.ts';
import { commitMessage, finish, nextAfterWriting } from './write.ts';

/** Flags of the commands that change an app which exists. */
export const appOptions: Readonly<Record<string, Option>> = {
  ...whichApp,
  force: { type: 'boolean', describe: 'do it even where data is lost', group: 'Writing' },
  ...writeOptions,
  commit: {
    type: 'boolean',
    default: true,
    describe: 'leave the files in the work tree, without a commit',
    group: 'Writing',
  },
};

/** The repository as it is after a plan. */
export function repoAfter(repo: Repo, plan: Plan): Repo {
  return readRepo(applyChanges(repo.files, plan.changes), repo.settings);
}

/** Says what Flux will do, or leaves to do; refuses what is not to be done without --force, unless it is only shown. */
export function sayConsequences(
  { sentences, advice, losesData, byFlux }: Consequences,
  { what, args, host }: { readonly what: string; readonly args: Arguments; readonly host: Host },
): void {
  const isShown = args.flag('dry-run') || args.flag('diff');
  if (losesData && !args.flag('force') && !isShown)
    throw new KitError('data-loss', `${what} would lose data: ${sentences.join('; ')}`, {
      help: [...advice, 'do it all the same: --force', 'nothing was written'],
    });
  if (losesData && isShown) sayNeedsForce(`${what} would lose data`, { args, host });
  for (const each of sentences) host.err(`note: ${each}${byFlux ? ', when it applies this' : ''}\n`);
  if (sentences.length === 0) return;
  for (const each of advice) host.err(`  = help: ${each}\n`);
}

/** What is only shown would be refused: why, in a clause. */
export function sayNeedsForce(
  why: string,
  { args, host }: { readonly args: Arguments; readonly host: Host },
): void {
  if (!args.flag('force')) host.err(`note: to write this, --force is needed: ${why}\n`);
}

/**
 * The plan must bring no error, or nothing is written; warnings that it brings are said.
 * @param options.called how a finding is known again after the plan
 * @param options.charts what is known of charts, where the plan changes what they are given
 */
export function checkSound(
  repo: Repo,
  after: Repo,
  {
    plan,
    called,
    charts = noCharts,
  }: { readonly plan: Plan; readonly called?: Called; readonly charts?: KnownCharts },
): string[] {
  const judged = (each: Repo) =>
    lint(each, { settings: repo.settings, rules, schemas: apiSchemas(packagedSchemas, each), charts });
  const touched = new Set(
    plan.changes.flatMap((change) => (change.kind === 'move' ? [change.path, change.to] : [change.path])),
  );
  const added = addedFindings(judged(repo), judged(after), touched, called);
  const line = ({ rule, at, message }: Finding): string => `${at.file}: ${message} [${rule}]`;
  const [first, ...others] = added.filter(({ severity }) => severity === 'error');
  if (first === undefined) return added.map((finding) => `lint will say: ${line(finding)}`);
  throw new KitError('would-break', `that would bring a fault: ${[first, ...others].map(line).join('; ')}`, {
    help: [...(first.help === undefined ? [] : [first.help]), 'nothing was written'],
  });
}

/** The end of these commands: the plan is shown or written, and the commit says what Flux will do. */
export function finishChange(
  plan: Plan,
  change: {
    readonly command: 'rename-app' | 'remove-app';
    /** For the commit's template, beside the chart. */
    readonly fields: Readonly<Record<string, string>>;
    readonly app: App | undefined;
    readonly sentences: readonly string[];
  },
  args: Arguments,
  host: Host,
  { repository, files, repo }: Opened,
): Promise<Exit> {
  const { command, app, sentences } = change;
  const release = app?.helmRelease;
  const chart = app === undefined || release === undefined ? undefined : chartOf(release, app.view);
  const fields = { ...change.fields, ...(release === undefined ? {} : { chart: chart?.name ?? '' }) };
  const message = commitMessage(repo.settings.commit[command], fields, plan.title, sentences);
  const writing = {
    dryRun: args.flag('dry-run'),
    diff: args.flag('diff'),
    commit: args.flag('commit') ? message : undefined,
    next: (committed: boolean) => nextAfterWriting(committed, repository.branch()),
  };
  return finish(plan, writing, host, repository, files);
}
