import type { Location, ObjectName } from '../core/finding.ts';
import { fluxGroups, type Resource } from '../model/resource.ts';
import type { View } from '../model/view.ts';
import { type ClusterChange, clusterChanges } from './cluster-changes.ts';
import { type OwnedObject, ownershipOf } from './owners.ts';
import { isPruned } from './pruning.ts';
import type { RuleContext } from './rule.ts';

/** A Namespace that Flux deletes. */
export interface VanishedNamespace {
  readonly name: string;
  /** What the repository still applies into it. */
  readonly remaining: readonly OwnedObject[];
  /** What it no longer does, the Namespace aside. */
  readonly gone: readonly OwnedObject[];
  /** Where it stood, or what stands in its place. */
  readonly at: Location;
  readonly object: ObjectName;
}

/** The Namespaces that were applied before the change and that nothing makes after it. */
export function* vanishedNamespaces(context: RuleContext): Iterable<VanishedNamespace> {
  for (const change of clusterChanges(context)) {
    if (!change.isClear) continue;
    const now = ownershipOf(change.after.view).objects;
    for (const [key, [owned]] of ownershipOf(change.before.view).objects) {
      if (owned === undefined || owned.resource.kind !== 'Namespace' || owned.resource.group !== '') continue;
      if (now.has(key) || !isPruned(change, owned) || mayRemain(change, owned)) continue;
      const before = inside(change.before.view, owned);
      const remaining = inside(change.after.view, owned);
      const kept = new Set(remaining.map((each) => each.key));
      yield {
        name: owned.name,
        remaining,
        gone: before.filter((each) => !kept.has(each.key)),
        at: placeOf(change, owned),
        object: owned.resource.object,
      };
    }
  }
}

/** Whether something else makes it: another cluster's Kustomization, what is known to be outside, what is not seen. */
function mayRemain({ after }: ClusterChange, { name }: OwnedObject): boolean {
  const sought = { kind: 'Namespace', namespace: undefined, name };
  return (
    after.view.makes('Namespace', undefined, name) !== undefined || after.view.doubt(sought) === 'perhaps'
  );
}

/** The objects of a namespace of the same cluster, and the HelmReleases that install into it. */
function inside(view: View, { key, name }: OwnedObject): readonly OwnedObject[] {
  const [cluster] = key.split('\n');
  return [...ownershipOf(view).objects.values()].flatMap(([first]) => {
    if (first === undefined || !first.key.startsWith(`${cluster}\n`)) return [];
    return first.namespace === name || installsInto(view, first.resource) === name ? [first] : [];
  });
}

function installsInto(view: View, resource: Resource): string | undefined {
  if (resource.kind !== 'HelmRelease' || resource.group !== fluxGroups.helm) return undefined;
  const target = resource.text('spec', 'targetNamespace');
  return target === undefined ? undefined : view.substituted(resource, target);
}

/** The Namespace itself, in the file that went or still holds it; else what took its place there. */
function placeOf({ after }: ClusterChange, { resource }: OwnedObject): Location {
  const { file } = resource;
  if (!after.repo.tree.isFile(file)) return resource.at('metadata', 'name');
  const here = after.repo.resources.filter((each) => each.file === file);
  const same = here.find((each) => isNamespace(each) && each.name === resource.name);
  const heir = same ?? here.find(isNamespace) ?? here[0];
  return heir?.at('metadata', 'name') ?? { file, range: { start: 0, end: 0 } };
}

function isNamespace({ kind, group }: Resource): boolean {
  return kind === 'Namespace' && group === '';
}
