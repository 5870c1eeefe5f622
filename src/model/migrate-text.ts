import { toData } from '../yaml/data.ts';
import type { DataEdit } from '../yaml/edit-checked.ts';
import type { Path } from '../yaml/node.ts';
import { readYaml } from '../yaml/read.ts';
import { isList } from '../yaml/render.ts';
import { fieldName, movesTo } from './api-fields.ts';
import { apiState } from './api-state.ts';
import { splitVersion } from './api-version.ts';
import { deprecatedFields } from './deprecated-fields.ts';
import { placesOf } from './field-places.ts';
import type { FluxVersion } from './flux-version.ts';
import {
  type Aim,
  type Aims,
  obstacleTo,
  operationRefusals,
  type Refusal,
  replacing,
} from './migrate-aims.ts';
import {
  editObject,
  encrypted,
  type LostComment,
  rewriteObject,
  subjectIn,
  successor,
  type Which,
} from './migrate-object.ts';
import { nestedEdits } from './migrate-references.ts';
import { nestedApis } from './nested-apis.ts';
import { patchBodies, type Target } from './patch-bodies.ts';
import { renewalSteps } from './renewals.ts';
import { type Resource, resourcesOf } from './resource.ts';

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
  return [...patchBodies(resource)].length > 0;
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
  for (const { path, body, target, isRendered } of patchBodies(now)) {
    const done = migratePatch(body, target, isRendered ? rendered(aims) : aims);
    refusals.push(...done.refusals);
    if (done.text === body) continue;
    lost.push(...done.lost);
    take(path, [{ kind: 'set', path, value: done.text }]);
  }
  return { text: current, lost, refusals };
}

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
      if (isUntouched || rewriteObject(current, index, aims.flux, 'needed') !== undefined)
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

/** What a chart renders is nothing that the repository holds: it has what the cluster serves. */
function rendered(aims: Aims): Aims {
  return { flux: aims.flux, find: () => [], staysBecause: () => undefined };
}
