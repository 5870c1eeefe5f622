import { groupBy } from '../model/group.ts';
import type { Data } from '../yaml/node.ts';
import { fieldOf } from './fields.ts';
import type { AppliedRule, Delivery, Fleet, Template } from './fleet.ts';
import { getPointer } from './json-pointer.ts';
import { type Operation, operationsOf } from './override-operations.ts';
import type { DataMap, OverridePolicy } from './policy.ts';
import { readSigsYaml } from './sigs-yaml.ts';

/** One object as the clusters get it that share the same override rules. */
export interface OverriddenObject {
  readonly template: Template;
  /** In order of name, not empty. */
  readonly clusters: readonly string[];
  /** In the order in which they are applied. */
  readonly operations: readonly Operation[];
  /** The object before them. */
  readonly object: DataMap;
  readonly found: Before;
  /** What arrives on the first of the clusters, and so on all of them. Made when it is asked for. */
  deliver(): Delivery;
}

/** Every object that some override rule speaks of, once for all clusters on which the same rules do. */
export function* overriddenObjects(fleet: Fleet): Iterable<OverriddenObject> {
  if (fleet.overridePolicies.length === 0) return;
  const numbers = new Map<OverridePolicy, number>(fleet.overridePolicies.map((policy, at) => [policy, at]));
  for (const template of fleet.templates) {
    const decision = fleet.decide(template);
    const here = decision.clusters
      .filter((cluster) => !decision.isSuspended(cluster))
      .map((cluster) => ({ cluster, rules: fleet.overridesFor(template, cluster) }))
      .filter(({ rules }) => rules.length > 0);
    if (here.length === 0) continue;
    const object = template.object();
    const found = beforeIn(object);
    const keyOf = ({ rules }: { readonly rules: readonly AppliedRule[] }): string =>
      rules.map(({ policy, rule }) => `${numbers.get(policy)}.${rule}`).join(' ');
    for (const [first, ...others] of groupBy(here, keyOf).values()) {
      if (first === undefined) continue;
      const clusters = [first, ...others].map(({ cluster }) => cluster);
      const operations = first.rules.flatMap(({ policy, rule }) => operationsOf(policy, rule));
      let made: Delivery | undefined;
      const deliver = (): Delivery => {
        made ??= fleet.deliver(template, first.cluster);
        return made;
      };
      yield { template, clusters, operations, object, found, deliver };
    }
  }
}

/** What stood somewhere before any override; undefined where nothing did. */
export type Before = (place: Pick<Operation, 'pointer' | 'inner'>) => Data | undefined;

/** Looks up what operations find in an object; each text inside it is read once. */
export function beforeIn(object: DataMap): Before {
  const texts = new Map<string, Data | undefined>();
  const textAt = (pointer: string): Data | undefined => {
    if (!texts.has(pointer)) texts.set(pointer, readText(valueAt(object, pointer)));
    return texts.get(pointer);
  };
  return ({ pointer, inner }) => {
    if (inner === undefined) return valueAt(object, pointer);
    const text = textAt(pointer);
    return text === undefined ? undefined : valueAt(text, inner);
  };
}

function readText(text: Data | undefined): Data | undefined {
  const read = typeof text === 'string' ? readSigsYaml(text) : { error: '' };
  return 'error' in read ? undefined : read.data;
}

function valueAt(data: Data, pointer: string): Data | undefined {
  const found = getPointer(data, pointer);
  return 'error' in found ? undefined : found.value;
}

/** Whether an object has containers that `image`, `command` and `args` overriders find (rules 39, 40). */
export function hasContainers(object: DataMap): boolean {
  return ['Pod', 'Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job'].includes(
    String(fieldOf(object, 'kind') ?? ''),
  );
}
