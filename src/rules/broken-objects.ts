import { KitError } from '../core/errors.ts';
import type { Template } from '../fleet/fleet.ts';
import type { OverriddenObject } from '../fleet/overridden-objects.ts';
import { hasPointers, type Operation, writesOn } from '../fleet/override-operations.ts';
import type { DataMap } from '../fleet/policy.ts';
import { type Resource, resourcesOf } from '../model/resource.ts';
import { newFaults } from '../schema/new-fault.ts';
import type { ObjectFault, Schemas } from '../schema/schemas.ts';
import { readYaml } from '../yaml/read.ts';
import { flowText } from '../yaml/render.ts';

/** What the API of a cluster refuses of an object that overrides made. */
export interface BrokenObject {
  readonly key: string;
  readonly operation: Operation;
  readonly fault: ObjectFault;
  /** The first object. */
  readonly template: Template;
  readonly clusters: Set<string>;
}

/** The faults that an object has only after the overrides. */
export function* brokenBy(overridden: OverriddenObject, schemas: Schemas): Iterable<BrokenObject> {
  const { template, clusters, operations, object } = overridden;
  // What stands in a text is a text before and after; labels are texts by the policy's own schema.
  const suspects = operations.filter((each) => each.overrider === 'plaintext' && hasPointers(each));
  const arrived = suspects.length === 0 ? undefined : overridden.deliver().object;
  if (arrived === undefined) return;
  const [before, after] = [object, arrived].map(asResource);
  if (before === undefined || after === undefined) return;
  for (const fault of newFaults(before, after, schemas)) {
    const operation = suspects.findLast((each) => writesOn(each, fault.path));
    if (operation === undefined) continue;
    const { file, range } = operation.policy.resource.at(...operation.path);
    const key = `${file} ${range.start} ${fault.kind} ${fault.path.join('/')}`;
    yield { key, operation, fault, template, clusters: new Set(clusters) };
  }
}

/** Data as an object of a file, which is what schemas judge; undefined where it cannot be written. */
function asResource(object: DataMap): Resource | undefined {
  try {
    return resourcesOf('', readYaml(flowText(object, true)))[0];
  } catch (error) {
    if (error instanceof KitError) return undefined;
    throw error;
  }
}
