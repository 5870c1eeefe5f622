import { knownValues } from '../../chart/known-values.ts';
import { type ValueFlaw, valueFlaws } from '../../chart/value-flaws.ts';
import type { Location } from '../../core/finding.ts';
import { once } from '../../core/once.ts';
import { didYouMean } from '../../core/suggest.ts';
import type { Fleet } from '../../fleet/fleet.ts';
import { pointerTo } from '../../fleet/json-pointer.ts';
import { dataOf } from '../../model/effective-values.ts';
import { valuesOf } from '../../model/values-sources.ts';
import { fieldName, valueAt } from '../../schema/data-path.ts';
import type { Data, MapNode } from '../../yaml/node.ts';
import { readYaml } from '../../yaml/read.ts';
import { flowText } from '../../yaml/render.ts';
import { podinfoCharts } from '../chart-examples.ts';
import { readByOtherCharts } from '../chart-values.ts';
import { declaredHere, named } from '../named.ts';
import { type OverriddenValues, overriddenValues, type ValueWrite } from '../overridden-values.ts';
import { overrideFacts } from '../override-facts.ts';
import { clustersText, fleetIn } from '../placed.ts';
import type { Rule, RuleContext } from '../rule.ts';

const policy = 'podinfo/overridepolicy-podinfo.yaml';
const written =
  '              - subPath: /replicaCount\n                operator: replace\n                value: 3';
const adds = (path: string, value: string): string =>
  `              - subPath: ${path}\n                operator: add\n                value: ${value}`;
const template = '{{ .Values.replicaCount }} {{ .Values.ui.color }} {{ toYaml .Values.resources }}';
const charts = podinfoCharts({ '6.14.1': ['', ''] }, { template });

export const unknownValue: Rule = {
  id: 'fleet/unknown-value',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An override sets a value under a key that the chart does not know.',
  why: `Helm takes any key, and Karmada adds any: a key misspelt changes nothing on the cluster, where everybody thinks that
it does. Charts are judged as by \`values/unknown-key\`, by the same knowledge, and only what the override brings: a key that all
clusters have is a finding of the ConfigMap.`,
  examples: [
    {
      title: 'a key misspelt',
      base: 'fleet',
      charts,
      replace: [[policy, written, adds('/replicaCnt', '3')]],
      finds: [
        'for member1, OverridePolicy podinfo sets replicaCnt, which podinfo 6.14.1 does not know; did you mean replicaCount?',
      ],
    },
    {
      title: 'a key in a mapping',
      base: 'fleet',
      charts,
      replace: [
        [
          policy,
          written,
          '              - subPath: /ui\n                operator: replace\n                value:\n                  colour: red',
        ],
      ],
      finds: [
        'for member1, OverridePolicy podinfo sets ui.colour, which podinfo 6.14.1 does not know; did you mean color?',
      ],
    },
    {
      title: 'a mapping that the templates hand on as it is',
      base: 'fleet',
      charts,
      replace: [[policy, written, adds('/resources/limits', '{ memory: 64Mi }')]],
      finds: [],
    },
    { title: 'a key that the chart knows', base: 'fleet', charts, finds: [] },
  ],
  *check(context) {
    const fleet = fleetIn(context);
    if (fleet === undefined) return;
    for (const { write, flaw, at, of, clusters } of unknownIn(fleet, context)) {
      const { resource } = write.operation.policy;
      const { path, near, key } = flaw;
      yield {
        at,
        object: resource.object,
        message: `for ${clustersText([...clusters].sort())}, ${named(resource)} sets ${fieldName(path)}, which ${of.facts.name} ${of.facts.version} does not know${near === undefined ? '' : didYouMean(key.text, [near])}`,
        help:
          near === undefined
            ? 'no template asks for it: remove it, or write it where the chart looks for it'
            : `write ${fieldName([...path.slice(0, -1), near])}, or remove it`,
        related: [declaredHere(of.release.resource)],
      };
    }
  },
};

type Unknown = Extract<ValueFlaw, { kind: 'unknown' }>;

interface Found {
  readonly write: ValueWrite;
  readonly flaw: Unknown;
  readonly at: Location;
  /** The first release. */
  readonly of: OverriddenValues;
  readonly clusters: Set<string>;
}

function unknownIn(fleet: Fleet, { repo, charts: known, schemas }: RuleContext): Iterable<Found> {
  const found = new Map<string, Found>();
  const shared = once(() => readByOtherCharts(repo, known));
  const failing = once(
    () => new Set(overrideFacts(fleet, schemas).failures.map(({ operation }) => operation)),
  );
  for (const of of overriddenValues(fleet, repo, known)) {
    const { release, view } = of.charted;
    const before = once(() => dataOf(valuesOf(release, view, repo.files).values));
    const isThere = (path: readonly string[]): boolean => valueAt(before(), path) !== undefined;
    const set = new Set(of.writes.map(({ path }) => pointerTo(path)));
    for (const write of of.writes) {
      for (const flaw of flawsOf(write, of, isThere)) {
        if (failing().has(write.operation) || isThere(flaw.path)) continue;
        if (write.text?.kind === 'scalar' && shared().has(write.text)) continue;
        const at = placeOf(write, flaw);
        const key = `${at.file} ${at.range.start} ${pointerTo(flaw.path)} ${of.facts.name} ${of.facts.version}`;
        const first = found.get(key);
        if (first === undefined) {
          const beside = flaw.near === undefined ? '' : pointerTo([...flaw.path.slice(0, -1), flaw.near]);
          // Who sets that key too meant another one.
          const said = set.has(beside) ? { ...flaw, near: undefined } : flaw;
          found.set(key, { write, flaw: said, at, of, clusters: new Set(of.clusters) });
        } else for (const cluster of of.clusters) first.clusters.add(cluster);
      }
    }
  }
  return found.values();
}

function flawsOf(
  { operation, path, value }: ValueWrite,
  { facts }: OverriddenValues,
  isSet: (path: readonly string[]) => boolean,
): Unknown[] {
  if (value === undefined) return [];
  const now = knownValues(facts);
  return valueFlaws(asMap(path, value), { now, base: undefined, isSet }).filter(
    (flaw): flaw is Unknown =>
      // What is replaced was there, and what is added has a parent: else the operation fails.
      flaw.kind === 'unknown' && flaw.path.length >= path.length + (operation.operator === 'add' ? 0 : 1),
  );
}

/** A value as if it stood in values of its own. */
function asMap(path: readonly string[], value: Data): MapNode {
  const all = path.reduceRight<Data>((inner, key) => Object.fromEntries([[key, inner]]), value);
  const root = readYaml(flowText(all, true), { purpose: 'values' }).documents[0]?.root;
  return root?.kind === 'map' ? root : { kind: 'map', flow: true, entries: [], start: 0, end: 0 };
}

/** The key, where it stands in the value; else the path of the operation that has it. */
function placeOf({ operation, path, text }: ValueWrite, flaw: Unknown): Location {
  const { inner, path: entry, policy: of } = operation;
  if (text !== undefined && inner === undefined) return of.resource.at(...entry, 'value');
  if (flaw.path.length > path.length)
    return of.resource.keyAt(...entry, 'value', ...flaw.path.slice(path.length));
  return of.resource.at(...entry, inner === undefined ? 'path' : 'subPath');
}
