import type { Fleet, Template } from '../fleet/fleet.ts';
import { keyOperations, referenceOperations } from '../fleet/link-operations.ts';
import { overriddenObjects } from '../fleet/overridden-objects.ts';
import type { Operation } from '../fleet/override-operations.ts';
import { plainOperations, succeeds } from '../fleet/plain-operations.ts';
import type { Schemas } from '../schema/schemas.ts';
import { type BrokenObject, brokenBy } from './broken-objects.ts';
import { type Clash, clashesIn } from './override-clashes.ts';
import { type Failure, failureIn } from './override-failures.ts';
import { type OperationUse, usesIn } from './override-uses.ts';

/** What the overrides of a fleet do, each operation once for all clusters. */
export interface OverrideFacts {
  readonly uses: ReadonlyMap<Operation, OperationUse>;
  readonly failures: readonly Failure[];
  readonly broken: readonly BrokenObject[];
  readonly clashes: readonly Clash[];
  readonly relinked: readonly Relinked[];
}

/** An object whose overrides may change what it needs, or what others find in it. */
export interface Relinked {
  readonly template: Template;
  /** Not empty; the same rules are run for all of them. */
  readonly clusters: readonly string[];
  /** Those that write where it points at others, in the order in which they are applied. */
  readonly references: readonly Operation[];
  /** Those that write which keys it has. */
  readonly keys: readonly Operation[];
}

const known = new WeakMap<Fleet, OverrideFacts>();

/**
 * Runs the overrides of a fleet, once for all rules: every object is made when it is looked at and not kept, and only what
 * is to be said of it stays.
 */
export function overrideFacts(fleet: Fleet, schemas: Schemas): OverrideFacts {
  const before = known.get(fleet);
  if (before !== undefined) return before;
  const uses = new Map<Operation, OperationUse>();
  const failures = new Map<string, Failure>();
  const broken = new Map<string, BrokenObject>();
  const clashes = new Map<string, Clash>();
  const relinked: Relinked[] = [];
  for (const each of overriddenObjects(fleet)) {
    const { template, clusters, operations } = each;
    const references = referenceOperations(template, operations);
    const keys = keyOperations(template, operations);
    if (references.length + keys.length > 0) relinked.push({ template, clusters, references, keys });
    const plain = plainOperations(operations);
    for (const use of usesIn(each, plain)) {
      const other = uses.get(use.operation);
      uses.set(use.operation, other === undefined ? use : joined(other, use));
    }
    for (const clash of clashesIn(each)) merge(clashes, clash.key, clash);
    // Most overrides are seen to succeed, and to leave a text a text: nothing need be run for them.
    if (operations.every((operation) => plain.has(operation) && succeeds(operation, each.found))) continue;
    const failure = failureIn(each);
    if (failure !== undefined) merge(failures, failure.key, failure);
    for (const fault of brokenBy(each, schemas)) merge(broken, fault.key, fault);
  }
  const facts = {
    uses,
    failures: [...failures.values()],
    broken: [...broken.values()],
    clashes: [...clashes.values()],
    relinked,
  };
  known.set(fleet, facts);
  return facts;
}

/** The same fact of other clusters, or of another object: the first object stays the one that is named. */
function merge<Fact extends { readonly clusters: Set<string> }>(
  facts: Map<string, Fact>,
  key: string,
  fact: Fact,
): void {
  const first = facts.get(key);
  if (first === undefined) facts.set(key, fact);
  else for (const cluster of fact.clusters) first.clusters.add(cluster);
}

function joined(first: OperationUse, other: OperationUse): OperationUse {
  for (const template of other.templates) first.templates.add(template);
  for (const cluster of other.clusters) first.clusters.add(cluster);
  return {
    ...first,
    idle: first.idle === other.idle ? first.idle : undefined,
    lost: first.lost ?? other.lost,
    retyped: first.retyped ?? other.retyped,
  };
}
