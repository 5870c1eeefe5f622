import type { RepoPath } from '../core/change.ts';
import type { Data } from '../yaml/node.ts';
import type { FluxApi } from './flux-api.ts';
import type { Pinned } from './pin.ts';
import type { SourceName } from './source-files.ts';
import type { TemplateData } from './templates.ts';

/** One file to write: the template, what fills it, and the object that the result must be read back as. */
export interface AppFile {
  readonly path: RepoPath;
  readonly template: string;
  readonly data: TemplateData;
  readonly model: Readonly<Record<string, Data>> & { readonly kind: string };
}

/** An object of another file, by kind and name. */
export interface Reference {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
}

/** The Namespace of an app. */
export function namespaceFile(path: RepoPath, name: string): AppFile {
  return {
    path,
    template: 'namespace.yaml.hbs',
    data: { name },
    model: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
  };
}

/** The Kustomization that applies an app's folder and waits for its HelmRelease. */
export function kustomizationFile(
  path: RepoPath,
  api: FluxApi,
  object: {
    readonly name: string;
    readonly namespace: string;
    readonly folder: RepoPath;
    readonly source: Reference;
    readonly release: { readonly name: string; readonly namespace: string };
    readonly dependsOn: readonly string[];
  },
): AppFile {
  const { name, namespace, folder, source, dependsOn } = object;
  const release = { apiVersion: api.helmRelease, ...object.release };
  const sourceRef = { kind: source.kind, name: source.name };
  return {
    path,
    template: 'kustomization.yaml.hbs',
    data: {
      apiVersion: api.kustomization,
      name,
      namespace,
      path: `./${folder}`,
      source: { ...sourceRef, namespace: source.namespace },
      release,
      dependsOn,
    },
    model: {
      apiVersion: api.kustomization,
      kind: 'Kustomization',
      metadata: { name, namespace },
      spec: {
        ...(dependsOn.length === 0
          ? {}
          : { dependsOn: dependsOn.map((dependency) => ({ name: dependency })) }),
        interval: '15m',
        retryInterval: '2m',
        timeout: '10m',
        path: `./${folder}`,
        prune: true,
        sourceRef: {
          ...sourceRef,
          ...(source.namespace === undefined ? {} : { namespace: source.namespace }),
        },
        healthChecks: [
          {
            apiVersion: release.apiVersion,
            kind: 'HelmRelease',
            name: release.name,
            namespace: release.namespace,
          },
        ],
      },
    },
  };
}

/** What a template says of a pin, and of the part that stays. */
export function pinData({ range, level }: Pick<Pinned, 'range' | 'level'>): TemplateData {
  return { version: range, pinned: level !== undefined, exact: level === 'exact', level };
}

/** The ConfigMap of an app's values, and its key that holds them. */
export interface ValuesPlace {
  readonly name: string;
  readonly key: string;
}

/** The key that Flux reads where none is named. */
export const usualKey = 'values.yaml';

/** The entry of `valuesFrom` by which a HelmRelease reads its values. */
export function valuesEntry({ name, key }: ValuesPlace): Data {
  return { kind: 'ConfigMap', name, valuesKey: key };
}

/** The HelmRelease of an app: its chart, pinned here unless an OCIRepository has the pin, and the ConfigMap with its values. */
export function helmReleaseFile(
  path: RepoPath,
  api: FluxApi,
  object: {
    readonly name: string;
    readonly namespace: string;
    readonly chart: string;
    readonly version: Pick<Pinned, 'range' | 'level'>;
    readonly source: SourceName & { readonly isUsual: boolean };
    readonly hasCrds: boolean;
    readonly values: ValuesPlace;
  },
): AppFile {
  const { name, namespace, chart, version, source, hasCrds, values } = object;
  const isRegistry = source.kind === 'OCIRepository';
  const sourceRef = { kind: source.kind, name: source.name, namespace: source.namespace };
  const action = api.hasStrategy ? { strategy: { name: 'RetryOnFailure' } } : { remediation: { retries: 3 } };
  return {
    path,
    template: 'helmrelease.yaml.hbs',
    data: {
      apiVersion: api.helmRelease,
      name,
      namespace,
      chart,
      ...pinData(version),
      registry: isRegistry,
      source: { name: source.name, namespace: source.namespace, usual: source.isUsual },
      retryOnFailure: api.hasStrategy,
      crds: hasCrds,
      values: { name: values.name, key: values.key, usual: values.key === usualKey },
    },
    model: {
      apiVersion: api.helmRelease,
      kind: 'HelmRelease',
      metadata: { name, namespace },
      spec: {
        ...(isRegistry
          ? { chartRef: sourceRef }
          : { chart: { spec: { chart, version: version.range, sourceRef } } }),
        interval: '15m',
        timeout: '5m',
        releaseName: name,
        install: action,
        upgrade: { ...(hasCrds ? { crds: 'CreateReplace' } : {}), ...action },
        valuesFrom: [valuesEntry(values)],
      },
    },
  };
}

/** The ConfigMap that holds the values, and where they came from. */
export function valuesFile(
  path: RepoPath,
  api: FluxApi,
  object: ValuesPlace & {
    readonly namespace: string;
    readonly chart: string;
    readonly version: string;
    readonly digest: string;
    readonly values: string;
  },
): AppFile {
  const { name, key, namespace, chart, version, digest, values } = object;
  return {
    path,
    template: 'configmap.yaml.hbs',
    data: { name, namespace, watch: api.hasStrategy, chart, version, digest, key, values },
    model: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name,
        namespace,
        ...(api.hasStrategy ? { labels: { 'reconcile.fluxcd.io/watch': 'Enabled' } } : {}),
        annotations: {
          'gitops-kit/chart': chart,
          'gitops-kit/chart-version': version,
          'gitops-kit/values-digest': digest,
        },
      },
      data: { [key]: values },
    },
  };
}
