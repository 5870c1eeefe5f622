import type { Location } from '../core/finding.ts';
import { isList, isMap } from '../fleet/fields.ts';
import type { OverrideError, Template } from '../fleet/fleet.ts';
import { nearestPointer } from '../fleet/json-pointer.ts';
import type { OverriddenObject } from '../fleet/overridden-objects.ts';
import { hasPointers, type Operation } from '../fleet/override-operations.ts';

/** A place at which overrides fail, with all clusters that get nothing for it. */
export interface Failure {
  readonly key: string;
  readonly error: OverrideError;
  /** The longest part of the error's path that exists; undefined where it is none of a path. */
  readonly nearest: string | undefined;
  /** Undefined where it is no single operation that fails. */
  readonly operation: Operation | undefined;
  /** The first object. */
  readonly template: Template;
  readonly clusters: Set<string>;
  /** The keys that are there, at the longest part of the path that exists; undefined where that is no mapping. */
  readonly keys: readonly string[] | undefined;
  /** Whether there is a value at that part, and it is neither a mapping nor a list. */
  readonly endsInScalar: boolean;
}

/** Why an object does not go out; undefined where it does. */
export function failureIn(overridden: OverriddenObject): Failure | undefined {
  const { template, clusters, operations, object, found } = overridden;
  const { error } = overridden.deliver();
  if (error === undefined) return undefined;
  const { policy, at, message, pointer } = error;
  const operation = operations.find(
    (each) => each.policy === policy && holds(policy.resource.at(...each.path), at),
  );
  if (operation !== undefined && !hasPointers(operation)) return undefined;
  const isOfField = operation === undefined && pointer !== undefined;
  const nearest = isOfField ? nearestPointer(object, pointer) : error.nearest;
  const around = nearest === undefined ? undefined : found(placeAt(operation, nearest));
  return {
    key: `${at.file} ${at.range.start} ${message}`,
    error,
    nearest,
    operation,
    template,
    clusters: new Set(clusters),
    keys: isMap(around) ? Object.keys(around).slice(0, most) : undefined,
    endsInScalar: around !== undefined && !isMap(around) && !isList(around),
  };
}

/** A place as pointers of an operation name it: in the object, or in the text that the operation patches. */
function placeAt(operation: Operation | undefined, pointer: string): Pick<Operation, 'pointer' | 'inner'> {
  if (operation?.inner === undefined) return { pointer, inner: undefined };
  return { pointer: operation.pointer, inner: pointer };
}

/** More keys than anybody reads at once. */
const most = 200;

/** Whether one place is within another. */
export function holds(around: Location, { file, range }: Location): boolean {
  return around.file === file && around.range.start <= range.start && range.end <= around.range.end;
}
