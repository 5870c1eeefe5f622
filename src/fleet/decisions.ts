import { once } from '../core/once.ts';
import type { Cluster } from '../model/cluster.ts';
import { passedOver, type SkippedNamespaces } from './candidates.ts';
import type { Chooser } from './choice.ts';
import type { Followed } from './dependencies.ts';
import type { Decision, Note, PassedOver, Refusal, Template } from './fleet.ts';
import { isSynced } from './namespaces.ts';
import type { PlacedKind, Placement } from './placement.ts';
import type { PropagationPolicy } from './policy.ts';
import type { Match } from './selectors.ts';

/** What policies make of one object, before dependencies. */
export interface Own {
  readonly template: Template;
  readonly passedOver: PassedOver | undefined;
  /** By precedence: the first takes the object. */
  readonly matches: readonly Match<PropagationPolicy>[];
  readonly waitsFor: readonly string[];
  /** Where its policy would send it, be it waiting or not; undefined where none takes it. */
  readonly placement: Placement | undefined;
  readonly synced: readonly string[];
}

/** What decisions are made of. */
export interface Deciding {
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly skipped: SkippedNamespaces;
  readonly chooser: Chooser;
  /** The override policies that a policy waits for. */
  readonly waitsFor: (policy: PropagationPolicy) => readonly string[];
  /** Whether a policy dispatches nothing to a cluster. */
  readonly freezes: (policy: PropagationPolicy) => (cluster: string) => boolean;
  readonly schedule: (policy: PropagationPolicy, of: PlacedKind) => Placement;
}

/** Where an object's own policy brings it (rules 7 to 23), and namespace sync (rule 27). */
export function own(template: Template, context: Deciding): Own {
  const { clusters, skipped, chooser, waitsFor, schedule } = context;
  const passed = passedOver(template, skipped);
  const matches = passed === undefined ? chooser.matching(template) : [];
  const policy = matches[0]?.policy;
  return {
    template,
    passedOver: passed,
    matches,
    waitsFor: policy === undefined ? [] : waitsFor(policy),
    placement: policy === undefined ? undefined : schedule(policy, template),
    synced: isSynced(template, skipped) ? [...clusters.keys()] : [],
  };
}

/** Where its policy sends an object: nowhere while it waits (rule 14). */
export function sentTo({ waitsFor, placement }: Own): readonly string[] {
  return waitsFor.length > 0 ? [] : (placement?.placed ?? []);
}

const nowhere: ReadonlyMap<string, readonly Template[]> = new Map();

/** The clusters that get an object, in order of name: by its policy, as a dependency, by namespace sync. */
export function arrivals(of: Own, followed: Followed): readonly string[] {
  const sent = sentTo(of);
  const { template, synced } = of;
  const required = followed.get(template) ?? nowhere;
  return required.size === 0 && synced.length === 0
    ? sent
    : [...new Set([...sent, ...required.keys(), ...synced])].sort();
}

/** The whole decision on an object. */
export function decision(
  of: Own,
  {
    followed,
    notes,
    chooser,
    clusters,
    freezes,
  }: Pick<Deciding, 'chooser' | 'clusters' | 'freezes'> & {
    readonly followed: Followed;
    readonly notes: (travels: boolean) => readonly Note[];
  },
): Decision {
  const { template, matches, waitsFor, placement, synced } = of;
  const policy = matches[0]?.policy;
  const all = arrivals(of, followed);
  const arriving = once(() => new Set(all));
  const isFrozen = policy === undefined || waitsFor.length > 0 ? () => false : freezes(policy);
  return {
    template,
    passedOver: of.passedOver,
    matching: () => chooser.explained(matches),
    considered: () => {
      const others = of.passedOver === undefined ? chooser.unmatched(template, matches) : [];
      return [...chooser.explained(matches), ...others];
    },
    policy,
    selector: matches[0]?.selector,
    waitsFor,
    unscheduled: placement?.unscheduled,
    placed: placement?.placed ?? [],
    candidates: () => placement?.candidates() ?? [],
    followed: followed.get(template) ?? nowhere,
    synced,
    clusters: all,
    refusal: (cluster) => placement?.refusal(cluster) ?? refusalOfUnknown(cluster, clusters),
    // What another path brings as well is not frozen: namespace sync dispatches by itself.
    isSuspended: (cluster) => arriving().has(cluster) && !synced.includes(cluster) && isFrozen(cluster),
    notes: () => notes(all.length > 0),
  };
}

function refusalOfUnknown(cluster: string, clusters: ReadonlyMap<string, Cluster>): Refusal | undefined {
  return clusters.has(cluster) ? undefined : { filter: 'unknown-cluster', why: 'no such cluster is known' };
}
