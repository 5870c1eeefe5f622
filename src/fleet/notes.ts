import type { KnownClusters } from '../model/cluster.ts';
import { fluxGroups } from '../model/resource.ts';
import type { Own } from './decisions.ts';
import { fieldOf, isMap, listOf } from './fields.ts';
import type { Note, Template } from './fleet.ts';
import type { Hook } from './interpreter.ts';
import type { DataMap, PropagationPolicy } from './policy.ts';
import { spreadingOf } from './spread.ts';

/** What a note may speak of beside the object itself. */
export interface Noting {
  readonly known: KnownClusters;
  readonly brokenExpressions: readonly string[];
  /** Other objects whose binding has the same name. */
  readonly collides: readonly string[];
  /** Whether what the object needs is known (rules 24, 25). */
  readonly hook: Hook | undefined;
  /** Whether it goes anywhere, by whatever way. */
  readonly travels: boolean;
}

/** What depends on the life of a plane, or on what a repository does not show: said, not simulated. */
export function decisionNotes(own: Own, of: Noting): readonly Note[] {
  const notes = [...planeNotes(own, of)];
  if (of.travels) notes.push(...memberNotes(own));
  return notes.map(([rule, text]) => ({ rule, text }));
}

type Said = readonly [rule: number, text: string];

function* planeNotes(
  { template, matches, placement, synced }: Own,
  { known, brokenExpressions, collides, hook }: Noting,
): Iterable<Said> {
  for (const pattern of brokenExpressions)
    yield [7, `${pattern} is no regular expression: which namespaces Karmada passes over is not known`];
  const [first, ...others] = matches;
  if (first === undefined) return;
  const { policy } = first;
  const name = `${policy.kind} ${policy.name}`;
  if (others.length > 0) {
    const losers = others.map((each) => `${each.policy.kind} ${each.policy.name}`).join(', ');
    yield [
      13,
      `several policies match: ${name} wins on a fresh plane, on others the one that came first; also ${losers}`,
    ];
  }
  yield* policyNotes(policy);
  if (known.from === 'names' && judgesByMore(policy.placement))
    yield [18, 'of the clusters only names are known: labels and fields match nothing'];
  if (spreadingOf(policy.placement).constraints.length > 0 && placement?.unscheduled === undefined)
    yield [21, 'on a plane that lives, clusters that have the object already go first'];
  if (policy.propagateDeps && hook === 'unknown')
    yield [
      24,
      `a ResourceInterpreterCustomization says what a ${template.kind} needs: its script is not run`,
    ];
  if (synced.length > 0) yield [28, `namespace sync brings it to every cluster, whatever ${name} says`];
  if (collides.length > 0)
    yield [
      46,
      `it shares the name of its ResourceBinding with ${collides.join(', ')}: they overwrite each other`,
    ];
}

/** What members may have already, or keep. */
function* memberNotes({ template, matches }: Own): Iterable<Said> {
  const { kind, name, apiVersion, resource } = template;
  if (isMadeByFlux(template)) {
    const own = resource.text('metadata', 'annotations', 'work.karmada.io/conflict-resolution');
    const resolution = own ?? matches[0]?.policy.resource.text('spec', 'conflictResolution') ?? 'Abort';
    const what =
      resolution.toLowerCase() === 'overwrite' ? 'takes it over' : 'leaves it alone, and reports a conflict';
    yield [44, `Flux's own installation makes ${kind} ${name} on a member: Karmada ${what}`];
  }
  if (retained.has(`${apiVersion} ${kind}`) && resource.has('spec', 'suspend'))
    yield [45, 'spec.suspend stays as it is on a member that has the object'];
}

/** What `flux install` or `flux bootstrap` made on a member before (rule 44). */
function isMadeByFlux({ kind, group, namespace, name }: Template): boolean {
  if (name !== 'flux-system') return false;
  if (kind === 'Namespace' && group === '') return true;
  return namespace === 'flux-system' && (group === fluxGroups.source || group === fluxGroups.kustomize);
}

/** The kinds of which Karmada keeps `spec.suspend` as a member has it (rule 45). */
const retained = new Set([
  'helm.toolkit.fluxcd.io/v2beta1 HelmRelease',
  'kustomize.toolkit.fluxcd.io/v1 Kustomization',
  'source.toolkit.fluxcd.io/v1 GitRepository',
  'source.toolkit.fluxcd.io/v1beta2 Bucket',
  'source.toolkit.fluxcd.io/v1beta2 HelmChart',
  'source.toolkit.fluxcd.io/v1beta2 HelmRepository',
  'source.toolkit.fluxcd.io/v1beta2 OCIRepository',
]);

function* policyNotes({ resource, kind, name }: PropagationPolicy): Iterable<Said> {
  if (resource.text('spec', 'activationPreference') === 'Lazy')
    yield [15, `${kind} ${name} is lazy: a change of it waits for the next change of the object`];
  const scheduler = resource.text('spec', 'schedulerName') ?? '';
  if (scheduler !== '' && scheduler !== 'default-scheduler')
    yield [16, `${scheduler} schedules what ${kind} ${name} takes: where that goes is not known`];
}

/** Whether a placement looks at more of a cluster than its name. */
function judgesByMore(placement: DataMap): boolean {
  const affinities = [
    fieldOf(placement, 'clusterAffinity'),
    ...listOf(fieldOf(placement, 'clusterAffinities')),
  ];
  return affinities.some(
    (each) => isMap(fieldOf(each, 'labelSelector')) || isMap(fieldOf(each, 'fieldSelector')),
  );
}
