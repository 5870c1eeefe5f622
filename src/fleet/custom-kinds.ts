import type { Repo } from '../model/repo.ts';
import { fieldOf, textOf } from './fields.ts';
import { newestVersion } from './preferred.ts';

/** What the CustomResourceDefinitions of a repository say of the kinds that they bring. */
export interface CustomKinds {
  isClusterScoped(group: string, kind: string): boolean;
  /** The version that a plane with these definitions prefers. */
  preferred(group: string, kind: string): string | undefined;
}

export function customKinds(repo: Repo): CustomKinds {
  const kinds = new Map<
    string,
    { readonly isClusterScoped: boolean; readonly version: string | undefined }
  >();
  for (const definition of repo.ofKind('CustomResourceDefinition', 'apiextensions.k8s.io')) {
    const group = definition.text('spec', 'group');
    const kind = definition.text('spec', 'names', 'kind');
    if (group === undefined || kind === undefined) continue;
    const served = definition
      .list('spec', 'versions')
      .filter((version) => fieldOf(version, 'served') === true);
    kinds.set(`${group}/${kind}`, {
      isClusterScoped: definition.text('spec', 'scope') === 'Cluster',
      version: newestVersion(served.map((version) => textOf(fieldOf(version, 'name')))),
    });
  }
  return {
    isClusterScoped: (group, kind) => kinds.get(`${group}/${kind}`)?.isClusterScoped === true,
    preferred: (group, kind) => kinds.get(`${group}/${kind}`)?.version,
  };
}
