import type { RepoPath } from '../core/change.ts';
import type { Resource } from './resource.ts';
import type { View } from './view.ts';

/** The five parts of an app, in the order in which people read them. */
export type AppPart = 'source' | 'namespace' | 'kustomization' | 'helmRelease' | 'values';

/** The files of one app, joined by their references. */
export interface App {
  readonly name: string;
  readonly view: View;
  /** The folder of its HelmRelease, or the path of its Kustomization. */
  readonly folder: RepoPath | undefined;
  readonly namespace: string | undefined;
  readonly source: Resource | undefined;
  readonly namespaceObject: Resource | undefined;
  /** Undefined also where the root applies the release itself. */
  readonly kustomization: Resource | undefined;
  readonly helmRelease: Resource | undefined;
  /** The values ConfigMap (or Secret) that the release reads first. */
  readonly values: Resource | undefined;
  /**
   * What a complete app of this layout would have and this one has not. Inline values need no ConfigMap, and what may
   * stand in something that could not be read is not missing.
   */
  readonly missing: readonly AppPart[];
}
