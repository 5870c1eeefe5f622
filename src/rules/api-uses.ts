import facts from '../../schemas/facts.json' with { type: 'json' };
import { fieldsToMove } from '../model/api-fields.ts';
import { type ApiState, apiState } from '../model/api-state.ts';
import type { Repo } from '../model/repo.ts';
import { fluxGroups, type Resource } from '../model/resource.ts';
import type { Data, Path } from '../yaml/node.ts';
import { placesOf } from './field-places.ts';

/** One apiVersion of a repository: an object's own, or one in a field that is looked up by it. */
export interface ApiUse<State extends ApiState = ApiState> {
  readonly resource: Resource;
  /** Where the apiVersion stands; undefined path steps do not occur. */
  readonly path: Path;
  readonly apiVersion: string;
  readonly kind: string;
  readonly state: State;
}

const known = new WeakMap<Repo, readonly ApiUse[]>();

/** The objects of a repository whose own API is known here, with its state for the target. Looked up once. */
export function apiUses<Kind extends ApiState['kind']>(
  repo: Repo,
  kind: Kind,
): readonly ApiUse<Extract<ApiState, { kind: Kind }>>[] {
  const all = known.get(repo) ?? readUses(repo);
  known.set(repo, all);
  return all.filter((use): use is ApiUse<Extract<ApiState, { kind: Kind }>> => use.state.kind === kind);
}

function readUses(repo: Repo): readonly ApiUse[] {
  const states = new Map<string, ApiState | undefined>();
  const stateOf = (apiVersion: string, kind: string): ApiState | undefined => {
    const key = `${apiVersion} ${kind}`;
    if (!states.has(key)) states.set(key, apiState(apiVersion, kind, repo.flux));
    return states.get(key);
  };
  return repo.resources.flatMap((resource) => {
    const { apiVersion, kind } = resource;
    if (apiVersion.includes('${') || kind.includes('${')) return [];
    const state = stateOf(apiVersion, kind);
    return state === undefined ? [] : [{ resource, path: ['apiVersion'], apiVersion, kind, state }];
  });
}

/** Fields that carry an apiVersion which nobody looks up: Flux takes the kind's group for granted there. */
const idleFields =
  /^spec\.(?:sourceRef|chartRef|chart\.spec\.sourceRef|eventSources\[\]|healthCheckExprs\[\]|inputsFrom\[\])\./;

/** Fields by which objects are looked up: those that name an apiVersion, by group and kind (schemas/facts.json). */
const lookups: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(facts.nestedApiVersions).map(([name, fields]) => [
    name,
    fields.filter((field) => !idleFields.test(field)).map((field) => field.replace(/\.apiVersion$/, '')),
  ]),
);

/** Fields whose `target` selects objects by group, version and kind. */
const patchTargets: Readonly<Record<string, string>> = {
  [`${fluxGroups.kustomize}/Kustomization`]: 'spec.patches[].target',
  [`${fluxGroups.helm}/HelmRelease`]: 'spec.postRenderers[].kustomize.patches[].target',
};

/** The apiVersions in fields of other objects by which something is looked up, in repository order. */
export function* nestedUses(repo: Repo): Iterable<ApiUse> {
  for (const resource of repo.resources) {
    const name = `${resource.group}/${resource.kind}`;
    for (const field of lookups.get(name) ?? []) {
      for (const place of placesOf(resource, field))
        yield* use(resource, [...place, 'apiVersion'], textsOf(resource, place));
    }
    const target = patchTargets[name];
    if (target === undefined) continue;
    for (const place of placesOf(resource, target)) {
      const { group, version, kind } = textsOf(resource, place);
      // Without a group the target is of any.
      if (group === undefined || version === undefined) continue;
      const apiVersion = group === '' ? version : `${group}/${version}`;
      yield* use(resource, [...place, 'version'], { apiVersion, kind });
    }
  }

  function* use(
    resource: Resource,
    path: Path,
    { apiVersion, kind }: Readonly<Record<string, string | undefined>>,
  ): Iterable<ApiUse> {
    if (apiVersion === undefined || kind === undefined || /\$\{/.test(apiVersion + kind)) return;
    const state = apiState(apiVersion, kind, repo.flux);
    if (state !== undefined) yield { resource, path, apiVersion, kind, state };
  }
}

function textsOf(resource: Resource, place: Path): Readonly<Record<string, string | undefined>> {
  const value: Data | undefined = resource.get(...place);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, typeof each === 'string' ? each : undefined]),
  );
}

/** What to write in place of an apiVersion, and which of the object's fields to move with it. */
export function howToMove({ resource, path, kind }: ApiUse, write: string | undefined): string {
  if (write === undefined) return `remove it, or write what took the place of ${kind}`;
  if (path.at(-1) === 'version') {
    return `write group: ${write.replace(/\/?[^/]*$/, '') || "''"} and version: ${write.replace(/.*\//, '')}`;
  }
  const line = `write apiVersion: ${write}`;
  if (path.length > 1) return line;
  const moves = fieldsToMove(resource.group, resource.version, kind)
    .filter(({ field }) => placesOf(resource, field).length > 0)
    .map(({ remedy }) => remedy);
  return [line, ...moves].join('; ');
}
