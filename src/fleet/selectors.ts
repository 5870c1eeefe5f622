import { keptForWords } from '../core/once.ts';
import { fluxGroups } from '../model/resource.ts';
import { type LabelSelector, labelSelector } from './label-selector.ts';
import type { Policy, Selector } from './policy.ts';

/** What a selector looks at. */
export interface Selectable {
  readonly apiVersion: string;
  readonly kind: string;
  /** Empty for a cluster-scoped kind. */
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** How precisely a selector matches (rule 9): all of a kind, by labels, by name. */
export type Score = 1 | 2 | 3;

/** A policy that selects an object, and its selector that does so most precisely. */
export interface Match<P extends Policy> {
  readonly policy: P;
  /** Undefined where the policy has no selectors at all, and is one of those that then select everything. */
  readonly selector: Selector | undefined;
  readonly score: Score;
}

/** Finds the policies that select an object; of each policy the best match, in the order of the policies. */
export type Matcher<P extends Policy> = (object: Selectable) => readonly Match<P>[];

interface Entry<P extends Policy> {
  readonly policy: P;
  readonly selector: Selector;
  readonly labels: LabelSelector | undefined;
  readonly order: number;
}

/** The selectors of one apiVersion, kind and namespace. */
interface Shelf<P extends Policy> {
  readonly named: Map<string, Entry<P>[]>;
  readonly all: Entry<P>[];
  /** By labels that what they select has. */
  marked: Map<string, Entry<P>[]> | undefined;
  /** Those of which no such label is known. */
  readonly unmarked: Entry<P>[];
}

/** By namespace and `apiKind`. */
type Shelves<P extends Policy> = Map<string, Map<string, Shelf<P>>>;

/** An apiVersion and kind as one text, which is not made anew for each object that is looked up. */
const apiKind = keptForWords((apiVersion) => keptForWords((kind) => `${apiVersion} ${kind}`));

/**
 * Reads the selectors of policies of one scope once, so that an object meets only those that may select it. A namespaced
 * policy speaks of objects of its own namespace only (rules 11, 31).
 * @param withoutSelectors whether a policy without selectors selects everything (rule 32), or nothing
 */
export function matcher<P extends Policy>(
  policies: readonly P[],
  { withoutSelectors }: { readonly withoutSelectors: boolean },
): Matcher<P> {
  const shelves: Shelves<P> = new Map();
  const open = new Map<string, { readonly policy: P; readonly order: number }[]>();
  for (const [order, policy] of policies.entries()) {
    if (policy.selectors.length === 0 && withoutSelectors)
      pushTo(open, policy.namespace ?? '', { policy, order });
    for (const selector of policy.selectors) {
      if (policy.namespace !== undefined && selector.namespace !== policy.namespace) continue;
      const labels = selector.labelSelector === undefined ? undefined : labelSelector(selector.labelSelector);
      putOn(shelfOf(shelves, selector), { policy, selector, labels, order });
    }
  }
  return (object) => {
    const places = placesOf(object.namespace).flatMap((namespace) => {
      const all = open.get(namespace);
      const shelf = shelves.get(namespace)?.get(apiKind(object.apiVersion)(object.kind));
      return all === undefined && shelf === undefined ? [] : [{ all: all ?? [], shelf }];
    });
    // Most objects meet no policy of a scope.
    if (places.length === 0) return [];
    const found = new Map<P, Match<P> & { readonly order: number }>();
    const take = ({ policy, selector, order }: Entry<P>, score: Score): void => {
      const known = found.get(policy);
      if (known === undefined || known.score < score) found.set(policy, { policy, selector, score, order });
    };
    for (const { all, shelf } of places) {
      for (const { policy, order } of all)
        found.set(policy, { policy, selector: undefined, score: 1, order });
      if (shelf === undefined) continue;
      for (const entry of shelf.named.get(object.name) ?? []) take(entry, 3);
      for (const entry of labelled(shelf, object)) take(entry, 2);
      for (const entry of shelf.all) take(entry, 1);
    }
    return [...found.values()].sort((a, b) => a.order - b.order);
  };
}

const clusterScope = [''];

/** The namespaces whose selectors an object may meet: those of any, and of its own. */
function placesOf(namespace: string): readonly string[] {
  return namespace === '' ? clusterScope : ['', namespace];
}

/** Whether selectors take nothing but sources of Flux, and Secrets and ConfigMaps such as these have: more reach does no harm. */
export function areSources(selectors: readonly Pick<Selector, 'apiVersion' | 'kind'>[]): boolean {
  return selectors.every(
    ({ apiVersion, kind }) =>
      apiVersion.startsWith(`${fluxGroups.source}/`) || kind === 'Secret' || kind === 'ConfigMap',
  );
}

/** How precisely one selector matches an object; 0: not at all (rule 9). */
export function scoreOf(selector: Selector, object: Selectable): 0 | Score {
  const { apiVersion, kind, namespace, name } = selector;
  if (apiVersion !== object.apiVersion || kind !== object.kind) return 0;
  if (namespace !== '' && namespace !== object.namespace) return 0;
  if (name !== '') return name === object.name ? 3 : 0;
  if (selector.labelSelector === undefined) return 1;
  return labelSelector(selector.labelSelector).matches(object.labels) ? 2 : 0;
}

function* labelled<P extends Policy>(shelf: Shelf<P>, { labels }: Selectable): Iterable<Entry<P>> {
  const matching = (entries: readonly Entry<P>[]): Entry<P>[] =>
    entries.filter((entry) => entry.labels?.matches(labels) === true);
  yield* matching(shelf.unmarked);
  const { marked } = shelf;
  if (marked === undefined) return;
  for (const [key, value] of Object.entries(labels)) {
    yield* matching(marked.get(key) ?? []);
    yield* matching(marked.get(`${key}=${value}`) ?? []);
  }
}

function shelfOf<P extends Policy>(shelves: Shelves<P>, selector: Selector): Shelf<P> {
  const { namespace, kind, apiVersion } = selector;
  const ofNamespace = shelves.get(namespace) ?? new Map<string, Shelf<P>>();
  shelves.set(namespace, ofNamespace);
  const key = apiKind(apiVersion)(kind);
  const shelf = ofNamespace.get(key) ?? { named: new Map(), all: [], marked: undefined, unmarked: [] };
  ofNamespace.set(key, shelf);
  return shelf;
}

/** A policy's second selector of the same name, or of the whole kind, says nothing new. */
function putOn<P extends Policy>(shelf: Shelf<P>, entry: Entry<P>): void {
  const { selector, labels, policy } = entry;
  if (selector.name !== '') {
    if (shelf.named.get(selector.name)?.at(-1)?.policy !== policy) pushTo(shelf.named, selector.name, entry);
  } else if (labels === undefined) {
    if (shelf.all.at(-1)?.policy !== policy) shelf.all.push(entry);
  } else if (labels.marks === undefined) shelf.unmarked.push(entry);
  else {
    shelf.marked ??= new Map();
    for (const mark of new Set(labels.marks)) pushTo(shelf.marked, mark, entry);
  }
}

function pushTo<Key, Item>(groups: Map<Key, Item[]>, key: Key, item: Item): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [item]);
  else group.push(item);
}
