import type { RepoPath } from '../core/change.ts';
import type { Repo } from '../model/repo.ts';
import type { Resource } from '../model/resource.ts';
import type { Fleet, Template } from './fleet.ts';

/** One of two states of a repository: what the other holds may stand in a file that could not be read here. */
export interface Side {
  readonly fleet: Fleet;
  /** The unread file that an object of the other state may stand in; undefined where it is here, or is gone. */
  hiding(resource: Resource): RepoPath | undefined;
  /** The unread file that may bring an object to the plane which is here and is not brought there. */
  withholding(resource: Resource): RepoPath | undefined;
}

/**
 * @param renamed the path here of a file of the other state that has another name now
 */
export function sideOf(
  fleet: Fleet,
  { unread, resources }: Pick<Repo, 'unread' | 'resources'>,
  renamed: (file: RepoPath) => RepoPath = (file) => file,
): Side {
  if (unread.size === 0) return { fleet, hiding: () => undefined, withholding: () => undefined };
  const held = new Set(resources.map(identity));
  const [first] = unread;
  return {
    fleet,
    hiding: (resource) => {
      const file = renamed(resource.file);
      return unread.has(file) && !held.has(identity(resource)) ? file : undefined;
    },
    withholding: (resource) => (held.has(identity(resource)) ? first : undefined),
  };
}

/**
 * The unread file of `other` for which nobody can say what becomes of an object of `side` there: the object itself may
 * stand in it, its policies, the cluster, or what brings it to the plane. Undefined where all of that is known.
 */
export function hiddenIn(
  other: Side,
  { fleet }: Pick<Side, 'fleet'>,
  {
    template,
    counterpart,
    cluster,
  }: { template: Template; counterpart: Template | undefined; cluster: string },
): RepoPath | undefined {
  for (const resource of makersOf(fleet, template, cluster)) {
    const file = other.hiding(resource);
    if (file !== undefined) return file;
  }
  return counterpart === undefined ? other.withholding(template.resource) : undefined;
}

/** What has a part in what a cluster gets of an object. */
function* makersOf(fleet: Fleet, template: Template, cluster: string): Iterable<Resource> {
  const requirers = fleet.decide(template).followed.get(cluster) ?? [];
  for (const each of [template, ...requirers]) {
    yield each.resource;
    const { policy } = fleet.decide(each);
    if (policy === undefined) continue;
    yield policy.resource;
    const awaited = new Set(policy.dependentOverrides);
    for (const override of fleet.overridePolicies)
      if (awaited.has(override.name) && override.namespace === policy.namespace) yield override.resource;
  }
  for (const { policy } of fleet.overridesFor(template, cluster)) yield policy.resource;
}

function identity({ group, kind, namespace, name }: Resource): string {
  return JSON.stringify([group, kind, namespace ?? null, name]);
}
