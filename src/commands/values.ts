import type { ChartFacts } from '../chart/chart.ts';
import type { Files } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { escapeLine } from '../core/escape.ts';
import type { Location } from '../core/finding.ts';
import { positions } from '../core/text.ts';
import { clusterValues } from '../fleet/cluster-values.ts';
import { fleetApps } from '../fleet/fleet-apps.ts';
import { requirementsOf } from '../fleet/requirements.ts';
import type { Host } from '../io/host.ts';
import { dataOf, type EffectiveValues, leavesOf } from '../model/effective-values.ts';
import { valuesOf } from '../model/values-sources.ts';
import { jsonDocument } from '../report/document.ts';
import { printable } from '../report/printable.ts';
import { objectTitle } from '../report/rendered.ts';
import { shownValue } from '../report/shown-value.ts';
import { table } from '../report/table.ts';
import { mayBePatched } from '../rules/patched.ts';
import { baseOf } from '../upgrade/base.ts';
import { type ChangedValue, changedText, changedValues } from '../upgrade/changed-values.ts';
import { toData } from '../yaml/data.ts';
import type { Data } from '../yaml/node.ts';
import { pathText } from '../yaml/path-text.ts';
import { readYaml } from '../yaml/read.ts';
import { blockLines, isMap } from '../yaml/render.ts';
import { clustersOption } from './clusters-file.ts';
import type { Arguments, Command } from './command.ts';
import { Exit } from './exit.ts';
import { askedCluster, askedFleetApp, simulatedFleet } from './fleet-run.ts';
import { openRepository } from './open.ts';
import { writeOptions } from './options.ts';
import { sayUnread } from './unread.ts';
import { showBase } from './values-base.ts';
import { chartPlace, fetcherOf, type ValuesRun } from './values-run.ts';
import { askedApps, whichApp } from './which-app.ts';

const modes = ['changed', 'effective', 'detect-base', 'cluster'] as const;
const what = 'What to show';

export const valuesCommand: Command = {
  name: 'values',
  describe: 'show the values of an app: changed, effective',
  positionals: [{ name: 'name', describe: 'the app', required: true }],
  options: {
    changed: {
      type: 'boolean',
      describe: "what you changed in the chart's values, as a values file; the default",
      group: what,
    },
    effective: {
      type: 'boolean',
      describe:
        'what Flux gives to Helm: ConfigMaps, inline values and targetPath merged; Secrets by name only',
      group: what,
    },
    cluster: {
      type: 'string',
      describe: 'what Helm is given on this member of the fleet: what arrives there, after overrides',
      group: what,
      value: 'NAME',
    },
    'detect-base': {
      type: 'boolean',
      describe: 'find the version of the chart that the values were made from',
      group: what,
    },
    write: {
      type: 'boolean',
      describe: 'with --detect-base: record it in the annotations of the ConfigMap',
      group: 'Writing',
    },
    base: {
      type: 'string',
      describe: 'the version that the values were made from, where it is not recorded or not found',
      group: what,
      value: 'VERSION',
    },
    ...whichApp,
    ...clustersOption,
    offline: { type: 'boolean', describe: 'use charts of the cache only', group: what },
    format: {
      type: 'string',
      choices: ['yaml', 'table', 'json'],
      default: 'yaml',
      describe: 'a values file, or each value with the place where it is set',
      group: 'Output',
      value: 'FORMAT',
    },
    ...writeOptions,
    commit: { type: 'boolean', describe: 'commit what --write wrote', group: 'Writing' },
  },
  examples: [
    ['gitops-kit values podinfo', "your changes to the chart's values, as a minimal values file"],
    ['gitops-kit values podinfo --changed --format table', 'the same with defaults and places'],
    ['gitops-kit values podinfo --effective', 'what Helm is given in the end'],
    [
      'gitops-kit values podinfo --cluster member1 --format table',
      'the same on a member of the fleet, with places',
    ],
    ['gitops-kit values podinfo --detect-base --write', 'find and record what the values were made from'],
  ],
  run: runValues,
};

async function runValues(args: Arguments, host: Host): Promise<Exit> {
  const mode = modeOf(args);
  const opened = await openRepository(host);
  const name = args.text('name') ?? '';
  if (mode === 'cluster') return showOnCluster(name, { args, host, opened });
  const isPartial = sayUnread(opened.repo, host);
  const [app] = askedApps(opened.repo, name, args);
  const release = app?.helmRelease;
  if (app === undefined || release === undefined)
    throw new KitError('no-release', `app ${name} has no HelmRelease`, { help: ['gitops-kit list'] });
  const run = { args, host, opened, app, release };
  const show = { effective: showEffective, changed: showChanged, 'detect-base': showBase }[mode];
  const exit = await show(run);
  return isPartial && exit === Exit.clean && !args.flag('write') ? Exit.findings : exit;
}

function modeOf(args: Arguments): (typeof modes)[number] {
  const [mode = 'changed', ...others] = modes.filter((each) =>
    each === 'cluster' ? args.given(each) : args.flag(each),
  );
  const wrong = (message: string) =>
    new KitError('bad-option', message, { help: ['gitops-kit values --help'] });
  if (others.length > 0) throw wrong(`--${mode} and --${others[0]} exclude each other`);
  const stray = ['write', 'dry-run', 'diff'].find((name) => args.flag(name));
  if (stray !== undefined && !(mode === 'detect-base' && args.flag('write')))
    throw wrong(`--${stray} goes with --detect-base${stray === 'write' ? '' : ' --write'}`);
  if (mode !== 'cluster' && args.given('clusters')) throw wrong('--clusters goes with --cluster');
  if ((mode === 'effective' || mode === 'cluster') && args.given('base'))
    throw wrong('--base goes with --changed and --detect-base');
  return mode;
}

function showEffective(run: ValuesRun): Exit {
  const { args, host, opened } = run;
  return showValues(effectiveOf(run), { args, host, files: opened.files });
}

function showOnCluster(
  name: string,
  { args, host, opened }: Pick<ValuesRun, 'args' | 'host' | 'opened'>,
): Exit {
  const { repo, files } = opened;
  const isPartial = sayUnread(repo, host);
  const fleet = simulatedFleet(args, host, repo);
  const cluster = askedCluster(args, fleet);
  const app = askedFleetApp(fleetApps(fleet, requirementsOf(fleet, repo)), name);
  if (app.main.kind !== 'HelmRelease')
    throw new KitError('no-release', `app ${name} has no HelmRelease`, { help: ['gitops-kit list'] });
  const effective = clusterValues(fleet, app.main, cluster, files);
  if (effective !== undefined) {
    const exit = showValues(effective, { args, host, files });
    return isPartial ? Exit.findings : exit;
  }
  host.err(`${escapeLine(`${objectTitle(app.main)} does not arrive on ${cluster}`)}\n`);
  host.err(`${escapeLine(`  = help: gitops-kit why ${name} --cluster ${cluster}`)}\n`);
  return Exit.findings;
}

/** All values, in the form that was asked for. */
function showValues(
  effective: EffectiveValues,
  { args, host, files }: Pick<ValuesRun, 'args' | 'host'> & { readonly files: Files },
): Exit {
  sayGaps(effective, host);
  const leaves = [...leavesOf(effective.values)];
  const { unseen, faults } = effective;
  const format = args.text('format');
  if (format === 'json') {
    const origins = leaves.map(({ path, value }) => ({ path: pathText(path), ...placeOf(value.at, files) }));
    host.out(jsonDocument({ values: printable(dataOf(effective.values)), origins, unseen, faults }));
  } else if (format === 'table') {
    const rows = leaves.map(({ path, value }) => [
      pathText(path),
      shownValue(path, dataOf(value)),
      placeText(value.at, files),
    ]);
    host.out(table(['VALUE', 'IS', 'SET IN'], rows, host.style.out));
  } else {
    host.out(yamlOf(dataOf(effective.values)));
  }
  return faults.length > 0 ? Exit.findings : Exit.clean;
}

/** The values as the files have them; patches are not applied, and what they aim at is named. */
function effectiveOf({ opened: { repo, files }, app: { view }, release }: ValuesRun): EffectiveValues {
  const effective = valuesOf(release, view, files);
  const holders = view.references
    .filter(({ role, from }) => role === 'values' && from === release)
    .flatMap(({ kind, namespace, name }) => view.find(kind, namespace, name) ?? []);
  const patched = [...new Set([release, ...holders])].filter((each) => mayBePatched(repo, each));
  const words = patched.map(({ kind, name }) => `a patch of kustomize aims at ${kind} ${name}`);
  return { ...effective, unseen: [...effective.unseen, ...words] };
}

/** What is not in the output is said beside it. */
function sayGaps({ unseen, faults }: EffectiveValues, host: Host): void {
  for (const each of unseen) host.err(`note: ${each}: it may set more\n`);
  for (const each of faults) host.err(`Flux stops here: ${each}\n`);
}

async function showChanged(run: ValuesRun): Promise<Exit> {
  const { args, host, opened, app } = run;
  const { reference, place } = chartPlace(run);
  const base = baseOf(app, reference, args.text('base'));
  const { facts, notes } = await fetcherOf(run).fetch({ ...place, version: base.version });
  base.check(facts);
  for (const note of [...base.notes(facts), ...notes]) host.err(`note: ${note}\n`);
  const effective = effectiveOf(run);
  sayGaps(effective, host);
  const changed = changedValues(effective.values, defaultsOf(facts));
  host.err(
    `${app.name}: ${changed.length === 1 ? '1 value differs' : `${changed.length} values differ`} from ${facts.name} ${facts.version}\n`,
  );
  host.out(changedAs(args.text('format'), changed, { facts, files: opened.files, host }));
  return effective.faults.length > 0 ? Exit.findings : Exit.clean;
}

function changedAs(
  format: string | undefined,
  changed: readonly ChangedValue[],
  { facts, files, host }: { readonly facts: ChartFacts; readonly files: Files; readonly host: Host },
): string {
  if (format === 'json') {
    const values = changed.map(({ path, before, after, at }) => ({
      path: pathText(path),
      default: before === undefined ? undefined : printable(before),
      value: printable(after),
      ...placeOf(at, files),
    }));
    return jsonDocument({ chart: facts.name, version: facts.version, changed: values });
  }
  if (format !== 'table') return changedText(changed, files, facts.values ?? '');
  const rows = changed.map(({ path, before, after, at }) => [
    pathText(path),
    shownValue(path, before),
    shownValue(path, after),
    placeText(at, files),
  ]);
  return table(['VALUE', 'DEFAULT', 'YOURS', 'SET IN'], rows, host.style.out);
}

function defaultsOf({ values = '' }: ChartFacts): Data {
  const root = readYaml(values, { purpose: 'values' }).documents[0]?.root;
  return root === undefined ? {} : toData(root, 'kubectl');
}

function yamlOf(data: Data): string {
  if (!isMap(data) || Object.keys(data).length === 0) return '{}\n';
  return blockLines(data, { step: 2, dash: 2, blocks: 'any' })
    .map((line) => `${line}\n`)
    .join('');
}

function placeOf({ file, range }: Location, files: Files): { readonly file: string; readonly line: number } {
  return { file, line: positions(files.text(file) ?? '')(range.start).line };
}

function placeText(at: Location, files: Files): string {
  const { file, line } = placeOf(at, files);
  return `${file}:${line}`;
}
