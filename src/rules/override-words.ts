import type { Operation } from '../fleet/override-operations.ts';

/** What the pointers of an operation are relative to, for messages: `/replicaCount in /data/values.yaml`. */
export function placeText({ pointer, inner }: Pick<Operation, 'pointer' | 'inner'>): string {
  if (inner === undefined) return pointer === '' ? 'the whole object' : pointer;
  return `${inner === '' ? 'the whole text' : inner} in ${pointer}`;
}

/** `replaces /replicaCount in /data/values.yaml`, for messages. */
export function deedText(operation: Operation): string {
  return `${verbs[operation.operator] ?? 'changes'} ${placeText(operation)}`;
}

const verbs: Readonly<Record<string, string>> = { add: 'adds', replace: 'replaces', remove: 'removes' };
