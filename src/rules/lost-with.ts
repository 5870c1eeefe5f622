import type { OwnedObject } from './owners.ts';

/** What goes with an object that is deleted, the worst first. */
const lost: Readonly<Record<string, string>> = {
  Namespace: 'everything in it',
  CustomResourceDefinition: 'all objects of that kind',
  Kustomization: 'all that it applied',
  HelmRelease: 'its release',
  PersistentVolumeClaim: 'its data',
};

/** `HelmRelease podinfo`, with the name that it has in the cluster. */
export function objectName({ resource, name }: OwnedObject): string {
  return `${resource.kind} ${name}`;
}

/** The objects with what takes most with it first, then by name. */
export function gravestFirst(objects: readonly OwnedObject[]): readonly OwnedObject[] {
  const kinds = Object.keys(lost);
  const rank = ({ resource }: OwnedObject): number => {
    const found = kinds.indexOf(resource.kind);
    return found === -1 ? kinds.length : found;
  };
  return objects.toSorted((a, b) => rank(a) - rank(b) || (objectName(a) < objectName(b) ? -1 : 1));
}

/** `, and its release with it`; empty where nothing but the object goes. */
export function lossOf(object: OwnedObject | undefined, among: number): string {
  const loss = object === undefined ? undefined : lost[object.resource.kind];
  if (object === undefined || loss === undefined) return '';
  return among === 1 ? `, and with it ${loss}` : `, and with ${objectName(object)} ${loss}`;
}
