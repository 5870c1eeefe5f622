import { isMap } from '../fleet/fields.ts';
import type { Template } from '../fleet/fleet.ts';
import { hasContainers, type OverriddenObject } from '../fleet/overridden-objects.ts';
import type { Operation } from '../fleet/override-operations.ts';
import type { DataMap } from '../fleet/policy.ts';
import type { Data, Scalar } from '../yaml/node.ts';
import { isSameData } from '../yaml/same-data.ts';

/** What one operation does, over all objects and clusters for which it is run. */
export interface OperationUse {
  readonly operation: Operation;
  /** The first object, and all of them. */
  readonly template: Template;
  readonly templates: Set<Template>;
  readonly clusters: Set<string>;
  /** Why it changes none of them; undefined where it changes one. */
  readonly idle: 'equal' | 'absent' | 'no-containers' | undefined;
  /** The entries of a mapping that an `add` replaces and does not write itself, of the first object where there are some. */
  readonly lost: Found<readonly string[]> | undefined;
  /** The scalar that gets another type, of the first object where one does. */
  readonly retyped: Found<Scalar> | undefined;
}

interface Found<What> {
  readonly template: Template;
  readonly was: What;
}

/** What the operations do that are run for an object: of those that are plain all is known. */
export function* usesIn(
  { template, clusters, operations, object, found }: OverriddenObject,
  plain: ReadonlySet<Operation>,
): Iterable<OperationUse> {
  for (const operation of operations) {
    const isPlain = plain.has(operation);
    const was = isPlain ? found(operation) : undefined;
    const lost = isPlain ? lostBy(operation, was) : undefined;
    yield {
      operation,
      template,
      templates: new Set([template]),
      clusters: new Set(clusters),
      idle: isPlain ? idleness(operation, was, object) : undefined,
      lost: lost === undefined ? undefined : { template, was: lost },
      retyped: isPlain && isRetyped(operation, was) ? { template, was } : undefined,
    };
  }
}

function idleness(
  { overrider, operator, pointer, value }: Operation,
  was: Data | undefined,
  object: DataMap,
): OperationUse['idle'] {
  switch (overrider) {
    case 'image':
    case 'command':
    case 'args':
      return pointer === '' && !hasContainers(object) ? 'no-containers' : undefined;
    case 'labels':
    case 'annotations':
      if (operator !== 'add' && was === undefined) return 'absent';
      return operator !== 'remove' && isSameData(was, value) ? 'equal' : undefined;
    case 'field':
    case 'plaintext':
      return operator !== 'remove' && was !== undefined && isSameData(was, value) ? 'equal' : undefined;
  }
}

function lostBy({ operator, value }: Operation, was: Data | undefined): readonly string[] | undefined {
  if (operator !== 'add' || !isMap(was) || !isMap(value)) return undefined;
  const lost = Object.keys(was).filter((key) => !Object.hasOwn(value, key));
  return lost.length === 0 ? undefined : lost;
}

/** Whether a text becomes a number or a truth value, or the other way round, where it says the like. */
function isRetyped({ operator, value }: Operation, was: Data | undefined): was is Scalar {
  if (operator === 'remove' || !isScalar(value) || !isScalar(was)) return false;
  if (typeof was === 'string') return typeof value !== 'string';
  return typeof value === 'string' && scalarOf(value, was) !== undefined;
}

function isScalar(data: Data | undefined): data is string | number | bigint | boolean {
  return ['string', 'number', 'bigint', 'boolean'].includes(typeof data);
}

/** A text as a value of the same type as another; undefined where it says none. */
export function scalarOf(text: string, like: Scalar): number | boolean | undefined {
  if (typeof like === 'boolean') return text === 'true' || text === 'false' ? text === 'true' : undefined;
  if (typeof like !== 'number') return undefined;
  return /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
}
