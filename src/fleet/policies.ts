import { toData } from '../yaml/data.ts';
import type { Data, Reader } from '../yaml/node.ts';
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
  const spec = fieldOf(toData(resource.node, reader), 'spec');
  const selectors = selectorsOf(spec, namespace);
  const suspension = fieldOf(spec, 'suspension');
  const dispatching = fieldOf(fieldOf(suspension, 'dispatchingOnClusters'), 'clusterNames');
  return {
    resource,
    kind,
    name,
    namespace,
    selectors,
    priority: wholeOf(fieldOf(spec, 'priority')),
    placement: mapOf(fieldOf(spec, 'placement')) ?? empty,
    propagateDeps:
      fieldOf(spec, 'propagateDeps') === true ||
      selectors.some((selector) => selector.kind === 'ServiceImport'),
    dependentOverrides: textsOf(fieldOf(spec, 'dependentOverrides')),
    suspended: fieldOf(suspension, 'dispatching') === true ? 'everywhere' : textsOf(dispatching),
  };
}

function overridePolicy(
  { resource, name, namespace }: Delivered,
  kind: OverridePolicy['kind'],
  reader: Reader,
): OverridePolicy {
  const spec = fieldOf(toData(resource.node, reader), 'spec');
  return { resource, kind, name, namespace, selectors: selectorsOf(spec, namespace), rules: rulesOf(spec) };
}

/** A namespaced policy's selectors get its namespace; those of cluster-scoped ones stay open (rule 2). */
function selectorsOf(spec: Data | undefined, namespace: string | undefined): Selector[] {
  return listOf(fieldOf(spec, 'resourceSelectors')).map((selector, index) => ({
    apiVersion: textOf(fieldOf(selector, 'apiVersion')),
    kind: textOf(fieldOf(selector, 'kind')),
    namespace: textOf(fieldOf(selector, 'namespace')) || (namespace ?? ''),
    name: textOf(fieldOf(selector, 'name')),
    labelSelector: mapOf(fieldOf(selector, 'labelSelector')),
    path: ['spec', 'resourceSelectors', index],
  }));
}

/** The deprecated fields count only where there are no rules (rule 32). */
function rulesOf(spec: Data | undefined): OverrideRule[] {
  const rules = listOf(fieldOf(spec, 'overrideRules'));
  if (rules.length === 0) {
    const overriders = fieldOf(spec, 'overriders');
    if (!isMap(overriders)) return [];
    return [
      { targetCluster: mapOf(fieldOf(spec, 'targetCluster')), overriders, path: ['spec', 'overriders'] },
    ];
  }
  return rules.map((rule, index) => ({
    targetCluster: mapOf(fieldOf(rule, 'targetCluster')),
    overriders: mapOf(fieldOf(rule, 'overriders')) ?? empty,
    path: ['spec', 'overrideRules', index, 'overriders'],
  }));
}
