import type { Reference } from '../model/references.ts';
import { isEncrypted, type Resource } from '../model/resource.ts';
import { isClusterScoped } from '../model/scope.ts';
import type { ValueEdit } from '../model/value-edits.ts';
import { editOf } from '../model/value-edits.ts';
import type { Data, Path } from '../yaml/node.ts';
import { isList, isMap } from '../yaml/render.ts';
import { isNamed } from './all-references.ts';

/** An object that gets another name. */
export interface Renamed {
  readonly object: Resource;
  /** The namespace in which it is known now; undefined for kinds without. */
  readonly home: string | undefined;
  readonly name: string;
}

/** A namespace that gets another name, and takes along all that is in it. */
export interface RenamedNamespace {
  readonly from: string;
  readonly to: string;
}

/** What gets other names. */
export interface NewNames {
  readonly objects: readonly Renamed[];
  readonly namespace: RenamedNamespace | undefined;
}

/** The object's own name and namespace. */
export function* ownNameEdits(resource: Resource, { objects, namespace }: NewNames): Iterable<ValueEdit> {
  const renamed = objects.find(({ object }) => object === resource);
  if (renamed !== undefined) yield set(resource, ['metadata', 'name'], renamed.name);
  if (namespace !== undefined && resource.namespace === namespace.from)
    yield set(resource, ['metadata', 'namespace'], namespace.to);
}

/** Flux's references to what is renamed. */
export function* referenceNameEdits(
  references: Iterable<Reference>,
  { objects, namespace }: NewNames,
): Iterable<ValueEdit> {
  for (const reference of references) {
    const { from, path } = reference;
    const renamed = objects.find(({ object, home }) => isNamed(reference, object, home));
    if (renamed !== undefined && from.text(...path) === renamed.object.name)
      yield set(from, path, renamed.name);
    const beside = [...path.slice(0, -1), 'namespace'];
    if (reference.role === 'namespace' || namespace === undefined) continue;
    if (from.text(...beside) === namespace.from) yield set(from, beside, namespace.to);
  }
}

/**
 * Other fields that name an object by its kind: selectors of Karmada policies, event sources of Alerts, targets of
 * patches. Left out is what a chart renders, and what ConfigMaps and Secrets hold.
 */
export function* selectorEdits(resource: Resource, names: NewNames): Iterable<ValueEdit> {
  if (resource.kind === 'ConfigMap' || resource.kind === 'Secret' || isEncrypted(resource)) return;
  for (const { value, key } of resource.node.entries) {
    if (key.text === 'metadata' || value.kind === 'scalar') continue;
    const data = resource.get(key.text);
    if (data !== undefined) yield* selectorsIn(resource, [key.text], data, names);
  }
}

/** Fields whose contents speak of what a chart renders. */
const ofTheChart: ReadonlySet<string | number> = new Set(['values', 'postRenderers']);

function* selectorsIn(resource: Resource, path: Path, data: Data, names: NewNames): Iterable<ValueEdit> {
  if (isList(data)) {
    for (const [index, item] of data.entries()) yield* selectorsIn(resource, [...path, index], item, names);
    return;
  }
  if (!isMap(data)) return;
  for (const [key, value] of Object.entries(data)) {
    if (resource.kind === 'HelmRelease' && ofTheChart.has(key)) continue;
    yield* selectorsIn(resource, [...path, key], value, names);
  }
  const text = (key: string): string | undefined => {
    const value = Object.hasOwn(data, key) ? data[key] : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  const [kind, name] = [text('kind'), text('name')];
  // An empty namespace is none.
  const written = text('namespace') === '' ? undefined : text('namespace');
  if (kind === undefined) return;
  const { objects, namespace } = names;
  const renamed = objects.find(
    ({ object, home }) =>
      object.kind === kind &&
      object.name === name &&
      isSameGroup(text('apiVersion') ?? text('group'), object) &&
      (isClusterScoped(kind) || home === undefined || (written ?? resource.namespace ?? home) === home),
  );
  if (renamed !== undefined) yield set(resource, [...path, 'name'], renamed.name);
  if (namespace !== undefined && written === namespace.from)
    yield set(resource, [...path, 'namespace'], namespace.to);
}

/** @param said an apiVersion or a group; undefined where the field does without */
function isSameGroup(said: string | undefined, { group }: Resource): boolean {
  return said === undefined || said === group || said.slice(0, Math.max(said.indexOf('/'), 0)) === group;
}

/** The edits with each place once: several roots see one object, and several ways lead to one field. */
export function withoutRepeats(edits: Iterable<ValueEdit>): ValueEdit[] {
  const known = new Map<string, ValueEdit>();
  for (const each of edits) {
    const key = JSON.stringify([each.file, each.start, each.edit.path]);
    if (!known.has(key)) known.set(key, each);
  }
  return [...known.values()];
}

function set(resource: Resource, path: Path, value: string): ValueEdit {
  return editOf(resource, { kind: 'set', path, value });
}
