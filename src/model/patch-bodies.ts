import type { Path } from '../yaml/node.ts';
import { isMap } from '../yaml/render.ts';
import { placesOf } from './field-places.ts';
import { fluxGroups, kustomizeGroup, type Resource } from './resource.ts';

/** What stands in a patch's `target`; undefined where there is none. */
export type Target = Readonly<Record<string, string | undefined>> | undefined;

/** A patch that stands as text in an object. */
export interface PatchBody {
  readonly path: Path;
  readonly body: string;
  readonly target: Target;
  readonly isRendered: boolean;
}

/** Fields whose items bear a patch as text. */
const patchLists: Readonly<Record<string, readonly string[]>> = {
  [`${fluxGroups.kustomize}/Kustomization`]: ['spec.patches[]'],
  [`${fluxGroups.helm}/HelmRelease`]: ['spec.postRenderers[].kustomize.patches[]'],
  [`${kustomizeGroup}/Kustomization`]: ['patches[]', 'patchesJson6902[]', 'patchesStrategicMerge[]'],
  [`${kustomizeGroup}/Component`]: ['patches[]', 'patchesJson6902[]', 'patchesStrategicMerge[]'],
};

/** The patches that an object bears as text. */
export function* patchBodies(resource: Resource): Iterable<PatchBody> {
  const isRendered = resource.group === fluxGroups.helm;
  for (const field of patchLists[`${resource.group}/${resource.kind}`] ?? []) {
    for (const place of placesOf(resource, field)) {
      const plain = resource.text(...place);
      const path = plain === undefined ? [...place, 'patch'] : place;
      const body = plain ?? resource.text(...path);
      if (body === undefined || (plain !== undefined && !plain.includes('\n'))) continue;
      yield { path, body, target: targetAt(resource, place), isRendered };
    }
  }
}

/** The `target` of a patch at a place. */
export function targetAt(resource: Resource, place: Path): Target {
  const target = resource.get(...place, 'target');
  if (target === undefined || !isMap(target)) return undefined;
  return Object.fromEntries(
    Object.entries(target).map(([key, value]) => [key, typeof value === 'string' ? value : undefined]),
  );
}
