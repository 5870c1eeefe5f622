import type { Resource } from '../model/resource.ts';
import { fluxGroups, isFluxKustomization } from '../model/resource.ts';
import { isClusterScoped } from '../model/scope.ts';
import { hasVariable } from '../model/substitution.ts';
import type { Build, Identified, View } from '../model/view.ts';

/** A Kustomization that applies something of the repository, and counts it as its own. */
export interface Owner {
  /** Namespace and name; empty for the root, which bootstrap makes. */
  readonly key: string;
  readonly kustomization: Resource | undefined;
  readonly build: Build;
}

/** An object with the Kustomization that applies it. */
export interface OwnedObject extends Identified {
  /** Cluster, group, kind, namespace and name. */
  readonly key: string;
  readonly owner: Owner;
}

/** Who applies what in one cluster. */
export interface Ownership {
  /** By the key of the object, in the order of the builds. Left out: names that are not known. */
  readonly objects: ReadonlyMap<string, readonly OwnedObject[]>;
  /** By their key. */
  readonly owners: ReadonlyMap<string, Owner>;
  /** The keys of all Kustomizations, those that apply something else included. */
  readonly kustomizations: ReadonlySet<string>;
  /** The keys of those that cannot work: they are declared twice, or an object of theirs is. The cluster has what was before. */
  readonly failing: ReadonlySet<string>;
}

/** The key of what bootstrap applies. */
export const rootKey = '';

const known = new WeakMap<View, Ownership>();

/** Who applies what; worked out once per view. */
export function ownershipOf(view: View): Ownership {
  const found = known.get(view) ?? readOwnership(view);
  known.set(view, found);
  return found;
}

/** `Kustomization podinfo`, for messages. */
export function ownerName(view: View, { kustomization }: Owner): string {
  return kustomization === undefined
    ? 'the root Kustomization'
    : `Kustomization ${view.nameOf(kustomization)}`;
}

/** The key of a Kustomization as an owner. */
export function ownerKey(view: View, kustomization: Resource): string {
  if (kustomization === view.kustomization) return rootKey;
  return `${view.namespaceOf(kustomization) ?? 'default'}/${view.nameOf(kustomization)}`;
}

function readOwnership(view: View): Ownership {
  const objects = new Map<string, OwnedObject[]>();
  const owners = new Map<string, Owner>();
  const failing = new Set<string>();
  for (const build of view.builds) {
    const { kustomization } = build;
    const key = kustomization === undefined ? rootKey : ownerKey(view, kustomization);
    const owner = { key, kustomization, build };
    const cluster = JSON.stringify(kustomization?.get('spec', 'kubeConfig') ?? null);
    if (owners.has(key)) failing.add(key);
    else owners.set(key, owner);
    for (const identified of build.identities) {
      const object = objectKey(cluster, identified);
      if (object === undefined) continue;
      const owned = { ...identified, key: object, owner };
      const others = objects.get(object);
      if (others === undefined) objects.set(object, [owned]);
      else others.push(owned);
      const isDouble = (each: OwnedObject): boolean =>
        each.owner === owner && each.resource !== owned.resource;
      if (others?.some(isDouble) === true) failing.add(key);
    }
  }
  const kustomizations = new Set([
    rootKey,
    ...view.ofKind('Kustomization', fluxGroups.kustomize).map((each) => ownerKey(view, each)),
  ]);
  return { objects, owners, kustomizations, failing };
}

/** What an object is in its cluster, whatever its version; undefined where its name or namespace is not known. */
function objectKey(cluster: string, { resource, name, namespace }: Identified): string | undefined {
  const { group, kind } = resource;
  const place = isClusterScoped(kind) ? '' : (namespace ?? 'default');
  if (name === '' || hasVariable(name) || hasVariable(place)) return undefined;
  return [cluster, group, kind, place, name].join('\n');
}

/** Whether one Kustomization waits until another has applied the same revision, directly or by others. */
export function waitsFor(view: View, one: Owner, other: Owner): boolean {
  const waiting = new Map<string, string[]>();
  for (const { role, from, path, namespace, name } of view.references) {
    if (role !== 'depends-on' || !isFluxKustomization(from)) continue;
    // An expression takes the place of the built-in check (kustomize-controller, checkDependencies).
    if (from.get(...path.slice(0, -1), 'readyExpr') !== undefined) continue;
    const key = ownerKey(view, from);
    waiting.set(key, [...(waiting.get(key) ?? []), `${namespace ?? 'default'}/${name}`]);
  }
  const seen = new Set<string>();
  const next = [one.key];
  for (let key = next.pop(); key !== undefined; key = next.pop()) {
    for (const each of waiting.get(key) ?? []) {
      if (each === other.key) return true;
      if (!seen.has(each)) next.push(each);
      seen.add(each);
    }
  }
  return false;
}
