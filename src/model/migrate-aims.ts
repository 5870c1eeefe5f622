import type { Data } from '../yaml/node.ts';
import { isMap } from '../yaml/render.ts';
import { movedFields } from './api-fields.ts';
import { placesOf } from './field-places.ts';
import type { FluxVersion } from './flux-version.ts';
import type { Target } from './patch-bodies.ts';
import type { Resource } from './resource.ts';
import { mayMatch } from './target-pattern.ts';

/** Which objects a patch or selector means; the name may be a regular expression, as kustomize takes it. */
export interface Aim {
  readonly group: string;
  readonly kind: string;
  readonly name: string | undefined;
}

/** What patches change: the objects of the repository. */
export interface Aims {
  readonly flux: FluxVersion;
  find(aim: Aim): readonly Resource[];
  /** Why an object keeps its API; undefined where it does not. */
  staysBecause(resource: Resource): string | undefined;
}

/** Something that was left as it is. */
export interface Refusal {
  readonly reason: string;
  /** What has to stay with it: objects that a patch would miss, or spoil, if they moved without it. */
  readonly holds?: Aim;
  /** It is the object itself that stays. */
  readonly own?: true;
}

/** Why a patch has to keep its apiVersion: kustomize finds objects without `target` by it, and writes it into others. */
export function obstacleTo(
  patch: Resource,
  aim: Aim,
  { target, aims }: { readonly target: Target; readonly aims: Aims },
): string | undefined {
  const found = aims.find(aim);
  if (found.length === 0 && target === undefined)
    return `the repository holds no ${aim.kind} ${aim.name ?? ''}, which the patch changes`;
  return found.map((resource) => replacing(patch, resource)).find(isSaid) ?? stayingOf(found, aims);
}

/** Fields that become one list: a patch would replace it as a whole where it only replaced or added a part. */
export function replacing(patch: Resource, resource: Resource): string | undefined {
  for (const { group, kind, to } of movedFields) {
    if (to === undefined || to.includes('[]') || group !== patch.group || kind !== patch.kind) continue;
    const fields = [
      to,
      ...movedFields.filter((each) => each.kind === kind && each.to === to).map(({ from }) => from),
    ];
    const changed = fields.filter((field) => placesOf(patch, field).length > 0);
    const there = fields.filter((field) => placesOf(resource, field).length > 0);
    const isSame = new Set([...changed, ...there]).size < 2;
    if (changed.length > 0 && there.length > 0 && !isSame)
      return `it changes ${changed.join(', ')} of ${kind} ${resource.name}, which has ${there.join(', ')}: both become ${to}`;
  }
  return undefined;
}

function isSaid(text: string | undefined): text is string {
  return text !== undefined;
}

/** Why something that means these objects has to stay: one of them does. */
export function stayingOf(found: readonly Resource[], aims: Aims): string | undefined {
  for (const resource of found) {
    const why = aims.staysBecause(resource);
    if (why !== undefined) return `it changes ${resource.kind} ${resource.name}, which stays as it is`;
  }
  return undefined;
}

/** An operation of a JSON patch on a field that moves would miss it, or bring it back; one on its new place would find more. */
export function operationRefusals(operation: Data, target: Target, aims: Aims): Refusal[] {
  const path = isMap(operation) ? operation['path'] : undefined;
  if (typeof path !== 'string') return [];
  for (const { group, kind, from, to } of movedFields) {
    if (!mayMatch(target?.['kind'], kind) || (target?.['group'] ?? group) !== group) continue;
    const holds = { group, kind, name: target?.['name'] };
    const found = aims.find(holds);
    const isNew = to !== undefined && pointer(to).test(path);
    const isMet = isNew
      ? found.some((resource) => placesOf(resource, from).length > 0)
      : pointer(from).test(path) && found.length > 0;
    if (isMet)
      return [{ reason: `a JSON patch changes ${path}, and ${from} moves: change both by hand`, holds }];
  }
  return [];
}

function pointer(field: string): RegExp {
  return new RegExp(`^/${field.replaceAll('.', '/').replaceAll('[]', '/[^/]+')}(?:/|$)`);
}
