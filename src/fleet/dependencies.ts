import type { Template } from './fleet.ts';
import type { Hook } from './interpreter.ts';
import type { PropagationPolicy } from './policy.ts';

/** An object that a policy took, and where it goes. */
export interface Requirer {
  readonly template: Template;
  readonly policy: PropagationPolicy | undefined;
  readonly placed: readonly string[];
}

/** The clusters to which objects come because others need them, each with those (rule 26). */
export type Followed = ReadonlyMap<Template, ReadonlyMap<string, readonly Template[]>>;

/**
 * Follows the dependencies of what goes out by a policy with `propagateDeps`: to where their requirers were placed, not
 * further (rules 24-26).
 */
export function follow(
  requirers: Iterable<Requirer>,
  of: {
    readonly find: (
      kind: string,
      namespace: string | undefined,
      name: string,
      group: string,
    ) => Template | undefined;
    readonly hook: (kind: string) => Hook | undefined;
  },
): Followed {
  const followed = new Map<Template, Map<string, Template[]>>();
  for (const { template, policy, placed } of requirers) {
    if (policy?.propagateDeps !== true || placed.length === 0) continue;
    const needs = of.hook(`${template.apiVersion} ${template.kind}`);
    if (needs === undefined || needs === 'unknown') continue;
    for (const { kind, name } of needs(template.object())) {
      const needed = of.find(kind, template.namespace, name, '');
      if (needed === undefined) continue;
      const clusters = followed.get(needed) ?? new Map<string, Template[]>();
      followed.set(needed, clusters);
      for (const cluster of placed) {
        const by = clusters.get(cluster);
        if (by === undefined) clusters.set(cluster, [template]);
        else if (by.at(-1) !== template) by.push(template);
      }
    }
  }
  return followed;
}
