import { kept } from '../core/once.ts';
import type { Repo } from '../model/repo.ts';
import type { Resource } from '../model/resource.ts';
import { toData } from '../yaml/data.ts';
import type { Data, Reader } from '../yaml/node.ts';
import { withDefaults } from './crd-defaults.ts';
import { type CustomKinds, customKinds } from './custom-kinds.ts';
import { type Delivered, deliveredObjects } from './delivered.ts';
import { isMap, mapOf, textMap } from './fields.ts';
import type { FleetOptions, Template } from './fleet.ts';
import { type DataMap, policyGroup } from './policy.ts';
import { preferredByFlux } from './preferred.ts';

/** What is on the control plane. */
export interface Plane {
  readonly templates: readonly Template[];
  readonly policies: readonly Delivered[];
}

/** Sorts what is applied into policies and templates; Cluster objects are the plane's own. */
export function planeOf(repo: Repo, options: FleetOptions): Plane {
  const custom = customKinds(repo);
  const objects = deliveredObjects(repo, options.delivery, custom);
  const preferred = preferredVersions(repo, options, custom);
  return {
    policies: objects.filter(({ resource }) => resource.group === policyGroup),
    templates: objects
      .filter(({ resource }) => resource.group !== policyGroup && resource.group !== 'cluster.karmada.io')
      .map((object) => templateOf(object, { options, preferred })),
  };
}

/** Who reads the repository's files on their way to the plane. */
export function readerOf({ delivery }: Pick<FleetOptions, 'delivery'>): Reader {
  return delivery === 'flux' ? 'kustomize' : 'kubectl';
}

/** The apiVersion in which the plane gives out a kind (rules 3, 4); undefined: the written one. */
type Preferred = (group: string, kind: string) => string | undefined;

function preferredVersions(repo: Repo, { preferred }: FleetOptions, custom: CustomKinds): Preferred {
  if (preferred === 'as-written') return () => undefined;
  const versions = kept((group: string) =>
    kept((kind: string) => {
      const version = preferredByFlux(group, kind, repo.flux) ?? custom.preferred(group, kind);
      return version === undefined ? undefined : `${group}/${version}`;
    }),
  );
  return (group, kind) => versions(group)(kind);
}

interface Context {
  readonly options: FleetOptions;
  readonly preferred: Preferred;
}

function templateOf({ resource, name, namespace }: Delivered, { options, preferred }: Context): Template {
  const { group, kind } = resource;
  const apiVersion = preferred(group, kind) ?? resource.apiVersion;
  const reader = readerOf(options);
  return {
    resource,
    group,
    kind,
    name,
    namespace,
    apiVersion,
    labels: labelsOf(resource, name),
    object: () => {
      const written = toData(resource.node, reader);
      const object = admitted(placed(isMap(written) ? written : {}, { apiVersion, name, namespace }));
      const whole = options.crdDefaults ? withDefaults(object, apiVersion, kind) : object;
      return isMap(whole) ? whole : object;
    },
  };
}

/** The API server labels every Namespace with its name. */
function labelsOf(resource: Resource, name: string): Readonly<Record<string, string>> {
  const labels = textMap(resource.get('metadata', 'labels'));
  if (resource.kind === 'Namespace' && resource.group === '') labels['kubernetes.io/metadata.name'] = name;
  return labels;
}

/** The API server moves a Secret's `stringData` into `data`, in base64, and keeps no other copy of it (rule 38). */
function admitted(object: DataMap): DataMap {
  const texts = object['stringData'];
  if (object['apiVersion'] !== 'v1' || object['kind'] !== 'Secret' || !isMap(texts)) return object;
  const { stringData, ...rest } = object;
  const data: Record<string, Data> = Object.assign(Object.create(null), mapOf(object['data']));
  for (const [key, text] of Object.entries(textMap(texts))) data[key] = Buffer.from(text).toString('base64');
  return Object.assign(Object.create(null), rest, { data });
}

/** The object under the names that it has on the plane. */
function placed(
  written: { readonly [key: string]: Data },
  { apiVersion, name, namespace }: Pick<Template, 'apiVersion' | 'name' | 'namespace'>,
): { readonly [key: string]: Data } {
  const { metadata } = written;
  const named: Record<string, Data> = Object.assign(Object.create(null), isMap(metadata) ? metadata : {});
  named['name'] = name;
  if (namespace === undefined) delete named['namespace'];
  else named['namespace'] = namespace;
  return Object.assign(Object.create(null), written, { apiVersion, metadata: named });
}
