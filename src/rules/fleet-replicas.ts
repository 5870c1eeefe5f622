import type { Resource } from '../model/resource.ts';

const scheduling = ['spec', 'placement', 'replicaScheduling'];

/** Whether a division of replicas makes the scheduler pass over spread constraints (rule 22 of the fleet model). */
export function isSpreadIgnored(policy: Resource): boolean {
  if ((policy.get(...scheduling) ?? null) === null) return false;
  const said = (field: string): string => policy.text(...scheduling, field) ?? '';
  if (!['', 'Divided'].includes(said('replicaSchedulingType'))) return false;
  if (!['', 'Weighted'].includes(said('replicaDivisionPreference'))) return false;
  if ((policy.get(...scheduling, 'weightPreference') ?? null) === null) return true;
  const hasStatic = policy.list(...scheduling, 'weightPreference', 'staticWeightList').length > 0;
  return hasStatic && (policy.text(...scheduling, 'weightPreference', 'dynamicWeight') ?? '') === '';
}

/** Kinds of Kubernetes that have replicas, or a pod of their own: only of these Karmada divides anything. */
const workloads = new Set([
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'Pod',
  'ReplicationController',
]);

export function isWorkload(kind: string): boolean {
  return workloads.has(kind);
}
