import type { RepoPath } from '../core/change.ts';
import type { Repo } from '../model/repo.ts';
import type { Data, Path } from '../yaml/node.ts';
import { policyGroup } from './policy.ts';

/** A cluster that a policy names, and the path of the name in it. */
export interface ClusterMention {
  readonly name: string;
  readonly path: Path;
}

/** The fields of policies whose items are names of clusters (policy.karmada.io/v1alpha1). */
const fields = new Set(['clusterNames', 'exclude']);

/** Every cluster that policies name, each once, in order. */
export function namesIn(repo: Repo): string[] {
  return [...namingFiles(repo).keys()].sort();
}

/** The clusters that policies name, and the files that name each, in order. */
export function namingFiles(repo: Repo): ReadonlyMap<string, readonly RepoPath[]> {
  const files = new Map<string, Set<RepoPath>>();
  for (const policy of repo.resources) {
    if (policy.group !== policyGroup) continue;
    for (const { name } of mentionsIn(policy.get('spec') ?? null, ['spec'])) {
      const naming = files.get(name);
      if (naming === undefined) files.set(name, new Set([policy.file]));
      else naming.add(policy.file);
    }
  }
  return new Map([...files].map(([name, naming]) => [name, [...naming]]));
}

/**
 * The clusters that a part of a policy names: affinities of placements and of override rules, suspended ones. What
 * overriders write is nobody's affinity.
 */
export function* mentionsIn(data: Data, path: Path): Iterable<ClusterMention> {
  if (typeof data !== 'object' || data === null) return;
  if (Array.isArray(data)) {
    for (const [index, item] of data.entries()) yield* mentionsIn(item, [...path, index]);
    return;
  }
  for (const [key, value] of Object.entries(data)) {
    if (key === 'overriders' || key === 'resourceSelectors') continue;
    const here = [...path, key];
    if (!fields.has(key) || !Array.isArray(value)) yield* mentionsIn(value, here);
    else
      for (const [index, name] of value.entries())
        if (typeof name === 'string' && name !== '') yield { name, path: [...here, index] };
  }
}
