import { toData } from '../yaml/data.ts';
import type { DataEdit } from '../yaml/edit-checked.ts';
import type { Data, Path } from '../yaml/node.ts';
import { readYaml } from '../yaml/read.ts';
import { isList, isMap } from '../yaml/render.ts';
import { fieldName, movedFields, movesTo } from './api-fields.ts';
import { apiState } from './api-state.ts';
import { deprecatedFields } from './deprecated-fields.ts';
import { placesOf } from './field-places.ts';
import type { FluxVersion } from './flux-version.ts';
import {
  editObject,
  encrypted,
  type LostComment,
  rewriteObject,
  splitVersion,
  subjectIn,
  successor,
  type Which,
} from './migrate-object.ts';
import { nestedApis } from './nested-apis.ts';
import { renewalSteps } from './renewals.ts';
import { fluxGroups, kustomizeGroup, type Resource, resourcesOf } from './resource.ts';
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

/** A text with one object, its references and its patches rewritten as far as possible. */
export interface Outcome {
  readonly text: string;
  readonly lost: readonly LostComment[];
  readonly refusals: readonly Refusal[];
}

/** Whether there may be something to rewrite in an object; false for most of a repository's bytes. */
export function mayMigrate(resource: Resource, flux: FluxVersion): boolean {
  const { apiVersion, kind } = resource;
  const state = apiState(apiVersion, kind, flux);
  const { group, version } = splitVersion(successor(state, apiVersion) ?? apiVersion);
  if (state?.kind === 'removed' || successor(state, apiVersion) !== undefined) return true;
  if (movesTo(group, version, kind).some(({ from }) => placesOf(resource, from).length > 0)) return true;
  if (deprecatedFields(resource, flux).length > 0) return true;
  if (renewalSteps.some((find) => find(resource).length > 0)) return true;
  for (const nested of nestedApis(resource, flux)) if (nested.state.kind !== 'served') return true;
  return [...bodiesOf(resource)].length > 0;
}

/**
 * Rewrites an object of a text, the apiVersions in its fields, and the patches in it.
 * @param keeps why the object itself has to stay, whatever could be done with it
 */
export function migrateObject(text: string, which: Which, aims: Aims, keeps?: string): Outcome {
  const refusals: Refusal[] = [];
  const lost: LostComment[] = [];
  let current = text;
  const own = keeps === undefined ? rewriteObject(text, which, aims.flux) : { refused: keeps };
  if (own !== undefined && 'refused' in own) refusals.push({ reason: own.refused, own: true });
  else if (own !== undefined) {
    current = own.text;
    lost.push(...own.lost);
  }
  const take = (path: Path, edits: readonly DataEdit[], holds?: Aim): void => {
    const subject = subjectIn(current, which);
    if (subject === undefined) return;
    const done = editObject(current, subject, edits);
    if ('refused' in done) refusals.push({ reason: done.refused, ...(holds === undefined ? {} : { holds }) });
    else {
      current = done.text;
      for (const comment of done.lost) lost.push({ field: fieldName(path), comment });
    }
  };
  const now = subjectIn(current, which)?.resource;
  if (now === undefined) return { text, lost, refusals };
  const signed = encrypted(now);
  for (const { path, edits, refusal, holds } of nestedEdits(now, aims)) {
    if (refusal !== undefined) refusals.push(refusal);
    else if (signed !== undefined) refusals.push({ reason: signed });
    else take(path, edits, holds);
  }
  for (const { path, body, target, isRendered } of bodiesOf(now)) {
    const done = migratePatch(body, target, isRendered ? rendered(aims) : aims);
    refusals.push(...done.refusals);
    if (done.text === body) continue;
    lost.push(...done.lost);
    take(path, [{ kind: 'set', path, value: done.text }]);
  }
  return { text: current, lost, refusals };
}

/** What stands in a patch's `target`; undefined where there is none. */
export type Target = Readonly<Record<string, string | undefined>> | undefined;

/** Rewrites the objects of a patch where what they change is known, and looks at operations on fields that move. */
export function migratePatch(text: string, target: Target, aims: Aims): Outcome {
  const yaml = readYaml(text);
  if (yaml.problems.some(({ fatal }) => fatal)) return { text, lost: [], refusals: [] };
  const refusals: Refusal[] = [];
  const lost: LostComment[] = [];
  let current = text;
  for (const { root } of yaml.documents) {
    const data = root?.kind === 'list' ? toData(root, 'kustomize') : [];
    for (const operation of isList(data) ? data : [])
      refusals.push(...operationRefusals(operation, target, aims));
  }
  for (const [index, resource] of resourcesOf('', yaml).entries()) {
    const { group, kind } = resource;
    const aim = { group, kind, name: target === undefined ? resource.name : target['name'] };
    const done = migrateObject(current, index, aims);
    const isUntouched = done.text === current && done.refusals.length === 0;
    if (isUntouched && !aims.find(aim).some((each) => replacing(resource, each) !== undefined)) continue;
    const isRefused = done.refusals.some(({ own }) => own === true);
    const obstacle = isRefused ? undefined : obstacleTo(resource, aim, { target, aims });
    if (obstacle !== undefined) {
      refusals.push({ reason: obstacle, holds: aim });
      continue;
    }
    for (const refusal of done.refusals)
      refusals.push(refusal.own === true ? { reason: refusal.reason, holds: aim } : refusal);
    current = done.text;
    lost.push(...done.lost);
  }
  return { text: current, lost, refusals };
}

/** Why a patch has to keep its apiVersion: kustomize finds objects without `target` by it, and writes it into others. */
function obstacleTo(
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
function replacing(patch: Resource, resource: Resource): string | undefined {
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

function stayingOf(found: readonly Resource[], aims: Aims): string | undefined {
  for (const resource of found) {
    const why = aims.staysBecause(resource);
    if (why !== undefined) return `it changes ${resource.kind} ${resource.name}, which stays as it is`;
  }
  return undefined;
}

interface NestedEdit {
  readonly path: Path;
  readonly edits: readonly DataEdit[];
  readonly refusal?: Refusal;
  readonly holds?: Aim;
}

function* nestedEdits(resource: Resource, aims: Aims): Iterable<NestedEdit> {
  for (const { path, apiVersion, kind, name, state, idle, of } of nestedApis(resource, aims.flux)) {
    const write = successor(state, apiVersion);
    const field = fieldName(path);
    if (write === undefined) {
      if (state.kind !== 'removed' || idle) continue;
      const reason = `${field} names ${kind} of ${apiVersion}, and nothing took its place`;
      yield { path, edits: [], refusal: { reason } };
      continue;
    }
    const { group, version } = splitVersion(write);
    const before = splitVersion(apiVersion);
    if (before.group.endsWith('.fluxcd.io') && before.group !== group && !idle) {
      const reason = `${field} names ${kind} of ${apiVersion}, which is another than that of ${write}`;
      yield { path, edits: [], refusal: { reason } };
      continue;
    }
    if (of === 'cluster') {
      yield { path, edits: [{ kind: 'set', path, value: write }] };
      continue;
    }
    const holds = { group: before.group, kind, name };
    const staying = stayingOf(aims.find(holds), aims);
    if (staying !== undefined) {
      yield { path, edits: [], refusal: { reason: `${field}: ${staying}`, holds } };
      continue;
    }
    const edits: DataEdit[] = [{ kind: 'set', path, value: version }];
    if (group !== before.group)
      edits.push({ kind: 'set', path: [...path.slice(0, -1), 'group'], value: group });
    yield { path, edits, holds };
  }
}

/** An operation of a JSON patch on a field that moves would miss it, or bring it back; one on its new place would find more. */
function operationRefusals(operation: Data, target: Target, aims: Aims): Refusal[] {
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

/** What a chart renders is nothing that the repository holds: it has what the cluster serves. */
function rendered(aims: Aims): Aims {
  return { flux: aims.flux, find: () => [], staysBecause: () => undefined };
}

interface Body {
  readonly path: Path;
  readonly body: string;
  readonly target: Target;
  readonly isRendered: boolean;
}

/** Fields whose items bear a patch as text. */
const patchLists: Readonly<Record<string, readonly string[]>> = {
  [`${fluxGroups.kustomize}/Kustomization`]: ['spec.patches[]'],
  [`${fluxGroups.helm}/HelmRelease`]: ['spec.postRenderers[].kustomize.patches[]'],
  [`${kustomizeGroup}/Kustomization`]: ['patches[]', 'patchesJson6902[]', 'patchesStrategicMerge[]'],
  [`${kustomizeGroup}/Component`]: ['patches[]', 'patchesJson6902[]', 'patchesStrategicMerge[]'],
};

/** The patches that an object bears as text. */
function* bodiesOf(resource: Resource): Iterable<Body> {
  const isRendered = resource.group === fluxGroups.helm;
  for (const field of patchLists[`${resource.group}/${resource.kind}`] ?? []) {
    for (const place of placesOf(resource, field)) {
      const plain = resource.text(...place);
      const path = plain === undefined ? [...place, 'patch'] : place;
      const body = plain ?? resource.text(...path);
      if (body === undefined || (plain !== undefined && !plain.includes('\n'))) continue;
      yield { path, body, target: targetAt(resource, place), isRendered };
    }
  }
}

/** The `target` of a patch at a place. */
export function targetAt(resource: Resource, place: Path): Target {
  const target = resource.get(...place, 'target');
  if (target === undefined || !isMap(target)) return undefined;
  return Object.fromEntries(
    Object.entries(target).map(([key, value]) => [key, typeof value === 'string' ? value : undefined]),
  );
}
