import { policyGroup } from '../fleet/policy.ts';
import { groupBy } from '../model/group.ts';
import type { Repo } from '../model/repo.ts';
import type { Resource } from '../model/resource.ts';
import { nodeAt } from '../yaml/locate.ts';
import type { Path, YamlNode } from '../yaml/node.ts';
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

const known = new WeakMap<Repo, ReadonlyMap<string, readonly Resource[]>>();

/** The namespace in which all objects live that a policy names without one, where it lies in another and finds nothing. */
export function meantNamespace(repo: Repo, policy: Resource): string | undefined {
  if (isClusterWide(policy)) return undefined;
  const byName = known.get(repo) ?? groupBy(repo.resources, ({ kind, name }) => `${kind} ${name}`);
  known.set(repo, byName);
  const homes = selectorsIn(policy).map(({ kind, name, namespace }) => {
    const [only, ...others] = byName.get(`${kind} ${name}`) ?? [];
    return namespace !== '' || others.length > 0 ? undefined : only?.namespace;
  });
  const [home, ...others] = new Set(homes);
  return others.length > 0 || home === homeOf(policy) ? undefined : home;
}

/** One entry of `spec.resourceSelectors`, as written; empty texts for what is not there. */
export interface WrittenSelector {
  readonly path: Path;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

const selectors = new WeakMap<Resource, readonly WrittenSelector[]>();

/** The selectors of a policy; read once, since most rules ask for them. */
export function selectorsIn(policy: Resource): readonly WrittenSelector[] {
  const known = selectors.get(policy) ?? readSelectors(policy);
  selectors.set(policy, known);
  return known;
}

function readSelectors(policy: Resource): WrittenSelector[] {
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
  const node = behindAlias(nodeAt(policy.node, path));
  // Only what a merge key brings in has no node: the values of all others need not be read to count them.
  const areMaps =
    node?.kind === 'list'
      ? node.items.map((item) => behindAlias(item)?.kind === 'map')
      : policy.list(...path).map(isMap);
  return areMaps.flatMap((isOne, index): Path[] => (isOne ? [[...path, index]] : []));
}

function isMapAt(policy: Resource, path: Path): boolean {
  const node = behindAlias(nodeAt(policy.node, path));
  return node === undefined ? isMap(policy.get(...path) ?? null) : node.kind === 'map';
}

function behindAlias(node: YamlNode | undefined): YamlNode | undefined {
  return node?.kind === 'alias' ? node.target : node;
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
  return paths.filter((path) => isMapAt(policy, path));
}

/** Where the overriders of a policy stand: of its rules, or the policy's own where it has none (rule 32). */
export function overridersIn(policy: Resource): Path[] {
  const rules = mapsIn(policy, ['spec', 'overrideRules']);
  const all: Path[] =
    rules.length > 0 ? rules.map((rule) => [...rule, 'overriders']) : [['spec', 'overriders']];
  return all.filter((path) => isMapAt(policy, path));
}
