import { KitError } from '../core/errors.ts';
import type { Fleet, Template } from '../fleet/fleet.ts';
import type { PropagationPolicy, Selector } from '../fleet/policy.ts';
import { areSources } from '../fleet/selectors.ts';
import type { App } from '../model/app.ts';
import type { DataEdit } from '../yaml/edit-checked.ts';
import { overridesOf } from './dependent-overrides.ts';
import { otherUsers, type PlacedObjects } from './placed-objects.ts';
import {
  choosesAll,
  namesOf,
  placementEdits,
  type Reach,
  says,
  type Wish,
  wishedClusters,
  wishInWords,
} from './placement.ts';
import { selectorOf } from './policy-files.ts';

/** The objects of an app that one policy can take. */
export interface Group {
  /** Undefined for a ClusterPropagationPolicy, which takes objects of all namespaces. */
  readonly namespace: string | undefined;
  readonly objects: readonly Template[];
}

/** What has to be done for a group. */
export interface Settled extends Group {
  /** The objects that no policy takes yet: those of a new one. Empty where a policy of the app gets them. */
  readonly lacking: readonly Template[];
  /** Where the new policy has to take them: more than is wished where other apps use them, too. */
  readonly reach: Reach;
  readonly edits: readonly { readonly policy: PropagationPolicy; readonly edit: DataEdit }[];
  readonly notes: readonly string[];
}

interface Settling extends Group {
  readonly fleet: Fleet;
  readonly apps: readonly App[];
  readonly kind: PropagationPolicy['kind'];
  readonly wish: Wish;
  readonly placed: PlacedObjects;
  /** Whether what the main object needs is to follow it. */
  readonly propagateDeps: boolean;
}

/**
 * Brings the policies of a group to the wish: those that take nothing but objects of the app are edited; of another one
 * that takes a source which apps share, only the reach grows.
 * @throws KitError `placed-by-hand`
 */
export function settle(group: Settling): Settled {
  const { fleet, kind, namespace, objects, placed } = group;
  const homes = fleet.propagationPolicies.filter(
    (policy) => policy.kind === kind && policy.namespace === namespace && takesOnly(policy, placed.objects),
  );
  const notes: string[] = [];
  const edits: { readonly policy: PropagationPolicy; readonly edit: DataEdit }[] = [];
  const lacking: Template[] = [];
  for (const object of objects) {
    const holder = fleet.decide(object).policy;
    if (holder === undefined) lacking.push(object);
    else if (!homes.includes(holder)) {
      const said = fromOther(group, object, holder);
      if (said.isTaken) edits.push(...said.edits.map((edit) => ({ policy: holder, edit })));
      else lacking.push(object);
      notes.push(...said.notes);
    }
  }
  const reach = sharedReach(group, [...objects.filter((each) => isIn(each, homes)), ...lacking], notes);
  const home = homes.find(({ name }) => name === group.apps[0]?.name) ?? homes[0];
  for (const policy of homes) {
    const wanted = reachOf(group, policy, reach, notes);
    const changes = wanted === undefined ? [] : placementEdits(policy, wanted);
    if (changes === undefined) throw byHand(policy, group.wish);
    const added = policy === home ? lacking.map((object) => selectorEdit(policy, object)) : [];
    const waits = overridesOf(
      fleet,
      [...objects.filter((each) => isIn(each, [policy])), ...(policy === home ? lacking : [])],
      kind,
    );
    const missing = waits.filter((name) => !policy.dependentOverrides.includes(name));
    const isMain = isIn(placed.main, [policy]) || (policy === home && lacking.includes(placed.main));
    const follows: DataEdit[] =
      group.propagateDeps && isMain && !policy.propagateDeps
        ? [{ kind: 'set', path: ['spec', 'propagateDeps'], value: true, below: ['resourceSelectors'] }]
        : [];
    edits.push(
      ...[...added, ...follows, ...changes, ...waitEdits(policy, missing)].map((edit) => ({ policy, edit })),
    );
  }
  return { namespace, objects, lacking: home === undefined ? lacking : [], reach, edits, notes };
}

/**
 * What a policy's placement has to say; undefined where it is left as it is. One of sources that another app uses, too, and
 * that describes clusters, is left where it reaches those that are wished, and else goes everywhere.
 */
function reachOf(
  { fleet, apps, wish, placed }: Settling,
  policy: PropagationPolicy,
  reach: Reach,
  notes: string[],
): Reach | undefined {
  if (says(policy, reach)) return undefined;
  if (reach.kind === 'everywhere' || namesOf(policy) !== undefined) return reach;
  const own = placed.objects.filter((each) => isIn(each, [policy]));
  const users = own.flatMap((each) =>
    placed.sources.has(each) ? otherUsers(fleet, apps, each, placed.main) : [],
  );
  const user = users.find((each) => fleet.decide(each).policy !== undefined);
  if (user === undefined) return reach;
  const wanted = wishedClusters(wish, fleet.known);
  if (choosesAll(policy) || (wish.kind === 'names' && own.every((each) => isReached(fleet, each, wanted))))
    return undefined;
  const [source] = own;
  const what = `${source?.kind} ${source?.name}`;
  if (own.every((each) => placed.sources.has(each))) {
    notes.push(
      `${what} goes to every cluster: ${user.kind} ${user.name} uses it, too, and is placed otherwise`,
    );
    return { kind: 'everywhere' };
  }
  throw new KitError(
    'placed-by-hand',
    `${what} does not reach ${wishInWords(wish)} by ${policy.kind} ${policy.name} in ${policy.resource.file}, and ${user.kind} ${user.name} uses it, too`,
    { help: ['place both apps by the same --labels, or both by --clusters', 'nothing was written'] },
  );
}

function isReached(fleet: Fleet, object: Template, wanted: readonly string[]): boolean {
  const { clusters } = fleet.decide(object);
  return wanted.every((name) => clusters.includes(name));
}

/** Whether a policy names objects of the app and nothing else, of whatever version. */
function takesOnly({ selectors }: PropagationPolicy, objects: readonly Template[]): boolean {
  return (
    selectors.length > 0 && selectors.every((selector) => objects.some((each) => isNamedBy(selector, each)))
  );
}

function isIn(object: Template, policies: readonly PropagationPolicy[]): boolean {
  return policies.some(({ selectors }) => selectors.some((selector) => isNamedBy(selector, object)));
}

function isNamedBy({ apiVersion, kind, name, namespace }: Selector, object: Template): boolean {
  const group = apiVersion.slice(0, Math.max(apiVersion.indexOf('/'), 0));
  return (
    name === object.name &&
    kind === object.kind &&
    group === object.group &&
    (namespace === '' || namespace === object.namespace)
  );
}

/** A selector for an object: its version corrected where only that is wrong, else a new entry. */
function selectorEdit({ selectors }: PropagationPolicy, object: Template): DataEdit {
  const stale = selectors.find((selector) => isNamedBy(selector, object));
  if (stale !== undefined)
    return { kind: 'set', path: [...stale.path, 'apiVersion'], value: object.apiVersion };
  return { kind: 'append', path: ['spec', 'resourceSelectors'], value: selectorOf(object) };
}

function waitEdits(policy: PropagationPolicy, missing: readonly string[]): DataEdit[] {
  const path = ['spec', 'dependentOverrides'];
  if (missing.length === 0) return [];
  if (policy.dependentOverrides.length > 0) return missing.map((value) => ({ kind: 'append', path, value }));
  return [{ kind: 'set', path, value: missing, below: ['resourceSelectors'] }];
}

/** What becomes of an object that a policy takes which takes other things, too. */
function fromOther(
  { fleet, apps, kind, wish, placed }: Settling,
  object: Template,
  holder: PropagationPolicy,
): { readonly isTaken: boolean; readonly edits: readonly DataEdit[]; readonly notes: readonly string[] } {
  const { clusters } = fleet.decide(object);
  const what = `${object.kind} ${object.name}`;
  const by = `${holder.kind} ${holder.name} in ${holder.resource.file}`;
  const taken = { isTaken: true, edits: [], notes: [] };
  if (says(holder, wish)) return taken;
  const names = namesOf(holder);
  const wanted = wish.kind === 'names' ? wish.names : wishedClusters(wish, fleet.known);
  const isReached =
    wanted.length > 0 && wanted.every((name) => clusters.includes(name) || names?.includes(name));
  const isShared = placed.sources.has(object);
  if (isShared && isReached) return taken;
  const isWeaker = kind === 'PropagationPolicy' && holder.kind === 'ClusterPropagationPolicy';
  if (isWeaker || isImprecise(fleet, object, holder)) {
    const users = otherUsers(fleet, apps, object, placed.main);
    const note = `${by} took ${what} until now, and on a live control plane keeps it until it is deleted or no longer selects it`;
    return { isTaken: false, edits: [], notes: users.length > 0 || clusters.length > 0 ? [note] : [] };
  }
  if (isShared && areSources(holder.selectors) && names !== undefined && wish.kind === 'names') {
    const union: Wish = { kind: 'names', names: [...new Set([...names, ...wish.names])] };
    return {
      isTaken: true,
      edits: placementEdits(holder, union) ?? [],
      notes: [`${what} is taken by ${by}, which goes to ${wishInWords(union)} now`],
    };
  }
  throw new KitError('placed-by-hand', `${what} is placed by ${by}, which takes other objects, too`, {
    help: [`make it reach ${wishInWords(wish)} there, or take ${what} out of it`, 'nothing was written'],
  });
}

/** Whether a policy by name goes before one that selects all of a kind or by labels (rules 9, 12). */
function isImprecise(fleet: Fleet, object: Template, holder: PropagationPolicy): boolean {
  const match = fleet
    .decide(object)
    .matching()
    .find(({ policy }) => policy === holder);
  return match !== undefined && match.score < 3 && holder.priority <= 0;
}

/**
 * The wish, and the clusters on which other apps use the sources of a policy. Of two descriptions of clusters no third
 * one is made: such sources go everywhere, where nothing is done with them but by whom they serve.
 */
function sharedReach(
  { fleet, apps, wish, placed }: Settling,
  taken: readonly Template[],
  notes: string[],
): Reach {
  const wanted = wishedClusters(wish, fleet.known);
  const more = new Map<string, Template>();
  for (const object of taken) {
    if (!placed.sources.has(object)) continue;
    for (const user of otherUsers(fleet, apps, object, placed.main))
      for (const cluster of fleet.decide(user).clusters)
        if (!wanted.includes(cluster) && !more.has(cluster)) more.set(cluster, user);
  }
  const [[cluster, user] = []] = more;
  if (cluster === undefined || user === undefined) return wish;
  const [source] = taken.filter((each) => placed.sources.has(each));
  const what = `${source?.kind} ${source?.name}`;
  const reason = `${user.kind} ${user.name} uses it on ${[...more.keys()].sort().join(', ')}`;
  if (taken.some((each) => !placed.sources.has(each)))
    throw new KitError('placed-by-hand', `${what} cannot go to ${wishInWords(wish)} alone: ${reason}`, {
      help: [`give ${what} a policy of its own that reaches both`, 'nothing was written'],
    });
  if (wish.kind === 'labels') {
    notes.push(`${what} goes to every cluster: ${reason}`);
    return { kind: 'everywhere' };
  }
  notes.push(`${what} goes to more clusters than the app: ${reason}`);
  return { kind: 'names', names: [...wish.names, ...[...more.keys()].sort()] };
}

function byHand({ kind, name, resource }: PropagationPolicy, wish: Wish): KitError {
  return new KitError(
    'placed-by-hand',
    `${kind} ${name} in ${resource.file} chooses clusters by more than names or labels`,
    { help: [`make its placement reach ${wishInWords(wish)} by hand`, 'nothing was written'] },
  );
}
