import type { KnownClusters } from '../model/cluster.ts';
import type { Own } from './decisions.ts';
import { fieldOf, isMap } from './fields.ts';
import type { Note } from './fleet.ts';
import type { DataMap, PropagationPolicy } from './policy.ts';
import { constraintsOf } from './spread.ts';

/** What depends on the life of a plane, or on what a repository does not show: said, not simulated. */
export function decisionNotes(
  { template, matches, placement, synced }: Own,
  of: {
    readonly known: KnownClusters;
    readonly brokenExpressions: readonly string[];
    /** Other objects whose binding has the same name. */
    readonly collides: readonly string[];
  },
): readonly Note[] {
  const notes: Note[] = [];
  const note = (rule: number, text: string): void => {
    notes.push({ rule, text });
  };
  for (const pattern of of.brokenExpressions)
    note(7, `${pattern} is no regular expression: which namespaces Karmada passes over is not known`);
  const [first, ...others] = matches;
  if (first === undefined) return notes;
  const { policy } = first;
  if (others.length > 0) {
    const losers = others.map((each) => `${each.policy.kind} ${each.policy.name}`).join(', ');
    note(
      13,
      `on a plane that lives, the policy that came first keeps the object: ${policy.kind} ${policy.name} wins on a fresh one, ${losers} also match`,
    );
  }
  for (const [rule, text] of policyNotes(policy)) note(rule, text);
  if (of.known.from === 'names' && judgesByMore(policy.placement))
    note(18, 'of the clusters only names are known: labels, fields and taints match nothing');
  if (constraintsOf(policy.placement).length > 0 && placement?.unscheduled === undefined)
    note(21, 'on a plane that lives, clusters that have the object already go first');
  if (synced.length > 0)
    note(28, `namespace sync brings it to every cluster, whatever ${policy.kind} ${policy.name} says`);
  if (of.collides.length > 0)
    note(
      46,
      `${of.collides.join(', ')} and ${template.apiVersion} ${template.kind} ${template.name} share one ResourceBinding: they overwrite each other`,
    );
  return notes;
}

function* policyNotes({ resource, kind, name }: PropagationPolicy): Iterable<readonly [number, string]> {
  if (resource.text('spec', 'activationPreference') === 'Lazy')
    yield [15, `${kind} ${name} is lazy: a change of it waits for the next change of the object`];
  const scheduler = resource.text('spec', 'schedulerName') ?? '';
  if (scheduler !== '' && scheduler !== 'default-scheduler')
    yield [16, `${scheduler} schedules what ${kind} ${name} takes: where that goes is not known`];
}

/** Whether a placement looks at more of a cluster than its name. */
function judgesByMore(placement: DataMap): boolean {
  const affinities = [fieldOf(placement, 'clusterAffinity'), ...termsOf(placement)];
  return affinities.some(
    (each) => isMap(fieldOf(each, 'labelSelector')) || isMap(fieldOf(each, 'fieldSelector')),
  );
}

function termsOf(placement: DataMap): readonly DataMap[string][] {
  const terms = fieldOf(placement, 'clusterAffinities');
  return Array.isArray(terms) ? terms : [];
}
