import type { RepoPath } from '../core/change.ts';

/** One root folder of the layout and how it was found. */
export interface Root {
  /** `flux-system`, `bootstrap`, `clusters/production`; empty for the repository's top. */
  readonly path: RepoPath;
  /** One phrase for `list --verbose`: `configured`, `holds helmrepositories, kustomizations, namespaces`… */
  readonly why: string;
}

/** Where things lie in this repository. */
export interface Layout {
  readonly roots: readonly Root[];
  /** The root that new files go to; undefined when there is none. */
  readonly root: Root | undefined;
  /** The folder that holds the app folders, empty for the top. */
  readonly appsDir: { readonly path: RepoPath; readonly why: string };
}

/** Names of the folders below a root, by the kind that they hold (lower case, plural). */
export const rootFolders = {
  HelmRepository: 'helmrepositories',
  OCIRepository: 'ocirepositories',
  GitRepository: 'gitrepositories',
  Kustomization: 'kustomizations',
  Namespace: 'namespaces',
} as const;

/** Names of the folders below a root for Karmada's policies of what lies in the root; an app's own lie beside it. */
export const policyFolders = {
  PropagationPolicy: 'propagationpolicies',
  ClusterPropagationPolicy: 'clusterpropagationpolicies',
  OverridePolicy: 'overridepolicies',
  ClusterOverridePolicy: 'clusteroverridepolicies',
} as const;

/** `<kind>-<name>.yaml`, lower case: the name of the file that holds one object. */
export function fileName(kind: string, name: string): string {
  return `${kind.toLowerCase()}-${name}.yaml`;
}

/** The values ConfigMap's name for an app. */
export function valuesName(app: string): string {
  return `${app}-helm-chart-value-overrides`;
}

/** Joins path segments, leaving out empty ones. */
export function join(...segments: readonly string[]): RepoPath {
  return segments.filter((segment) => segment !== '').join('/');
}

/** The folder of a path; empty at the top. */
export function folderOf(path: RepoPath): RepoPath {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

/** The last segment of a path. */
export function baseName(path: RepoPath): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Where the five files of an app lie. */
export function appPaths(
  place: { readonly root: RepoPath; readonly appsDir: RepoPath },
  names: {
    readonly app: string;
    readonly namespace: string;
    readonly source: { readonly kind: keyof typeof rootFolders; readonly name: string };
  },
): {
  readonly source: RepoPath;
  readonly namespace: RepoPath;
  readonly kustomization: RepoPath;
  readonly folder: RepoPath;
  readonly helmRelease: RepoPath;
  readonly values: RepoPath;
} {
  const { root } = place;
  const folder = join(place.appsDir, names.app);
  return {
    source: join(root, rootFolders[names.source.kind], fileName(names.source.kind, names.source.name)),
    namespace: join(root, rootFolders.Namespace, fileName('Namespace', names.namespace)),
    kustomization: join(root, rootFolders.Kustomization, fileName('Kustomization', names.app)),
    folder,
    helmRelease: join(folder, fileName('HelmRelease', names.app)),
    values: join(folder, fileName('ConfigMap', valuesName(names.app))),
  };
}
