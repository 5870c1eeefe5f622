import type { Fleet } from '../fleet/fleet.ts';
import { pointerTo } from '../fleet/json-pointer.ts';
import type { App } from '../model/app.ts';
import type { Repo } from '../model/repo.ts';
import { allReferences, isNamed } from './all-references.ts';
import { scopeOf } from './app-scope.ts';
import type { OverrideTarget } from './override-target.ts';

/** Which other releases are given the text that an override changes, and run on those clusters: one sentence each. */
export function readerNotes(
  repo: Repo,
  apps: readonly App[],
  of: { readonly target: OverrideTarget; readonly fleet: Fleet; readonly clusters: readonly string[] },
): string[] {
  const { target, fleet, clusters } = of;
  const { template, release, field } = target;
  if (field === undefined) return [];
  const notes = new Set<string>();
  for (const reference of allReferences(scopeOf(repo, apps))) {
    const { role, from, key = 'values.yaml' } = reference;
    if (role !== 'values' || from === release.resource || pointerTo(['data', key]) !== field) continue;
    if (!isNamed(reference, template.resource, template.namespace)) continue;
    const reader = fleet.templateOf(from);
    const there = reader === undefined ? [] : fleet.decide(reader).clusters;
    const also = clusters.filter((cluster) => there.includes(cluster));
    if (also.length > 0)
      notes.add(
        `${from.kind} ${from.name} in ${from.file} reads the same ${template.kind} ${template.name}: it changes on ${also.join(', ')}, too`,
      );
  }
  return [...notes].sort();
}
