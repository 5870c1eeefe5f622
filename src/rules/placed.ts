import type { Decision, Fleet } from '../fleet/fleet.ts';
import type { PropagationPolicy } from '../fleet/policy.ts';
import { type Requirements, requirementsOf } from '../fleet/requirements.ts';
import type { Data } from '../yaml/node.ts';
import { isList, isMap } from '../yaml/render.ts';
import { policiesIn } from './fleet-policies.ts';
import type { RuleContext } from './rule.ts';

/** The simulated fleet; undefined where the repository holds no policy, so that nothing is to be said of a fleet. */
export function fleetIn({ repo, fleet }: Pick<RuleContext, 'repo' | 'fleet'>): Fleet | undefined {
  return policiesIn(repo).length > 0 ? fleet() : undefined;
}

const known = new WeakMap<Fleet, Requirements>();

/** What the objects of a fleet need beside them; looked up once. */
export function needsIn(fleet: Fleet, { repo }: Pick<RuleContext, 'repo'>): Requirements {
  const before = known.get(fleet) ?? requirementsOf(fleet, repo);
  known.set(fleet, before);
  return before;
}

/** `member1`, `member1 and member2`, `member1, member2 and 48 more`: how messages speak of clusters. */
export function clustersText(names: readonly string[]): string {
  const most = 3;
  if (names.length > most)
    return `${names.slice(0, most - 1).join(', ')} and ${names.length - most + 1} more`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** Whether it can be said where an object goes: of clusters that only policies name, nothing but their names is known. */
export function isPlaceKnown(fleet: Fleet, { policy }: Decision): boolean {
  return fleet.known.from !== 'names' || policy === undefined || !asksForFacts(policy.placement);
}

const facts = new Set(['labelSelector', 'fieldSelector', 'spreadConstraints', 'clusterTolerations']);

function asksForFacts(data: Data): boolean {
  if (isList(data)) return data.some(asksForFacts);
  return isMap(data) && Object.entries(data).some(([key, value]) => facts.has(key) || asksForFacts(value));
}

/** The list of names by which a policy places, where it places by nothing else; undefined else. */
export function namesOf({ placement }: PropagationPolicy): readonly string[] | undefined {
  const { clusterAffinity = null, ...others } = placement;
  if (Object.keys(others).length > 0 || !isMap(clusterAffinity)) return undefined;
  const { clusterNames = null, ...more } = clusterAffinity;
  if (Object.keys(more).length > 0 || !isList(clusterNames)) return undefined;
  const names = clusterNames.filter((each) => typeof each === 'string');
  return names.length > 0 && names.length === clusterNames.length ? names : undefined;
}
