import { type Reference, referencesOf } from '../model/references.ts';
import type { Resource } from '../model/resource.ts';
import type { Scope } from './app-scope.ts';

/** Every reference of what these roots apply, and of what nothing applies, as its files say. */
export function allReferences({ views, resources }: Scope): Reference[] {
  const applied = new Set(views.flatMap((view) => view.resources));
  const others = resources.filter((resource) => !applied.has(resource));
  return [
    ...views.flatMap((view) => view.references),
    ...referencesOf({
      resources: others,
      namespaceOf: ({ namespace }) => namespace,
      substituted: (_, text) => text,
    }),
  ];
}

/** Whether a reference names that object, which is in that namespace where it has one. */
export function isNamed(
  { kind, group, name, namespace }: Reference,
  object: Pick<Resource, 'kind' | 'group' | 'name'>,
  home: string | undefined,
): boolean {
  return (
    kind === object.kind &&
    (group === undefined || group === object.group) &&
    name === object.name &&
    (namespace === undefined || home === undefined || namespace === home)
  );
}
