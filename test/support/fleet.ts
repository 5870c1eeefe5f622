import { filesOf } from '../../src/core/change.ts';
import { knownClusters } from '../../src/fleet/clusters.ts';
import type { Decision, Delivery, Fleet, FleetOptions, Template } from '../../src/fleet/fleet.ts';
import { fleetOf, fleetOptions } from '../../src/fleet/simulate.ts';
import { defaultSettings, type Settings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import { schemas } from './golden.ts';

/** An object as it stands in a file. */
export type Written = Readonly<Record<string, unknown>>;

interface Given {
  readonly options?: Partial<FleetOptions>;
  readonly settings?: Partial<Settings>;
}

/** The fleet of a repository of files. */
export function fleetOfFiles(
  files: Readonly<Record<string, string>>,
  { options = {}, settings = {} }: Given = {},
): Fleet {
  const all = { ...defaultSettings, ...settings };
  const repo = readRepo(filesOf(files), all);
  return fleetOf(repo, { ...fleetOptions(all, knownClusters(repo), schemas()), ...options });
}

/** The fleet of objects, one file each, and of the clusters member1, member2 and member3 where no others are among them. */
export function fleetOfObjects(objects: readonly Written[], given: Given = {}): Fleet {
  const hasClusters = objects.some(({ kind }) => kind === 'Cluster');
  const all = hasClusters
    ? objects
    : [...objects, ...['member1', 'member2', 'member3'].map((each) => cluster(each))];
  // JSON is YAML.
  const files = all.map((object, at) => [
    `objects/${String(at).padStart(5, '0')}.yaml`,
    JSON.stringify(object),
  ]);
  return fleetOfFiles(Object.fromEntries(files), given);
}

export function cluster(name: string, spec: Written = {}, more: Written = {}): Written {
  const { labels, ...rest } = spec;
  const metadata = { name, ...(labels === undefined ? {} : { labels }) };
  return { apiVersion: 'cluster.karmada.io/v1alpha1', kind: 'Cluster', metadata, spec: rest, ...more };
}

/** @param name `podinfo/podinfo` with a namespace, `podinfo` without one */
export function object(apiVersion: string, kind: string, name: string, more: Written = {}): Written {
  const [first = '', second] = name.split('/');
  const named = second === undefined ? { name: first } : { name: second, namespace: first };
  const { metadata = {}, ...rest } = more;
  return { apiVersion, kind, metadata: { ...named, ...(metadata as Written) }, ...rest };
}

export const release = (name: string, more: Written = {}): Written =>
  object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', name, more);

export const configMap = (name: string, more: Written = {}): Written => object('v1', 'ConfigMap', name, more);

export const namespace = (name: string, labels: Written = {}): Written =>
  object('v1', 'Namespace', name, { metadata: { labels } });

/** A selector of HelmReleases; with more to say in `more`. */
export const releases = (more: Written = {}): Written => ({
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  ...more,
});

export const configMaps = (more: Written = {}): Written => ({ apiVersion: 'v1', kind: 'ConfigMap', ...more });

const policyVersion = 'policy.karmada.io/v1alpha1';

/** A PropagationPolicy, or, of a name without namespace and `cluster`, a ClusterPropagationPolicy. */
export function propagation(
  name: string,
  resourceSelectors: readonly Written[],
  more: Written = {},
): Written {
  return object(policyVersion, 'PropagationPolicy', name, { spec: { resourceSelectors, ...more } });
}

export function clusterPropagation(
  name: string,
  resourceSelectors: readonly Written[],
  more: Written = {},
): Written {
  return object(policyVersion, 'ClusterPropagationPolicy', name, { spec: { resourceSelectors, ...more } });
}

export function override(name: string, spec: Written): Written {
  return object(policyVersion, 'OverridePolicy', name, { spec });
}

export function clusterOverride(name: string, spec: Written): Written {
  return object(policyVersion, 'ClusterOverridePolicy', name, { spec });
}

/** A placement on clusters by name. */
export const on = (...clusterNames: readonly string[]): Written => ({
  placement: { clusterAffinity: { clusterNames } },
});

/** A rule that sets one label, on some clusters or on all. */
export const labelling = (label: string, value: string, targetCluster?: Written): Written => ({
  ...(targetCluster === undefined ? {} : { targetCluster }),
  overriders: { labelsOverrider: [{ operator: 'add', value: { [label]: value } }] },
});

/** The template of a name: `HelmRelease podinfo/podinfo`, `Namespace podinfo`. */
export function templateOf(fleet: Fleet, name: string): Template {
  const [kind = '', full = ''] = name.split(' ');
  const [first = '', second] = full.split('/');
  const found = second === undefined ? fleet.find(kind, undefined, first) : fleet.find(kind, first, second);
  if (found === undefined) throw new Error(`no template ${name}`);
  return found;
}

export function decisionOn(fleet: Fleet, name: string): Decision {
  return fleet.decide(templateOf(fleet, name));
}

/** The clusters to which an object goes. */
export function clustersFor(fleet: Fleet, name: string): readonly string[] {
  return decisionOn(fleet, name).clusters;
}

export function delivered(fleet: Fleet, name: string, to: string): Delivery {
  return fleet.deliver(templateOf(fleet, name), to);
}

/** The object that arrives, as plain data. */
export function arriving(fleet: Fleet, name: string, to: string): Written {
  const { object: found, error } = delivered(fleet, name, to);
  if (found === undefined) throw new Error(error?.message ?? `${name} does not arrive on ${to}`);
  return JSON.parse(JSON.stringify(found)) as Written;
}

/** The numbers of the rules of which notes speak. */
export function noted(fleet: Fleet, name: string): readonly number[] {
  return decisionOn(fleet, name)
    .notes()
    .map(({ rule }) => rule);
}
