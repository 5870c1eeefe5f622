import { policyGroup } from '../fleet/policy.ts';
import type { Resource } from '../model/resource.ts';
import { isClusterScoped } from '../model/scope.ts';
import { editOf, type ValueEdit } from '../model/value-edits.ts';
import type { Path } from '../yaml/node.ts';
import type { Scope } from './app-scope.ts';
import type { NewNames, Renamed } from './new-names.ts';

/** A selector that means an object which gets another name, and one that keeps it. */
export interface SharedSelector {
  readonly policy: Resource;
  readonly path: Path;
  readonly renamed: Renamed;
}

const list: Path = ['spec', 'resourceSelectors'];

/** Whether a selector of a policy means the objects of all namespaces (rule 2). */
export function isWide(policy: Resource, index: number): boolean {
  return (
    policy.group === policyGroup &&
    policy.kind.startsWith('Cluster') &&
    !isClusterScoped(policy.text(...list, index, 'kind') ?? '') &&
    (policy.text(...list, index, 'namespace') ?? '') === ''
  );
}

/** Whether a selector says the kind and the name of an object. */
export function isSelectedByName(policy: Resource, index: number, object: Resource): boolean {
  const text = (field: string): string => policy.text(...list, index, field) ?? '';
  const apiVersion = text('apiVersion');
  return (
    object.kind === text('kind') &&
    object.name === text('name') &&
    object.group === apiVersion.slice(0, Math.max(apiVersion.indexOf('/'), 0))
  );
}

/** The selectors of all namespaces in which a new name would leave another object of the old name to nobody. */
export function sharedSelectors({ resources }: Scope, { objects }: NewNames): SharedSelector[] {
  const going = new Set(objects.map(({ object }) => object));
  return resources.flatMap((policy) =>
    [...policy.list(...list).keys()].flatMap((index) => {
      if (!isWide(policy, index)) return [];
      const renamed = objects.find(({ object }) => isSelectedByName(policy, index, object));
      if (renamed === undefined) return [];
      const stays = resources.some((each) => !going.has(each) && isSelectedByName(policy, index, each));
      return stays ? [{ policy, path: [...list, index], renamed }] : [];
    }),
  );
}

/** The entries for the new names beside those selectors. */
export function* besideShared(
  shared: readonly SharedSelector[],
  { namespace: moved }: NewNames,
): Iterable<ValueEdit> {
  for (const { policy, path, renamed } of shared) {
    const { home = 'default', name, object } = renamed;
    const namespace = moved?.from === home ? moved.to : home;
    const apiVersion = policy.text(...path, 'apiVersion') ?? '';
    const value = { apiVersion, kind: object.kind, name, namespace };
    yield editOf(policy, { kind: 'append', path: list, value });
  }
}

/** What of policies keeps the old name: one sentence each. */
export function sharedNotes(shared: readonly SharedSelector[]): string[] {
  return shared.map(
    ({ policy, renamed: { object, name } }) =>
      `${policy.kind} ${policy.name} in ${policy.file} selects ${object.kind} ${object.name} of every namespace: that stays, and ${name} is selected beside it`,
  );
}
