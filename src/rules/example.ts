import { createHash } from 'node:crypto';
import type { ChartFacts } from '../chart/chart.ts';
import { readsOf } from '../chart/chart-reads.ts';
import { type KnownCharts, noCharts } from '../chart/known-charts.ts';
import { applyChanges, type Change, type Files } from '../core/change.ts';
import type { Example, ExampleChart } from './rule.ts';

/** The clean repositories that examples change: `fixtures/golden`, and `fixtures/fleet` of a Karmada fleet. */
export type Bases = Readonly<Record<NonNullable<Example['base']>, Files>>;

/** The repository that an example is compared with; undefined where it judges a state, no change. */
export function beforeExample(bases: Bases, { title, base, before }: Example): Files | undefined {
  if (before === undefined) return undefined;
  return applyExample(bases, { title, finds: [], ...(base === undefined ? {} : { base }), ...before });
}

/** The repository that an example describes: its base with its changes; a change that does not fit is a fault of the example. */
export function applyExample(bases: Bases, example: Example): Files {
  const base = bases[example.base ?? 'golden'];
  const changed = applyChanges(base, [...replacements(base, example), ...filesChanged(example)]);
  const faults = example.faults ?? {};
  return {
    paths: () => [...new Set([...changed.paths(), ...Object.keys(faults)])].sort(),
    text: (path) => (Object.hasOwn(faults, path) ? undefined : changed.text(path)),
    fault: (path) => (Object.hasOwn(faults, path) ? faults[path] : changed.fault(path)),
  };
}

function* replacements(base: Files, { title, replace = [] }: Example): Iterable<Change> {
  for (const [path, old, now] of replace) {
    const text = base.text(path) ?? '';
    const start = text.indexOf(old);
    if (start === -1 || text.indexOf(old, start + 1) !== -1) {
      throw new Error(`example "${title}": ${JSON.stringify(old)} must occur exactly once in ${path}`);
    }
    yield { kind: 'edit', path, edits: [{ range: { start, end: start + old.length }, text: now }] };
  }
}

function* filesChanged({ create = {}, remove = [], move = [] }: Example): Iterable<Change> {
  for (const [path, text] of Object.entries(create)) yield { kind: 'create', path, text };
  for (const path of remove) yield { kind: 'delete', path };
  for (const [path, to] of move) yield { kind: 'move', path, to };
}

/** What an example knows of charts, as if the repositories had just been asked. */
export function exampleCharts({ charts = [] }: Pick<Example, 'charts'>): KnownCharts {
  if (charts.length === 0) return noCharts;
  const find = (url: string, name: string): ExampleChart | undefined =>
    charts.find((each) => each.url === url && each.chart === name);
  return {
    versions: ({ url, chart }) => {
      const found = find(url, chart);
      return found === undefined ? undefined : Object.keys(found.versions);
    },
    facts: ({ url, chart }, version) => {
      const found = find(url, chart);
      const values = found?.versions[version];
      return found === undefined || values === undefined ? undefined : factsOf(found, version, values);
    },
    names: (url) => {
      const here = charts.filter((each) => each.url === url && Object.keys(each.versions).length > 0);
      return here.map(({ chart }) => chart);
    },
    isFresh: true,
  };
}

function factsOf({ chart, schema, template }: ExampleChart, version: string, values: string): ChartFacts {
  return {
    name: chart,
    version,
    appVersion: undefined,
    values,
    valuesDigest: `sha256:${createHash('sha256').update(values).digest('hex')}`,
    valuesSchema: schema,
    hasCrds: false,
    deprecated: false,
    reads: template === undefined ? undefined : readsOf({}, new Map([['templates/all.yaml', template]])),
  };
}
