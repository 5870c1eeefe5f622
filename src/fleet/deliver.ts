import { applyOverriders } from './apply-overriders.ts';
import { claimOf, type Marks, marked, namespaceMarks, unmarked } from './claim.ts';
import type { AppliedRule, Decision, Delivery, Note, OverrideError, Template, Write } from './fleet.ts';
import { type OverrideIndex, type Round, selectableData } from './overrides.ts';
import type { DataMap } from './policy.ts';
import { pruned } from './pruned.ts';

/** What arrives of an object on one of the clusters to which it is sent (rules 30 to 45). */
export function deliver(
  decision: Decision,
  cluster: string,
  of: { readonly overrides: OverrideIndex; readonly notes: () => readonly Note[] },
): Delivery {
  const { template } = decision;
  if (decision.isSuspended(cluster))
    return { ...absent(template, cluster), outcome: 'suspended', notes: of.notes };
  const { object, applied, writes, error } = overridden(decision, cluster, of.overrides);
  const outcome = error === undefined ? 'delivered' : 'override-error';
  return {
    template,
    cluster,
    outcome,
    object,
    applied,
    writes,
    error,
    notes: of.notes,
  };
}

/** What arrives where an object is not sent. */
export function absent(template: Template, cluster: string): Delivery {
  return {
    template,
    cluster,
    outcome: 'absent',
    object: undefined,
    applied: [],
    writes: [],
    error: undefined,
    notes: () => [],
  };
}

/** The rules that speak of an object on a cluster, in order; only where a first round may change what the second sees are any run. */
export function rulesFor(
  decision: Decision,
  cluster: string,
  overrides: OverrideIndex,
): readonly AppliedRule[] {
  const { template } = decision;
  const first = overrides.rules('cluster', template, cluster);
  if (first.some(({ policy, rule }) => reselects(overrides, { policy, rule })))
    return overridden(decision, cluster, overrides).speaking;
  return [...first, ...overrides.rules('namespace', template, cluster)];
}

interface Result {
  readonly object: DataMap | undefined;
  readonly applied: readonly AppliedRule[];
  /** As `applied`, with those that an error kept from being applied. */
  readonly speaking: readonly AppliedRule[];
  readonly writes: readonly Write[];
  readonly error: OverrideError | undefined;
}

function overridden(decision: Decision, cluster: string, overrides: OverrideIndex): Result {
  const { template } = decision;
  const before = template.object();
  // Where no rule speaks in either round, nobody sees the claim either, and the object goes out as it is.
  const isSpokenOf = (['cluster', 'namespace'] as const).some(
    (round) => overrides.rules(round, template, cluster).length > 0,
  );
  if (!isSpokenOf) return { object: pruned(before), applied: [], speaking: [], writes: [], error: undefined };
  const marks = marksOf(decision);
  const applied: AppliedRule[] = [];
  const writes: Write[] = [];
  let object = marked(before, marks);
  const rounds: readonly Round[] = ['cluster', 'namespace'];
  for (const round of rounds) {
    // Selection is made once for a round, before any of its rules changes the object (rule 33).
    const seen = applied.some((rule) => reselects(overrides, rule)) ? selectableData(object) : template;
    const rules = overrides.rules(round, seen, cluster);
    for (const [at, { policy, rule }] of rules.entries()) {
      const written = policy.rules()[rule];
      if (written === undefined) continue;
      const { path } = written;
      const result = applyOverriders(object, overrides.overriders(written));
      applied.push({ policy, rule });
      if ('error' in result) {
        const { error: message, pointer, nearest } = result;
        const error = { policy, at: policy.resource.at(...path, ...result.path), message, pointer, nearest };
        return { object: undefined, applied, speaking: [...applied, ...rules.slice(at + 1)], writes, error };
      }
      object = result.object;
      for (const write of result.writes)
        writes.push({ ...write, policy, at: policy.resource.at(...path, ...write.path) });
    }
  }
  return {
    object: pruned(unmarked(object, marks, before)),
    applied,
    speaking: applied,
    writes,
    error: undefined,
  };
}

function reselects(overrides: OverrideIndex, { policy, rule }: AppliedRule): boolean {
  const of = policy.rules()[rule];
  return of !== undefined && overrides.mayReselect(of);
}

/** The metadata that an object has on the plane before overrides see it (rule 30): what is not claimed has no claim. */
function marksOf({ template, policy, waitsFor }: Decision): readonly Marks[] {
  const isNamespace = template.kind === 'Namespace' && template.group === '';
  return [
    ...(isNamespace ? [namespaceMarks(template.name)] : []),
    ...(policy === undefined || waitsFor.length > 0 ? [] : [claimOf(policy)]),
  ];
}
