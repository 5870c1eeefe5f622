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
  const policies = repo.resources.filter(({ group }) => group === policyGroup);
  const names = policies.flatMap((policy) =>
    [...mentionsIn(policy.get('spec') ?? null, ['spec'])].map(({ name }) => name),
  );
  return [...new Set(names)].sort();
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
