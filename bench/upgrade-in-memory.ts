import { createHash } from 'node:crypto';
import type { ChartFacts } from '../src/chart/chart.ts';
import { applyChanges } from '../src/core/change.ts';
import { KitError } from '../src/core/errors.ts';
import { compareVersions, parseVersion } from '../src/core/version.ts';
import { packagedSchemas } from '../src/io/assets.ts';
import { lint } from '../src/lint/lint.ts';
import { mergeData } from '../src/merge/merge-data.ts';
import type { App } from '../src/model/app.ts';
import { type ChartReference, chartOf } from '../src/model/chart-reference.ts';
import { readRepo } from '../src/model/read-repo.ts';
import type { Repo } from '../src/model/repo.ts';
import { rules } from '../src/rules/registry.ts';
import { addedFindings } from '../src/scaffold/added-findings.ts';
import { apiSchemas } from '../src/schema/api-schemas.ts';
import { readConfig } from '../src/schema/config.ts';
import { conflictsOf } from '../src/upgrade/report.ts';
import { planUpgrade, type Upgrade } from '../src/upgrade/upgrade.ts';
import { releaseValues } from '../src/upgrade/values-place.ts';
import { toData } from '../src/yaml/data.ts';
import type { Data } from '../src/yaml/node.ts';
import { readYaml } from '../src/yaml/read.ts';
import { isSameData } from '../src/yaml/same-data.ts';
import { filesOfBytes } from './lint-in-memory.ts';

/** One app, brought from the version that its values are nearest to, to another. */
export interface Trial {
  readonly app: string;
  readonly from: string;
  readonly to: string;
  readonly state: 'clean' | 'conflicts' | 'partial' | 'lines' | 'refused' | 'failed';
  readonly words: string;
}

/** The charts at hand: name -> version -> values.yaml. */
export type Charts = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Upgrades every app of a repository whose chart is at hand to each version that is newer than its values. */
export function* trialsOf(
  entries: ReadonlyMap<string, Uint8Array | undefined>,
  charts: Charts,
): Iterable<Trial> {
  const files = filesOfBytes(entries);
  const { settings } = readConfig(files, rules);
  const repo = readRepo(files, settings);
  const before = judged(repo);
  const tried = new Set<unknown>();
  for (const app of repo.apps) {
    const { helmRelease } = app;
    if (helmRelease === undefined || tried.has(helmRelease)) continue;
    tried.add(helmRelease);
    const chart = chartOf(helmRelease, app.view);
    const versions = chart === undefined ? undefined : charts.get(chart.name);
    if (chart === undefined || versions === undefined) continue;
    const sorted = [...versions.keys()].sort((a, b) => compareVersions(parsed(a), parsed(b)));
    const base = nearest(app, versions) ?? sorted[0] ?? '';
    for (const to of sorted.slice(sorted.indexOf(base))) {
      const order = { base: facts(chart, base, versions), theirs: facts(chart, to, versions) };
      const outcome = attempt(() => {
        const upgrade = planUpgrade({ repo, app, chart, ...order, range: undefined, choice: 'ours' });
        return judgement(repo, before, app, order, upgrade);
      });
      yield { app: app.name, from: base, to, ...outcome };
    }
  }
}

function parsed(version: string) {
  const found = parseVersion(version);
  if (found === undefined) throw new Error(`${version} is no version`);
  return found;
}

function facts({ name }: ChartReference, version: string, versions: ReadonlyMap<string, string>): ChartFacts {
  const values = versions.get(version) ?? '';
  const valuesDigest = `sha256:${createHash('sha256').update(values).digest('hex')}`;
  return {
    ...{ name, version, values, valuesDigest, appVersion: undefined, valuesSchema: undefined },
    ...{ hasCrds: false, deprecated: false },
  } as ChartFacts;
}

/** The version whose lines the values share the most of. */
function nearest(app: App, versions: ReadonlyMap<string, string>): string | undefined {
  const text = releaseValues(app).places.find(({ kind }) => kind === 'text');
  if (text?.kind !== 'text') return undefined;
  const own = new Set(text.text.split('\n'));
  const share = (values: string): number => {
    const lines = values.split('\n');
    return lines.filter((line) => own.has(line)).length / Math.max(lines.length, own.size);
  };
  return [...versions].sort(([, a], [, b]) => share(b) - share(a))[0]?.[0];
}

function judgement(
  repo: Repo,
  before: ReturnType<typeof judged>,
  app: App,
  { base, theirs }: { readonly base: ChartFacts; readonly theirs: ChartFacts },
  { plan, report }: Upgrade,
): Pick<Trial, 'state' | 'words'> {
  const failed = (words: string) => ({ state: 'failed', words }) as const;
  if (report.values.some(({ kind }) => kind === 'lines')) {
    const why = report.values.map((place) => (place.kind === 'lines' ? place.why : '')).join('');
    return plan.changes.length === 1 ? { state: 'lines', words: why } : failed('more than the side file');
  }
  const after = readRepo(applyChanges(repo.files, plan.changes), repo.settings);
  const touched = new Set(plan.changes.map(({ path }) => path));
  const [worse] = addedFindings(before, judged(after), touched).filter(
    ({ severity }) => severity === 'error',
  );
  if (worse !== undefined) return failed(`${worse.rule}: ${worse.message}`);
  const now = after.apps.find(
    ({ name, view, helmRelease }) =>
      name === app.name && view.root === app.view.root && helmRelease?.file === app.helmRelease?.file,
  );
  if (now === undefined) return failed('the app is gone');
  const partial = report.values.some((place) => place.kind === 'merged' && place.partial);
  for (const [at, place] of releaseValues(app).places.entries()) {
    const merged = releaseValues(now).places[at];
    if (place.kind !== 'text' || merged?.kind !== 'text' || partial) continue;
    const wanted = mergeData(dataOf(base.values ?? ''), dataOf(place.text), dataOf(theirs.values ?? ''));
    if (!isSameData(wanted.ours ?? {}, dataOf(merged.text))) return failed('reads back otherwise');
    if (conflictsOf(report).length !== wanted.conflicts.length) return failed('other conflicts');
    if (base.version === theirs.version && merged.text !== place.text) return failed('changed by nothing');
  }
  const count = conflictsOf(report).length;
  if (partial) return { state: 'partial', words: `${count} conflicts` };
  return count > 0 ? { state: 'conflicts', words: `${count}` } : { state: 'clean', words: '' };
}

function dataOf(text: string): Data {
  const root = readYaml(text.replaceAll('\r\n', '\n'), { purpose: 'values' }).documents[0]?.root;
  return root === undefined ? {} : toData(root, 'kubectl');
}

function attempt(act: () => Pick<Trial, 'state' | 'words'>): Pick<Trial, 'state' | 'words'> {
  try {
    return act();
  } catch (error) {
    if (error instanceof KitError) return { state: 'refused', words: `${error.code}: ${error.message}` };
    return { state: 'failed', words: error instanceof Error ? (error.stack ?? '') : String(error) };
  }
}

function judged(repo: Repo) {
  return lint(repo, { settings: repo.settings, rules, schemas: apiSchemas(packagedSchemas, repo) });
}
