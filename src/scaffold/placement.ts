import { KitError } from '../core/errors.ts';
import { unknownCluster } from '../fleet/clusters.ts';
import type { DataMap, PropagationPolicy } from '../fleet/policy.ts';
import { isClusterName, type KnownClusters } from '../model/cluster.ts';
import type { DataEdit } from '../yaml/edit-checked.ts';
import type { Data } from '../yaml/node.ts';
import { isList, isMap } from '../yaml/render.ts';

/** Where an app is to run. */
export type Wish =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'labels'; readonly labels: Readonly<Record<string, string>> };

/** Where a policy takes its objects: what apps share goes everywhere where they describe their clusters differently. */
export type Reach = Wish | { readonly kind: 'everywhere' };

/**
 * A wish from the words of `--clusters` or `--labels`, each of which may hold several with commas between.
 * @throws KitError `bad-option`, `no-such-cluster`
 */
export function wishOf(
  given: { readonly clusters: readonly string[]; readonly labels: readonly string[] },
  known: KnownClusters,
): Wish {
  if (given.clusters.length + given.labels.length === 0) throw nowhereSaid(known);
  if (given.clusters.length > 0 && given.labels.length > 0)
    throw new KitError(
      'bad-option',
      '--clusters and --labels do not go together: clusters are named or described',
    );
  return given.labels.length > 0 ? labelWish(given.labels) : nameWish(given.clusters, known);
}

function nowhereSaid({ clusters }: KnownClusters): KitError {
  const names = clusters.slice(0, 2).map(({ name }) => name);
  return new KitError('bad-option', 'on which clusters? expected --clusters NAME,… or --labels KEY=VALUE', {
    help: [`as in --clusters ${names.length === 0 ? 'member1' : names.join(',')}`],
  });
}

function nameWish(words: readonly string[], known: KnownClusters): Wish {
  const names = [...new Set(partsOf(words))];
  if (names.length === 0) throw new KitError('bad-option', '--clusters names no cluster');
  const there = known.clusters.map(({ name }) => name);
  for (const name of names) {
    if (known.from !== 'names' && !there.includes(name))
      throw new KitError('no-such-cluster', unknownCluster(name, known), {
        help: [`the clusters are ${there.join(', ')}`, 'a new one: gitops-kit import-clusters FILE'],
      });
    if (!isClusterName(name))
      throw new KitError(
        'bad-name',
        `cluster name ${name} is none that Karmada takes; expected a DNS label of at most 48 characters`,
      );
  }
  return { kind: 'names', names };
}

const label = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

function labelWish(words: readonly string[]): Wish {
  const labels = partsOf(words).map((word): [string, string] => {
    const at = word.indexOf('=');
    const [key, value] = at === -1 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
    const name = key.slice(key.lastIndexOf('/') + 1);
    const isLabel = label.test(name) && (value === '' || (value !== undefined && label.test(value)));
    if (isLabel && value !== undefined) return [key, value];
    throw new KitError('bad-option', `--labels ${word} is no label; expected KEY=VALUE, as env=production`);
  });
  if (labels.length === 0) throw new KitError('bad-option', '--labels names no label');
  const given = new Map<string, string>();
  for (const [key, value] of labels) {
    const other = given.get(key);
    if (other !== undefined && other !== value)
      throw new KitError('bad-option', `--labels: ${key} is given twice, as ${other} and as ${value}`, {
        help: ['a cluster has one value of a label: place the app by --clusters instead'],
      });
    given.set(key, value);
  }
  return { kind: 'labels', labels: Object.fromEntries(labels) };
}

function partsOf(words: readonly string[]): string[] {
  return words
    .flatMap((word) => word.split(','))
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** For messages: `member1, member2`, `env=production`. */
export function wishInWords(wish: Reach): string {
  if (wish.kind === 'everywhere') return 'every cluster';
  if (wish.kind === 'names') return wish.names.join(', ');
  return Object.entries(wish.labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}

/** The clusters that a wish means, as far as they are known. */
export function wishedClusters(wish: Wish, { clusters }: Pick<KnownClusters, 'clusters'>): string[] {
  if (wish.kind === 'names') return [...wish.names];
  const isMeant = ({ labels }: { readonly labels: Readonly<Record<string, string>> }): boolean =>
    Object.entries(wish.labels).every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
  return clusters.filter(isMeant).map(({ name }) => name);
}

/** The clusters that a placement names and nothing else; undefined where it says more, or something else. */
export function namesOf({ placement }: Pick<PropagationPolicy, 'placement'>): readonly string[] | undefined {
  const said = simple(placement);
  return said?.labels === undefined ? said?.names : undefined;
}

/** Whether a placement chooses every cluster. */
export function choosesAll({ placement }: Pick<PropagationPolicy, 'placement'>): boolean {
  const said = simple(placement);
  return said !== undefined && said.names === undefined && said.labels === undefined;
}

/** Whether a placement says exactly what is wished. */
export function says({ placement }: Pick<PropagationPolicy, 'placement'>, wish: Reach): boolean {
  const said = simple(placement);
  if (said === undefined) return false;
  if (wish.kind === 'everywhere') return choosesAll({ placement });
  if (wish.kind === 'names') return said.labels === undefined && isSameSet(said.names ?? [], wish.names);
  if (said.names !== undefined || said.labels === undefined) return false;
  const pairs = (labels: Readonly<Record<string, Data>>) =>
    Object.entries(labels).map(([key, value]) => JSON.stringify([key, String(value)]));
  return isSameSet(pairs(said.labels), pairs(wish.labels));
}

/**
 * The edits after which a policy's placement says what is wished: names come and go one by one, comments and all else
 * of the placement stay. Undefined where it chooses clusters by something that is neither names nor labels alone.
 */
export function placementEdits(
  { placement }: Pick<PropagationPolicy, 'placement'>,
  wish: Reach,
): DataEdit[] | undefined {
  const said = simple(placement);
  if (said === undefined) return undefined;
  const affinity = ['spec', 'placement', 'clusterAffinity'];
  if (wish.kind === 'everywhere') {
    const isAlone = Object.keys(placement).every((key) => key === 'clusterAffinity');
    return [{ kind: 'remove', path: isAlone ? affinity.slice(0, -1) : affinity }];
  }
  const edits: DataEdit[] = [];
  if (said.names === undefined && said.labels === undefined)
    return [{ kind: 'set', path: affinity, value: affinityOf(wish) }];
  const [names, labels] = [
    [...affinity, 'clusterNames'],
    [...affinity, 'labelSelector', 'matchLabels'],
  ];
  if (wish.kind === 'names') {
    if (said.names === undefined) edits.push({ kind: 'set', path: names, value: wish.names });
    else edits.push(...listEdits(names, said.names, wish.names));
    if (said.labels !== undefined) edits.push({ kind: 'remove', path: labels.slice(0, -1) });
    return edits;
  }
  if (said.labels === undefined) edits.push({ kind: 'set', path: labels, value: wish.labels });
  else edits.push(...mapEdits(labels, said.labels, wish.labels));
  if (said.names !== undefined) edits.push({ kind: 'remove', path: names });
  return edits;
}

/** New items behind the old ones; those that are not wanted go, the last first. */
export function listEdits(
  path: readonly string[],
  there: readonly string[],
  wanted: readonly string[],
): DataEdit[] {
  const gone = there.flatMap((item, at) => (wanted.includes(item) && there.indexOf(item) === at ? [] : [at]));
  return [
    ...wanted
      .filter((item) => !there.includes(item))
      .map((value): DataEdit => ({ kind: 'append', path, value })),
    ...gone.toReversed().map((at): DataEdit => ({ kind: 'remove', path: [...path, at] })),
  ];
}

function mapEdits(
  path: readonly string[],
  there: DataMap,
  wanted: Readonly<Record<string, string>>,
): DataEdit[] {
  return [
    ...Object.entries(wanted)
      .filter(([key, value]) => !Object.hasOwn(there, key) || there[key] !== value)
      .map(([key, value]): DataEdit => ({ kind: 'set', path: [...path, key], value })),
    ...Object.keys(there)
      .filter((key) => !Object.hasOwn(wanted, key))
      .map((key): DataEdit => ({ kind: 'remove', path: [...path, key] })),
  ];
}

/** The clusters that are wished, as a `clusterAffinity`. */
export function affinityOf(wish: Wish): Data {
  return wish.kind === 'names'
    ? { clusterNames: wish.names }
    : { labelSelector: { matchLabels: wish.labels } };
}

/** What a placement chooses clusters by, where that is names or labels alone; both are undefined where it chooses all. */
function simple(
  placement: DataMap,
): { readonly names: readonly string[] | undefined; readonly labels: DataMap | undefined } | undefined {
  if (filled(placement, 'clusterAffinities') !== undefined) return undefined;
  const affinity = filled(placement, 'clusterAffinity');
  if (affinity === undefined) return { names: undefined, labels: undefined };
  if (!isMap(affinity)) return undefined;
  const names = filled(affinity, 'clusterNames');
  const selector = filled(affinity, 'labelSelector');
  const labels = selector === undefined || !isMap(selector) ? undefined : filled(selector, 'matchLabels');
  const isOther = (key: string): boolean => key !== 'clusterNames' && key !== 'labelSelector';
  if (Object.keys(affinity).some((key) => isOther(key) && filled(affinity, key) !== undefined))
    return undefined;
  if (selector !== undefined && (labels === undefined || !isMap(labels) || !isOnly(selector)))
    return undefined;
  if (names !== undefined && !(isList(names) && names.every((name) => typeof name === 'string')))
    return undefined;
  return {
    names: names?.filter((name) => typeof name === 'string'),
    labels: labels !== undefined && isMap(labels) ? labels : undefined,
  };
}

function isOnly(selector: Data): boolean {
  return isMap(selector) && Object.keys(selector).every((key) => key === 'matchLabels');
}

/** A field that says something: null and what is empty say nothing. */
function filled(map: DataMap, key: string): Data | undefined {
  const value = Object.hasOwn(map, key) ? map[key] : undefined;
  if (value === undefined || value === null) return undefined;
  if (isList(value)) return value.length === 0 ? undefined : value;
  return isMap(value) && Object.keys(value).length === 0 ? undefined : value;
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  const [a, b] = [new Set(one), new Set(other)];
  return a.size === b.size && [...a].every((each) => b.has(each));
}
