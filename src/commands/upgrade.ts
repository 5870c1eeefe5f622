import { KitError } from '../core/errors.ts';
import { parseRange } from '../core/version-range.ts';
import type { Host } from '../io/host.ts';
import { type ConflictChoice, conflictChoices } from '../merge/values-merge.ts';
import type { App } from '../model/app.ts';
import { jsonDocument } from '../report/document.ts';
import { upgradeMarkdown } from '../report/upgrade-markdown.ts';
import { upgradeText } from '../report/upgrade-text.ts';
import { conflictsOf, type UpgradeReport } from '../upgrade/report.ts';
import type { Upgrade } from '../upgrade/upgrade.ts';
import { checkSound, repoAfter } from './app-change.ts';
import type { Arguments, Command } from './command.ts';
import { Exit } from './exit.ts';
import { type Opened, openRepository } from './open.ts';
import { writeOptions } from './options.ts';
import { plannedUpgrade, referenceOf, type UpgradeRun } from './upgrade-plan.ts';
import { askedApps, whichApp } from './which-app.ts';
import { commitMessage, finish, nextAfterWriting } from './write.ts';

const chart = 'Chart';
const merge = 'Merge';

export const upgradeCommand: Command = {
  name: 'upgrade',
  describe: 'take a new chart version, merge the values with yours',
  positionals: [{ name: 'name', describe: 'the app', required: false }],
  options: {
    all: { type: 'boolean', describe: 'every app, with a commit for each', group: 'App' },
    ...whichApp,
    to: {
      type: 'string',
      describe: 'the version, or a range to write as given; default: the newest stable version',
      group: chart,
      value: 'VERSION',
    },
    within: { type: 'boolean', describe: 'the newest version that the pinned range takes', group: chart },
    base: {
      type: 'string',
      describe: 'the version that the values were made from, where it is not recorded',
      group: chart,
      value: 'VERSION',
    },
    offline: { type: 'boolean', describe: 'use charts of the cache only', group: chart },
    conflict: {
      type: 'string',
      choices: conflictChoices,
      describe:
        'what stands where you and the chart changed one value; left out: yours, and nothing is committed',
      group: merge,
    },
    format: {
      type: 'string',
      choices: ['text', 'markdown', 'json'],
      default: 'text',
      describe: 'how the summary is printed; markdown for a pull request',
      group: merge,
      value: 'FORMAT',
    },
    ...writeOptions,
    commit: {
      type: 'boolean',
      default: true,
      describe: 'leave the files in the work tree, without a commit',
      group: 'Writing',
    },
  },
  examples: [
    ['gitops-kit upgrade podinfo', 'the newest chart, your changes put into its values'],
    ['gitops-kit upgrade podinfo --to 7.0.0 --diff', 'what would change'],
    ['gitops-kit upgrade podinfo --conflict theirs', "take the chart's value where both changed it"],
    ['gitops-kit upgrade --all --within', 'every app to the newest version in its range'],
  ],
  run: runUpgrade,
};

async function runUpgrade(args: Arguments, host: Host): Promise<Exit> {
  const name = args.text('name');
  checkWish(args, name);
  const fetcher = host.charts({ offline: args.flag('offline') });
  const reports: UpgradeReport[] = [];
  const run = { args, host, fetcher, told: (report: UpgradeReport) => reports.push(report) };
  const exit =
    name === undefined ? await upgradeAll(run) : await upgradeOne(await openRepository(host), name, run);
  if (args.text('format') === 'json') host.out(jsonDocument({ upgrades: reports }));
  return exit;
}

/** A run, and who is told of each app. */
interface Run extends UpgradeRun {
  readonly told: (report: UpgradeReport) => void;
}

function checkWish(args: Arguments, name: string | undefined): void {
  const wrong = (message: string) => new KitError('bad-arguments', message);
  if ((name === undefined) === !args.flag('all')) throw wrong('upgrade takes the name of an app, or --all');
  if (args.flag('all') && (args.given('to') || args.given('base') || args.given('namespace')))
    throw wrong('--to, --base and --namespace are for one app');
  if (args.given('to') && args.flag('within')) throw wrong('--to and --within exclude each other');
  for (const option of ['to', 'base'])
    if (args.given(option) && parseRange(args.text(option) ?? '') === undefined)
      throw wrong(`--${option} ${args.text(option)} is no version; 6.14.1 was expected`);
}

/** One after the other, each on what the one before left; what fails for one app does not keep the others back. */
async function upgradeAll(run: Run): Promise<Exit> {
  const { args, host } = run;
  const { repo } = await openRepository(host);
  const releases = new Map(repo.apps.map((app) => [app.helmRelease ?? app.kustomization, app]));
  let worst: Exit = Exit.clean;
  for (const app of releases.values()) {
    const opened = await openRepository(host);
    const same = opened.repo.apps.find(
      ({ name, view, namespace }) =>
        name === app.name && view.root === app.view.root && namespace === app.namespace,
    );
    if (same?.helmRelease === undefined) continue;
    try {
      worst = worse(worst, await upgradeApp(opened, same, run));
    } catch (error) {
      if (!(error instanceof KitError)) throw error;
      host.err(`${app.name}: ${error.message}\n`);
      for (const help of error.help) host.err(`  = help: ${help}\n`);
      worst = worse(worst, error.side === 'outside' ? Exit.failed : Exit.refused);
    }
  }
  if (args.flag('all') && releases.size === 0) host.err('no apps yet; gitops-kit new-app NAME adds one\n');
  return worst;
}

function worse(one: Exit, other: Exit): Exit {
  return one > other ? one : other;
}

function upgradeOne(opened: Opened, name: string, run: Run): Promise<Exit> {
  const [app] = askedApps(opened.repo, name, run.args);
  if (app === undefined) throw new Error(`app ${name} was found and is not there`);
  return upgradeApp(opened, app, run);
}

async function upgradeApp(opened: Opened, app: App, run: Run): Promise<Exit> {
  const { args, host, told } = run;
  const choice = conflictChoices.find((each) => each === args.text('conflict'));
  const upgrade = await plannedUpgrade(opened, app, choice ?? 'ours', run);
  const { report, plan } = upgrade;
  told(report);
  for (const note of report.schema.notes) host.err(`note: ${note}\n`);
  const isByLines = report.values.some(({ kind }) => kind === 'lines');
  const isUndecided = choice === undefined && (conflictsOf(report).length > 0 || report.open.length > 0);
  const isOpen = isByLines || choice === 'markers' || isUndecided || report.schema.faults.length > 0;
  if (plan.changes.length === 0) {
    for (const note of plan.notes) host.err(`note: ${note}\n`);
    if (isOpen) sayReport(report, choice ?? 'ours', { args, host });
    const isPending = await sayThere(opened, app, report, host);
    return isOpen || isPending ? Exit.findings : Exit.clean;
  }
  const warnings =
    isByLines || choice === 'markers' ? [] : checkSound(opened.repo, repoAfter(opened.repo, plan), { plan });
  const writes = sayReport(report, choice ?? 'ours', { args, host });
  const exit = await finish(
    { ...plan, notes: [...plan.notes, ...warnings] },
    {
      dryRun: args.flag('dry-run'),
      diff: args.flag('diff'),
      commit: args.flag('commit') && !isOpen ? messageOf(opened, app, upgrade, choice ?? 'ours') : undefined,
      next: (committed) =>
        isOpen
          ? 'settle what is open and commit it; or git restore it, and decide with --conflict ours or theirs'
          : nextAfterWriting(committed, opened.repository.branch()),
    },
    writes,
    opened.repository,
    opened.files,
  );
  return isOpen ? worse(exit, Exit.findings) : exit;
}

/** Says that there is nothing to write; true where what is there waits to be committed. */
async function sayThere(
  { repository }: Opened,
  app: App,
  { chart, to, values }: UpgradeReport,
  host: Host,
): Promise<boolean> {
  const { pinnedIn } = referenceOf(app);
  const files = [...new Set([pinnedIn.file, ...values.map(({ file }) => file)])];
  const pending = await repository.uncommitted(files);
  const there = `${app.name} is at ${chart} ${to.version} already`;
  if (pending.length === 0) host.err(`${there}\n`);
  else {
    host.err(`${there}, in files that are not committed: ${pending.join(', ')}\n`);
    host.err('  = help: look at them and commit them; or git restore them, and upgrade again\n');
  }
  return pending.length > 0;
}

/** Stdout holds one thing: the diff where it is asked for, else the summary; a list of files goes with words only. */
function sayReport(
  report: UpgradeReport,
  choice: ConflictChoice,
  { args, host }: { readonly args: Arguments; readonly host: Host },
): Host {
  const format = args.text('format');
  const isDiff = args.flag('diff');
  const aside: Host = { ...host, out: (text) => host.err(text) };
  if (format === 'markdown' && !isDiff) host.out(`${upgradeMarkdown(report, choice)}\n`);
  else if (format === 'text') {
    const style = isDiff ? host.style.err : host.style.out;
    const text = `${upgradeText(report, { choice, style })}\n`;
    if (isDiff) host.err(text);
    else host.out(text);
  }
  return format === 'text' || isDiff ? host : aside;
}

function messageOf({ repo }: Opened, app: App, { plan, report }: Upgrade, choice: ConflictChoice): string {
  const fields = {
    app: app.name,
    chart: report.chart,
    from: report.from.version,
    version: report.to.version,
    namespace: app.namespace ?? app.name,
  };
  return commitMessage(repo.settings.commit['upgrade'], fields, plan.title, [
    upgradeText(report, { choice, style: { color: false, width: 80 } }).trimEnd(),
  ]);
}
