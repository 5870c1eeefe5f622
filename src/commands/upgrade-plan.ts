import { isDeepStrictEqual } from 'node:util';
import { appChart } from '../chart/app-chart.ts';
import { chooseVersion } from '../chart/choose-version.ts';
import { onlyChart } from '../chart/known-charts.ts';
import { valuesSchema } from '../chart/values-schema.ts';
import { KitError } from '../core/errors.ts';
import { positions } from '../core/text.ts';
import { compareVersions, parseVersion } from '../core/version-range.ts';
import { packagedSchemas } from '../io/assets.ts';
import type { ChartFetcher, Host } from '../io/host.ts';
import { lint } from '../lint/lint.ts';
import type { ConflictChoice } from '../merge/values-merge.ts';
import type { App } from '../model/app.ts';
import { type ChartReference, chartOf } from '../model/chart-reference.ts';
import { valuesBroken } from '../rules/fleet/values-broken.ts';
import { declaredHere } from '../rules/named.ts';
import { schemaBroken } from '../rules/values/schema-broken.ts';
import { apiSchemas } from '../schema/api-schemas.ts';
import { baseOf } from '../upgrade/base.ts';
import type { UpgradeReport } from '../upgrade/report.ts';
import { planUpgrade, type Upgrade, type UpgradeOrder } from '../upgrade/upgrade.ts';
import { repoAfter } from './app-change.ts';
import type { Arguments } from './command.ts';
import type { Opened } from './open.ts';

/** What an upgrade is asked for, and where charts come from. */
export interface UpgradeRun {
  readonly args: Arguments;
  readonly host: Host;
  readonly fetcher: ChartFetcher;
}

/** Fetches the chart at both versions and plans what is to be done; what is worth a note is said on the way. */
export async function plannedUpgrade(
  { repo }: Opened,
  app: App,
  choice: ConflictChoice,
  { args, host, fetcher }: UpgradeRun,
): Promise<Upgrade> {
  const reference = referenceOf(app);
  const { name, range } = reference;
  const site = appChart(app)?.source;
  if (site?.kind !== 'known')
    throw new KitError('unknown-source', `the chart of ${app.name} cannot be upgraded: ${site?.why}`);
  const { place } = site;
  const wanted = baseOf(app, reference, args.text('base'));
  const to = args.text('to');
  const [old, newest] = await Promise.all([
    fetcher.fetch({ ...place, version: wanted.version }),
    fetcher.fetch({ ...place, version: args.flag('within') ? range : to }),
  ]);
  wanted.check(old.facts);
  // Nobody goes back without saying so.
  const isOlder = to === undefined && isBefore(newest.facts.version, old.facts.version);
  const theirs = isOlder ? old.facts : newest.facts;
  const notes = [
    ...wanted.notes(old.facts),
    ...new Set([...old.notes, ...newest.notes]),
    ...(isOlder
      ? [
          `the newest version to take, ${newest.facts.version}, is older than ${theirs.version}: --to goes back`,
        ]
      : []),
  ];
  const order = {
    repo,
    app,
    chart: reference,
    base: old.facts,
    theirs,
    range: to === undefined || isSameVersion(to, theirs.version) ? undefined : to,
    choice,
  };
  const upgrade = planUpgrade(order);
  const { range: pin } = upgrade.report.to;
  if (to !== undefined && pin !== undefined && pin === range) {
    const { versions } = await fetcher.versions(place);
    const taken = chooseVersion(versions, pin, name).chosen.version;
    if (isBefore(theirs.version, taken))
      notes.push(`Flux takes ${taken}, the newest in ${pin}; to hold it at ${theirs.version}, pin that`);
  }
  for (const note of notes) host.err(`note: ${note}\n`);
  const isText = choice === 'markers' || upgrade.report.values.some(({ kind }) => kind === 'lines');
  return isText ? upgrade : { ...upgrade, report: { ...upgrade.report, schema: schemaOf(order, upgrade) } };
}

/** What Helm would refuse of the values, and of what overrides make of them on a cluster, by the chart's new schema. */
function schemaOf({ repo, app, theirs }: UpgradeOrder, { plan }: Upgrade): UpgradeReport['schema'] {
  if (theirs.valuesSchema === undefined) return { faults: [], notes: [] };
  if (valuesSchema(theirs) === undefined) {
    const why = 'it refers to another document, would take too long, or is none';
    return { faults: [], notes: [`the values were not held against the chart's values.schema.json: ${why}`] };
  }
  const after = repoAfter(repo, plan);
  const charts = onlyChart(theirs);
  const schemas = apiSchemas(packagedSchemas, after);
  const { findings, files } = lint(after, {
    settings: repo.settings,
    rules: [schemaBroken, valuesBroken],
    schemas,
    charts,
  });
  // Another cluster of the repository may have a release of the same name.
  const release = after.resources.find(
    ({ file, object }) =>
      file === app.helmRelease?.file && isDeepStrictEqual(object, app.helmRelease?.object),
  );
  const here = release === undefined ? undefined : declaredHere(release);
  const own = findings.filter(
    ({ object, related }) =>
      isDeepStrictEqual(object, release?.object) || related?.some((each) => isDeepStrictEqual(each, here)),
  );
  return {
    faults: own.map(({ at: { file, range }, message }) => {
      const { line } = positions(files.text(file) ?? '')(range.start);
      return `${file}:${line}: ${message}`;
    }),
    notes: [],
  };
}

function isBefore(one: string, other: string): boolean {
  const [a, b] = [parseVersion(one), parseVersion(other)];
  return a !== undefined && b !== undefined && compareVersions(a, b) < 0;
}

function isSameVersion(one: string, other: string): boolean {
  const [a, b] = [parseVersion(one), parseVersion(other)];
  return /^v?\d+\.\d+\.\d+/.test(one) && a !== undefined && b !== undefined && compareVersions(a, b) === 0;
}

/** The chart of an app. Throws KitError `no-chart`. */
export function referenceOf(app: App): ChartReference {
  const reference = app.helmRelease === undefined ? undefined : chartOf(app.helmRelease, app.view);
  if (reference !== undefined) return reference;
  throw new KitError('no-chart', `app ${app.name} has no HelmRelease whose chart is known here`, {
    help: ['see what there is: gitops-kit list'],
  });
}
