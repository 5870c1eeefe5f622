import { mapOf } from '../fleet/fields.ts';
import { isWeightedByHand } from '../fleet/spread.ts';
import type { Resource } from '../model/resource.ts';

/** Whether a division of replicas makes the scheduler pass over spread constraints (rule 22 of the fleet model). */
export function isSpreadIgnored(policy: Resource): boolean {
  return isWeightedByHand(mapOf(policy.get('spec', 'placement')) ?? {});
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
