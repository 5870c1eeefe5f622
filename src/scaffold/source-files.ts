import type { RepoPath } from '../core/change.ts';
import { type AppFile, pinData } from './app-files.ts';
import type { ChartSource, NewSource } from './chart-source.ts';
import type { FluxApi } from './flux-api.ts';
import type { Pinned } from './pin.ts';
import type { Place } from './place.ts';
import { isRegistry } from './repository-url.ts';
import { accessFields } from './source-access.ts';

/** A chart source as a HelmRelease refers to it. */
export interface SourceName {
  readonly kind: 'HelmRepository' | 'OCIRepository';
  readonly name: string;
  readonly namespace: string;
}

/** Kind, name and namespace of a source. */
export function sourceName(source: ChartSource, { view, home }: Pick<Place, 'view' | 'home'>): SourceName {
  if (source.kind === 'new') return { kind: source.object, name: source.name, namespace: home };
  const { kind, name } = source.resource;
  return {
    kind: kind === 'OCIRepository' ? kind : 'HelmRepository',
    name,
    namespace: view?.namespaceOf(source.resource) ?? home,
  };
}

/** The object that a new source becomes. */
export function sourceFile(
  path: RepoPath,
  api: FluxApi,
  object: {
    readonly source: NewSource;
    readonly namespace: string;
    /** What an OCIRepository is of; of a HelmRepository it is not asked. */
    readonly chart: ChartPin | undefined;
  },
): AppFile {
  const { source, namespace, chart } = object;
  if (source.object === 'HelmRepository') return helmRepositoryFile(path, api, object);
  if (chart === undefined) throw new Error('an OCIRepository needs a chart and its version');
  return ociRepositoryFile(path, api, { source, namespace, chart });
}

/** A chart, and which versions of it Flux may take. */
export interface ChartPin {
  readonly name: string;
  readonly version: Pick<Pinned, 'range' | 'level'>;
}

function helmRepositoryFile(
  path: RepoPath,
  api: FluxApi,
  { source, namespace }: { readonly source: NewSource; readonly namespace: string },
): AppFile {
  const { name, url, access } = source;
  return {
    path,
    template: 'helmrepository.yaml.hbs',
    data: {
      apiVersion: api.helmRepository,
      name,
      namespace,
      url,
      registry: isRegistry(url),
      ...accessData(source),
    },
    model: {
      apiVersion: api.helmRepository,
      kind: 'HelmRepository',
      metadata: { name, namespace },
      // Flux fetches nothing for an address of a registry: it has no interval.
      spec: { ...(isRegistry(url) ? { type: 'oci' } : { interval: '15m' }), url, ...accessFields(access) },
    },
  };
}

/** What the layer of a chart is called (https://helm.sh/docs/topics/registries/). */
const chartLayer = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

function ociRepositoryFile(
  path: RepoPath,
  { ociRepository }: FluxApi,
  object: { readonly source: NewSource; readonly namespace: string; readonly chart: ChartPin },
): AppFile {
  const { source, namespace, chart } = object;
  if (ociRepository === undefined) throw new Error('this Flux serves no OCIRepository for charts');
  const { name, access } = source;
  const url = `${source.url}/${chart.name}`;
  return {
    path,
    template: 'ocirepository.yaml.hbs',
    data: {
      apiVersion: ociRepository,
      name,
      namespace,
      url,
      chart: chart.name,
      ...pinData(chart.version),
      ...accessData(source),
    },
    model: {
      apiVersion: ociRepository,
      kind: 'OCIRepository',
      metadata: { name, namespace },
      spec: {
        interval: '15m',
        url,
        ref: { semver: chart.version.range },
        layerSelector: { mediaType: chartLayer, operation: 'copy' },
        ...accessFields(access),
      },
    },
  };
}

function accessData({ access: { secretRef, certSecretRef, provider } }: NewSource) {
  return { secretRef, certSecretRef, provider: provider === 'generic' ? undefined : provider };
}
