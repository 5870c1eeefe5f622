import type { RepoPath } from '../core/change.ts';
import type { Doubt, Gap, Sought } from './gap.ts';
import type { Reference } from './references.ts';
import type { Resource } from './resource.ts';

/** A ConfigMap or Secret that a generator of a kustomization.yaml makes; the name without kustomize's hash. */
export interface Generated {
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
  /** Whether kustomize adds a hash of the content to the name, as it does unless it is told not to. */
  readonly hashed: boolean;
  /** The keys of its data; undefined where they stand in files that are not read (`envs`), or are merged with others. */
  readonly keys: readonly string[] | undefined;
}

/** An object with the name and namespace that it gets in the cluster. */
export interface Identified {
  readonly resource: Resource;
  readonly name: string;
  readonly namespace: string | undefined;
}

/** What a Flux Kustomization builds from one folder of the repository. */
export interface Build {
  /** The folder, without `./`; empty for the repository's top. */
  readonly path: RepoPath;
  /** Whether the repository holds the folder. */
  readonly exists: boolean;
  /** The Kustomization that applies it; undefined for a bootstrap Kustomization that is not in the repository. */
  readonly kustomization: Resource | undefined;
  /** In repository order, each once. */
  readonly resources: readonly Resource[];
  /** The same objects with the names that they get in this build; one that comes twice stands twice. */
  readonly identities: readonly Identified[];
  /** The YAML files that it is made of, kustomization.yaml files included, in order. */
  readonly files: readonly RepoPath[];
  readonly generated: readonly Generated[];
  /** False when something in the build could not be read or followed (remote resources, unread files): it may hold more. */
  readonly complete: boolean;
}

/** What brings an object about: a manifest, a kustomize generator, or something that makes it in the cluster. */
export type Maker = 'object' | 'generated' | 'producer';

/**
 * How a root is known: a file says that Flux begins with it, the configuration names it, it has the folders of a root, or
 * nothing applies its Kustomizations.
 */
export type KnownBy = 'bootstrap' | 'configuration' | 'folders' | 'unapplied';

/** What one cluster runs: the closure of what one root Kustomization applies, directly and through its Kustomizations. */
export interface View {
  /** The root folder: what the bootstrap Kustomization applies, empty for the repository's top. */
  readonly root: RepoPath;
  /** The bootstrap Kustomization; undefined where it is not in the repository. */
  readonly kustomization: Resource | undefined;
  readonly knownBy: KnownBy;
  readonly builds: readonly Build[];
  /** The objects of all builds, each once, in repository order. */
  readonly resources: readonly Resource[];
  /** The Kustomizations that apply something of other repositories: what that holds is not known. */
  readonly foreign: readonly Resource[];
  /** False when something could not be read or followed: `doubt` says what that may be. */
  readonly complete: boolean;
  /** What could not be read or followed. */
  readonly gaps: readonly Gap[];
  /** Whether what could not be read or followed may bring that object about; `foreign` Kustomizations as well. */
  doubt(sought: Sought): Doubt;
  /** Who points at whom, in repository order; computed once. */
  readonly references: readonly Reference[];
  /** The object of that identity in this view (any version of the group); `namespace` undefined for cluster-scoped kinds. */
  find(kind: string, namespace: string | undefined, name: string, group?: string): Resource | undefined;
  /** What brings that object about; undefined when nothing known here does. Externals and bootstrap's own objects are producers. */
  makes(kind: string, namespace: string | undefined, name: string): Maker | undefined;
  /** The objects of a kind in this view. */
  ofKind(kind: string, group?: string): readonly Resource[];
  /** The namespace that an object gets here: its Kustomization's targetNamespace, a kustomize transformer's, or its own. */
  namespaceOf(resource: Resource): string | undefined;
  /** The name that an object gets here, after prefixes, suffixes and substitution. */
  nameOf(resource: Resource): string;
  /** A text of an object after its Kustomization's substitution, as far as the variables are known. */
  substituted(resource: Resource, text: string): string;
  /** What a Kustomization builds; undefined when it applies another source than this repository. */
  buildOf(kustomization: Resource): Build | undefined;
}
