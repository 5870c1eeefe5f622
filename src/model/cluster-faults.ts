import type { Problem } from '../core/finding.ts';
import type { Data, Path } from '../yaml/node.ts';
import { pathText } from '../yaml/path-text.ts';
import { isList, isMap } from '../yaml/render.ts';
import { isClusterName } from './cluster.ts';
import { isClusterKind } from './cluster-objects.ts';
import type { Resource } from './resource.ts';

const effects: readonly Data[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** What no API server prints of a Cluster: values of another type than its fields have, names that it refuses, a name twice. */
export function* clusterFaults(resources: readonly Resource[]): Iterable<Problem> {
  const names = new Set<string>();
  for (const cluster of resources.filter(isClusterKind)) {
    const { name } = cluster;
    yield* faultsOf(cluster);
    if (name !== '' && names.has(name))
      yield { at: cluster.at('metadata', 'name'), message: `Cluster ${name} stands here a second time` };
    names.add(name);
  }
}

/** What a value must be; a phrase where it is not. */
type Check = (value: Data) => string | undefined;

const text: Check = (value) => (typeof value === 'string' ? undefined : 'a text');
const filled: Check = (value) => (typeof value === 'string' && value !== '' ? undefined : 'a text');
const effect: Check = (value) => (effects.includes(value) ? undefined : effects.join(', '));

function* faultsOf(cluster: Resource): Iterable<Problem> {
  const fault = (path: Path, expected: string): Problem => problem(cluster, path, expected);
  const name = cluster.get('metadata', 'name') ?? null;
  if (typeof name !== 'string' || !isClusterName(name))
    yield fault(['metadata', 'name'], 'at most 48 lower-case letters, digits and -');
  for (const path of [
    ['metadata', 'deletionTimestamp'],
    ['spec', 'provider'],
    ['spec', 'region'],
    ['spec', 'zone'],
  ])
    yield* checked(cluster, path, text);
  const labels = ['metadata', 'labels'];
  const map = valueAt(cluster, labels);
  if (map !== undefined && !isMap(map)) yield fault(labels, 'a map of texts');
  else for (const key of Object.keys(map ?? {})) yield* checked(cluster, [...labels, key], text);
  for (const at of yield* itemsOf(cluster, ['spec', 'zones'])) yield* required(cluster, at, filled);
  for (const at of yield* itemsOf(cluster, ['spec', 'taints'])) {
    yield* required(cluster, [...at, 'key'], filled);
    yield* checked(cluster, [...at, 'value'], text);
    yield* required(cluster, [...at, 'effect'], effect);
  }
  for (const at of yield* itemsOf(cluster, ['status', 'apiEnablements'])) {
    yield* required(cluster, [...at, 'groupVersion'], filled);
    for (const kind of yield* itemsOf(cluster, [...at, 'resources']))
      yield* required(cluster, [...kind, 'kind'], filled);
  }
}

function* checked(cluster: Resource, path: Path, check: Check): Iterable<Problem> {
  if (valueAt(cluster, path) !== undefined) yield* required(cluster, path, check);
}

function* required(cluster: Resource, path: Path, check: Check): Iterable<Problem> {
  const expected = check(cluster.get(...path) ?? null);
  if (expected !== undefined) yield problem(cluster, path, expected);
}

/** The paths of a list's items. */
function* itemsOf(cluster: Resource, path: Path): Generator<Problem, readonly Path[]> {
  const list = valueAt(cluster, path);
  if (list === undefined) return [];
  if (isList(list)) return list.map((_, index) => [...path, index]);
  yield problem(cluster, path, 'a list');
  return [];
}

/** Null is what a field has that is not set. */
function valueAt(cluster: Resource, path: Path): Data | undefined {
  return cluster.get(...path) ?? undefined;
}

function problem(cluster: Resource, path: Path, expected: string): Problem {
  const { name } = cluster;
  const value = cluster.get(...path);
  const shown = value === undefined ? 'missing' : JSON.stringify(value).slice(0, 60);
  const message = `Cluster${name === '' ? '' : ` ${name}`}: ${pathText(path)} is ${shown}; expected ${expected}`;
  return { at: cluster.at(...path), message };
}
