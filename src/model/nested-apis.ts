import facts from '../../schemas/facts.json' with { type: 'json' };
import type { Data, Path } from '../yaml/node.ts';
import { type ApiState, apiState } from './api-state.ts';
import { placesOf } from './field-places.ts';
import type { FluxVersion } from './flux-version.ts';
import { fluxGroups, kustomizeGroup, type Resource } from './resource.ts';
import { hasVariable } from './substitution.ts';

/** An apiVersion in a field of an object, by which others are named. */
export interface NestedApi {
  /** Where the version stands: `…apiVersion`, or `…version` beside a `group`. */
  readonly path: Path;
  readonly apiVersion: string;
  readonly kind: string;
  readonly state: ApiState;
  /** Nobody looks it up: Flux takes the kind's group for granted there. */
  readonly idle: boolean;
  /** The name beside it; undefined where it selects more. */
  readonly name: string | undefined;
  /** Which objects it means: those of the cluster, or those of a build, as they stand in their files. */
  readonly of: 'cluster' | 'build';
}

const idleFields =
  /^spec\.(?:sourceRef|chartRef|chart\.spec\.sourceRef|eventSources\[\]|healthCheckExprs\[\]|inputsFrom\[\])\./;

/** Fields that name an apiVersion, by group and kind (schemas/facts.json). */
const fields: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(facts.nestedApiVersions));

/** Fields that select objects by group, version and kind. */
const targets: Readonly<Record<string, readonly string[]>> = {
  [`${fluxGroups.kustomize}/Kustomization`]: ['spec.patches[].target', 'spec.patchesJson6902[].target'],
  [`${fluxGroups.helm}/HelmRelease`]: [
    'spec.postRenderers[].kustomize.patches[].target',
    'spec.postRenderers[].kustomize.patchesJson6902[].target',
  ],
  [`${kustomizeGroup}/Kustomization`]: [
    'patches[].target',
    'patchesJson6902[].target',
    'replacements[].source',
    'replacements[].targets[].select',
    'replacements[].targets[].reject[]',
  ],
  [`${kustomizeGroup}/Component`]: ['patches[].target', 'patchesJson6902[].target'],
};

/** The apiVersions in fields of an object, with their state for a Flux release, in the order of its fields. */
export function* nestedApis(resource: Resource, flux: FluxVersion): Iterable<NestedApi> {
  const key = `${resource.group}/${resource.kind}`;
  for (const field of fields.get(key) ?? []) {
    for (const place of placesOf(resource, field.replace(/\.apiVersion$/, ''))) {
      const { apiVersion, kind, name } = textsAt(resource, place);
      yield* use([...place, 'apiVersion'], {
        apiVersion,
        kind,
        name,
        idle: idleFields.test(field),
        of: 'cluster',
      });
    }
  }
  for (const field of targets[key] ?? []) {
    for (const place of placesOf(resource, field)) {
      const { group, version, kind, name } = textsAt(resource, place);
      // Without a group the target is of any.
      if (group === undefined || version === undefined) continue;
      const apiVersion = group === '' ? version : `${group}/${version}`;
      yield* use([...place, 'version'], { apiVersion, kind, name, idle: false, of: 'build' });
    }
  }

  function* use(
    path: Path,
    found: {
      readonly apiVersion: string | undefined;
      readonly kind: string | undefined;
    } & Pick<NestedApi, 'idle' | 'of' | 'name'>,
  ): Iterable<NestedApi> {
    const { apiVersion, kind } = found;
    if (apiVersion === undefined || kind === undefined || hasVariable(apiVersion + kind)) return;
    const state = apiState(apiVersion, kind, flux);
    if (state !== undefined) yield { ...found, path, apiVersion, kind, state };
  }
}

function textsAt(resource: Resource, place: Path): Readonly<Record<string, string | undefined>> {
  const value: Data | undefined = resource.get(...place);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, typeof each === 'string' ? each : undefined]),
  );
}
