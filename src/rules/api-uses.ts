import { fieldsToMove, goneFields } from '../model/api-fields.ts';
import { type ApiState, apiState } from '../model/api-state.ts';
import { splitVersion } from '../model/api-version.ts';
import { placesOf } from '../model/field-places.ts';
import { nestedApis } from '../model/nested-apis.ts';
import type { Repo } from '../model/repo.ts';
import type { Resource } from '../model/resource.ts';
import type { Path } from '../yaml/node.ts';

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

/** The apiVersions in fields of other objects by which something is looked up, in repository order. */
export function* nestedUses(repo: Repo): Iterable<ApiUse> {
  for (const resource of repo.resources) {
    for (const { path, apiVersion, kind, state, idle } of nestedApis(resource, repo.flux))
      if (!idle) yield { resource, path, apiVersion, kind, state };
  }
}

/** What to write in place of an apiVersion, and which of the object's fields to move with it. */
export function howToMove({ resource, path, kind }: ApiUse, write: string | undefined): string {
  if (write === undefined) return `remove it, or write what took the place of ${kind}`;
  if (path.at(-1) === 'version') {
    return `write group: ${write.replace(/\/?[^/]*$/, '') || "''"} and version: ${write.replace(/.*\//, '')}`;
  }
  const line = `write apiVersion: ${write}`;
  if (path.length > 1) return line;
  // A version between the two may still have the field.
  const { group, version } = splitVersion(write);
  const gone = new Set(goneFields(group, version, kind).map(({ field }) => field));
  const moves = fieldsToMove(resource.group, resource.version, kind)
    .filter(({ field }) => gone.has(field) && placesOf(resource, field).length > 0)
    .map(({ remedy }) => remedy);
  return [line, ...moves].join('; ');
}
