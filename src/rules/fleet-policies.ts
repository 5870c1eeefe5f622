import { policyGroup } from '../fleet/policy.ts';
import { groupBy } from '../model/group.ts';
import type { Repo } from '../model/repo.ts';
import type { Resource } from '../model/resource.ts';
import type { Data, Path } from '../yaml/node.ts';
import { isMap } from '../yaml/render.ts';

/** PropagationPolicies and ClusterPropagationPolicies, in that order. */
export function propagationPolicies({ ofKind }: Repo): Resource[] {
  return ['PropagationPolicy', 'ClusterPropagationPolicy'].flatMap((kind) => ofKind(kind, policyGroup));
}

/** OverridePolicies and ClusterOverridePolicies, in that order. */
export function overridePolicies({ ofKind }: Repo): Resource[] {
  return ['OverridePolicy', 'ClusterOverridePolicy'].flatMap((kind) => ofKind(kind, policyGroup));
}

/** Karmada's policies of all four kinds. */
export function policiesIn(repo: Repo): Resource[] {
  return [...propagationPolicies(repo), ...overridePolicies(repo)];
}

/** Whether a policy speaks of objects of all namespaces, and of objects without one. */
export function isClusterWide({ kind }: Resource): boolean {
  return kind.startsWith('Cluster');
}

/** The namespace that a namespaced policy lives in; kubectl takes `default` where none is written. */
export function homeOf(policy: Resource): string {
  return policy.namespace ?? 'default';
}

/** One entry of `spec.resourceSelectors`, as written; empty texts for what is not there. */
export interface WrittenSelector {
  readonly path: Path;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

export function selectorsIn(policy: Resource): WrittenSelector[] {
  return mapsIn(policy, ['spec', 'resourceSelectors']).map((path) => {
    const said = (field: string): string => policy.text(...path, field) ?? '';
    return {
      path,
      apiVersion: said('apiVersion'),
      kind: said('kind'),
      namespace: said('namespace'),
      name: said('name'),
    };
  });
}

const byName = new WeakMap<Repo, ReadonlyMap<string, readonly Resource[]>>();

/** The objects of a kind and name, in every namespace: looked up, so that ten thousand selectors may ask. */
export function objectsNamed(repo: Repo, kind: string, name: string): readonly Resource[] {
  const known = byName.get(repo) ?? groupBy(repo.resources, (each) => `${each.kind}/${each.name}`);
  byName.set(repo, known);
  return known.get(`${kind}/${name}`) ?? [];
}

/** `HelmRelease podinfo`, or `every HelmRelease`: how messages speak of what a selector takes. */
export function selectedText({ kind, name }: WrittenSelector): string {
  return name === '' ? `every ${kind}` : `${kind} ${name}`;
}

/** Where the mappings of a list stand; what is none of them is a finding of the schema. */
export function mapsIn(policy: Resource, path: Path): Path[] {
  return policy.list(...path).flatMap((item: Data, index): Path[] => (isMap(item) ? [[...path, index]] : []));
}

/** What a `fieldSelector` of clusters knows. */
export const fieldKeys: readonly string[] = ['provider', 'region', 'zone'];
export const fieldOperators: readonly string[] = ['In', 'NotIn'];

/** Every ClusterAffinity of a policy: of its placement, or of its rules. */
export function affinitiesIn(policy: Resource): Path[] {
  const placement = ['spec', 'placement'];
  const groups = mapsIn(policy, [...placement, 'clusterAffinities']);
  const weights = mapsIn(policy, [...placement, 'replicaScheduling', 'weightPreference', 'staticWeightList']);
  const paths: Path[] = [
    [...placement, 'clusterAffinity'],
    ...groups,
    ...groups.flatMap((group) => mapsIn(policy, [...group, 'overflowAffinities'])),
    ...weights.map((weight) => [...weight, 'targetCluster']),
    ['spec', 'targetCluster'],
    ...mapsIn(policy, ['spec', 'overrideRules']).map((rule) => [...rule, 'targetCluster']),
  ];
  return paths.filter((path) => isMap(policy.get(...path) ?? null));
}

/** Where the overriders of a policy stand: of its rules, or the policy's own where it has none (rule 32). */
export function overridersIn(policy: Resource): Path[] {
  const rules = mapsIn(policy, ['spec', 'overrideRules']);
  const all: Path[] =
    rules.length > 0 ? rules.map((rule) => [...rule, 'overriders']) : [['spec', 'overriders']];
  return all.filter((path) => isMap(policy.get(...path) ?? null));
}
