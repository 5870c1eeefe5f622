import { once } from '../core/once.ts';
import { toData } from '../yaml/data.ts';
import { isMergeKey } from '../yaml/key-checks.ts';
import { entryOf } from '../yaml/locate.ts';
import type { Data, MapNode, Reader } from '../yaml/node.ts';
import type { Delivered } from './delivered.ts';
import { fieldOf, isMap, listOf, mapOf, textOf, textsOf, wholeOf } from './fields.ts';
import type { OverridePolicy, OverrideRule, PropagationPolicy, Selector } from './policy.ts';

/** The policies of a plane, in repository order. */
export interface Policies {
  readonly propagation: readonly PropagationPolicy[];
  readonly override: readonly OverridePolicy[];
}

const empty: Readonly<Record<string, Data>> = Object.create(null);

/** Reads policies as admission leaves them (rules 1, 2); what has a wrong type counts as absent. */
export function policiesOf(objects: readonly Delivered[], reader: Reader): Policies {
  const propagation: PropagationPolicy[] = [];
  const override: OverridePolicy[] = [];
  for (const object of objects) {
    const { kind } = object.resource;
    if (kind === 'PropagationPolicy' || kind === 'ClusterPropagationPolicy')
      propagation.push(propagationPolicy(object, kind, reader));
    if (kind === 'OverridePolicy' || kind === 'ClusterOverridePolicy')
      override.push(overridePolicy(object, kind, reader));
  }
  return { propagation, override };
}

function propagationPolicy(
  { resource, name, namespace }: Delivered,
  kind: PropagationPolicy['kind'],
  reader: Reader,
): PropagationPolicy {
  const spec = specOf(resource.node, reader);
  const selectors = selectorsOf(spec('resourceSelectors'), namespace);
  const suspension = spec('suspension');
  const dispatching = fieldOf(fieldOf(suspension, 'dispatchingOnClusters'), 'clusterNames');
  return {
    resource,
    kind,
    name,
    namespace,
    selectors,
    priority: wholeOf(spec('priority')),
    placement: mapOf(spec('placement')) ?? empty,
    propagateDeps:
      spec('propagateDeps') === true || selectors.some((selector) => selector.kind === 'ServiceImport'),
    dependentOverrides: textsOf(spec('dependentOverrides')),
    suspended: fieldOf(suspension, 'dispatching') === true ? 'everywhere' : textsOf(dispatching),
  };
}

function overridePolicy(
  { resource, name, namespace }: Delivered,
  kind: OverridePolicy['kind'],
  reader: Reader,
): OverridePolicy {
  const spec = specOf(resource.node, reader);
  const selectors = selectorsOf(spec('resourceSelectors'), namespace);
  // Most of a policy, and only who looks at what it selects needs them.
  return { resource, kind, name, namespace, selectors, rules: once(() => rulesOf(spec)) };
}

/** The fields of an object's `spec`, each read when it is asked for. */
type Spec = (field: string) => Data | undefined;

function specOf(object: MapNode, reader: Reader): Spec {
  const spec = entryOf(object, 'spec')?.value;
  // A merge key may bring what stands nowhere, and an alias may stand for all of it.
  if (spec?.kind === 'map' && !isMerging(object) && !isMerging(spec)) {
    return (field) => {
      const value = entryOf(spec, field)?.value;
      return value === undefined ? undefined : toData(value, reader);
    };
  }
  const data = fieldOf(toData(object, reader), 'spec');
  return (field) => fieldOf(data, field);
}

function isMerging({ entries }: MapNode): boolean {
  return entries.some(({ key }) => isMergeKey(key));
}

/** A namespaced policy's selectors get its namespace; those of cluster-scoped ones stay open (rule 2). */
function selectorsOf(selectors: Data | undefined, namespace: string | undefined): Selector[] {
  return listOf(selectors).map((selector, index) => ({
    apiVersion: textOf(fieldOf(selector, 'apiVersion')),
    kind: textOf(fieldOf(selector, 'kind')),
    namespace: textOf(fieldOf(selector, 'namespace')) || (namespace ?? ''),
    name: textOf(fieldOf(selector, 'name')),
    labelSelector: mapOf(fieldOf(selector, 'labelSelector')),
    path: ['spec', 'resourceSelectors', index],
  }));
}

/** The deprecated fields count only where there are no rules (rule 32). */
function rulesOf(spec: Spec): OverrideRule[] {
  const rules = listOf(spec('overrideRules'));
  if (rules.length === 0) {
    const overriders = spec('overriders');
    if (!isMap(overriders)) return [];
    return [{ targetCluster: mapOf(spec('targetCluster')), overriders, path: ['spec', 'overriders'] }];
  }
  return rules.map((rule, index) => ({
    targetCluster: mapOf(fieldOf(rule, 'targetCluster')),
    overriders: mapOf(fieldOf(rule, 'overriders')) ?? empty,
    path: ['spec', 'overrideRules', index, 'overriders'],
  }));
}
