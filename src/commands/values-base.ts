import type { ChartFacts } from '../chart/chart.ts';
import type { ChartPlace } from '../chart/known-charts.ts';
import type { Plan } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import type { ChartFetcher, Host } from '../io/host.ts';
import type { App } from '../model/app.ts';
import type { ChartReference } from '../model/chart-reference.ts';
import { jsonDocument } from '../report/document.ts';
import { table } from '../report/table.ts';
import { alike, type Candidate, detectBase } from '../upgrade/detect-base.ts';
import { recordBase } from '../upgrade/record-base.ts';
import { recordedAt, releaseValues } from '../upgrade/values-place.ts';
import { Exit } from './exit.ts';
import { chartPlace, fetcherOf, type ValuesRun } from './values-run.ts';
import { commitMessage, finish, nextAfterWriting } from './write.ts';

/** Finds the version that the values of an app were made from, and records it where that is asked for. */
export async function showBase(run: ValuesRun): Promise<Exit> {
  const { args, host, opened, app } = run;
  const { reference, place } = chartPlace(run);
  const { places, notes } = releaseValues(app);
  for (const note of notes) host.err(`note: ${note}\n`);
  const text = places.find((each) => each.kind === 'text');
  if (text === undefined)
    throw new KitError('no-values', `app ${app.name} has no ConfigMap of values`, {
      help: ['values in the HelmRelease need no base: upgrade compares them with the version that runs'],
    });
  const recorded = text.resource.text(...recordedAt('chart-version'));
  if (recorded !== undefined) host.err(`note: ${recorded} is recorded in ${text.resource.file}\n`);
  const fetcher = fetcherOf(run);
  const asked = args.text('base');
  const candidates =
    asked === undefined ? await candidatesOf(text.text, { reference, place, fetcher, host }) : [];
  const [first] = candidates;
  const isDiff = args.flag('diff');
  if (asked === undefined) {
    const list = candidatesAs(args.text('format'), candidates, host);
    if (isDiff) host.err(list);
    else host.out(list);
  }
  if (!args.flag('write'))
    return first !== undefined && first.similarity >= alike ? Exit.clean : Exit.findings;
  const facts =
    asked === undefined ? wellEnough(first, app) : (await fetcher.fetch({ ...place, version: asked })).facts;
  const plan = recordBase(opened.files, text.resource, facts);
  return finish(
    plan,
    {
      dryRun: args.flag('dry-run'),
      diff: isDiff,
      commit: args.flag('commit') ? messageOf(run, plan, facts) : undefined,
      next: (committed) => nextAfterWriting(committed, opened.repository.branch()),
    },
    // Stdout holds one thing.
    isDiff || asked !== undefined ? host : { ...host, out: (line) => host.err(line) },
    opened.repository,
    opened.files,
  );
}

function messageOf({ opened, app }: ValuesRun, { title }: Plan, { name, version }: ChartFacts): string {
  const fields = { app: app.name, chart: name, version, namespace: app.namespace ?? app.name };
  return commitMessage(opened.repo.settings.commit['values'], fields, title);
}

async function candidatesOf(
  text: string,
  from: {
    readonly reference: ChartReference;
    readonly place: ChartPlace;
    readonly fetcher: ChartFetcher;
    readonly host: Host;
  },
): Promise<readonly Candidate[]> {
  const { reference, place, fetcher, host } = from;
  const { versions } = await fetcher.versions(place);
  const load = async (version: string): Promise<ChartFacts | undefined> => {
    try {
      return (await fetcher.fetch({ ...place, version })).facts;
    } catch (error) {
      if (!(error instanceof KitError)) throw error;
      host.err(`note: ${place.chart} ${version} was not compared: ${error.message}\n`);
      return undefined;
    }
  };
  return detectBase(text, versions, { range: reference.range, load });
}

/** How many are worth printing. */
const shown = 5;

function candidatesAs(format: string | undefined, candidates: readonly Candidate[], host: Host): string {
  const rounded = (similarity: number) => Math.floor(similarity * 1000) / 1000;
  if (format === 'json')
    return jsonDocument({
      candidates: candidates.map(({ version, similarity }) => ({ version, similarity: rounded(similarity) })),
    });
  const rows = candidates
    .slice(0, shown)
    .map(({ version, similarity }) => [version, `${(rounded(similarity) * 100).toFixed(1)} %`]);
  return table(['VERSION', 'THE SAME LINES'], rows, host.style.out);
}

function wellEnough(first: Candidate | undefined, { name }: App): ChartFacts {
  if (first !== undefined && first.similarity >= alike) return first.facts;
  const found =
    first === undefined
      ? 'no version could be compared'
      : `the nearest, ${first.version}, is ${(first.similarity * 100).toFixed(1)} % the same`;
  throw new KitError('no-base', `no version of the chart is near enough to the values of ${name}: ${found}`, {
    help: ['if you know which it is: --base VERSION', 'nothing was written'],
  });
}
