import type { RepoPath } from '../core/change.ts';
import type { Resource } from './resource.ts';

/** What a Flux Kustomization builds from one folder of the repository. */
export interface Build {
  /** The folder, without `./`; empty for the repository's top. */
  readonly path: RepoPath;
  /** The Kustomization that applies it; undefined for the bootstrap Kustomization that is not in the repository. */
  readonly kustomization: Resource | undefined;
  readonly resources: readonly Resource[];
  /** Names of ConfigMaps and Secrets that generators of kustomization.yaml files make. */
  readonly generated: readonly {
    readonly kind: string;
    readonly namespace: string | undefined;
    readonly name: string;
  }[];
  /** False when something in the build could not be read or followed (remote resources, unread files): it may hold more. */
  readonly complete: boolean;
}

/** What one cluster runs: the closure of what one root Kustomization applies, directly and through its Kustomizations. */
export interface View {
  /** The root folder: what the bootstrap Kustomization applies, empty for the repository's top. */
  readonly root: RepoPath;
  readonly builds: readonly Build[];
  /** The objects of all builds, each once, in repository order. */
  readonly resources: readonly Resource[];
  readonly complete: boolean;
  /** The object of that identity in this view (any version of the group); `namespace` undefined for cluster-scoped kinds. */
  find(kind: string, namespace: string | undefined, name: string, group?: string): Resource | undefined;
  /** The objects of a kind in this view. */
  ofKind(kind: string, group?: string): readonly Resource[];
  /** The namespace that an object gets here: its own, else its Kustomization's targetNamespace or the kustomize transformer's. */
  namespaceOf(resource: Resource): string | undefined;
}
