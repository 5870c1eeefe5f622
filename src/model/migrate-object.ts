import { KitError } from '../core/errors.ts';
import { lostComments } from '../yaml/comments.ts';
import { type DataEdit, editBelow, editChecked } from '../yaml/edit-checked.ts';
import { pathOfMap } from '../yaml/locate.ts';
import type { Path } from '../yaml/node.ts';
import { readYaml } from '../yaml/read.ts';
import { fieldName, isMovable, movesTo } from './api-fields.ts';
import { type ApiState, apiState } from './api-state.ts';
import { splitVersion } from './api-version.ts';
import { deprecatedFields } from './deprecated-fields.ts';
import { placesOf } from './field-places.ts';
import type { FluxVersion } from './flux-version.ts';
import { type Step, stepOf } from './migrate-moves.ts';
import { renewalSteps } from './renewals.ts';
import { isEncrypted, kustomizationResource, type Resource, resourcesOf } from './resource.ts';
import { hasSameFields } from './same-fields.ts';
import { hasVariable } from './substitution.ts';

/** Which object of a text is meant: the number of an object, or the instruction to kustomize that the whole file is. */
export type Which = number | 'kustomization';

/** A comment that went with a field. */
export interface LostComment {
  readonly field: string;
  readonly comment: string;
}

/** A text in which one object was rewritten. */
export interface Rewritten {
  readonly text: string;
  readonly lost: readonly LostComment[];
}

/** What became of an object: rewritten, as it was (undefined), or why it cannot be done without a person. */
export type Rewriting = Rewritten | { readonly refused: string } | undefined;

/** The apiVersion that an object has to be written for; undefined where its own is as good. */
export function successor(state: ApiState | undefined, apiVersion: string): string | undefined {
  if (state?.kind !== 'removed' && state?.kind !== 'deprecated') return undefined;
  return state.write === apiVersion ? undefined : state.write;
}

/**
 * Rewrites one object of a text for what a Flux release serves: its apiVersion, and the fields that went or moved. What
 * it means stays the same; everything else stays byte for byte.
 * @param only `needed`: not the fields that are merely deprecated
 */
export function rewriteObject(
  text: string,
  which: Which,
  flux: FluxVersion,
  only: 'all' | 'needed' = 'all',
): Rewriting {
  const subject = subjectIn(text, which);
  if (subject === undefined) return undefined;
  const { resource } = subject;
  const { apiVersion, kind } = resource;
  if (hasVariable(apiVersion + kind)) return undefined;
  const state = apiState(apiVersion, kind, flux);
  const write = successor(state, apiVersion);
  const obstacle = obstacleTo(resource, state, write);
  if (obstacle !== undefined) return { refused: obstacle };
  const { group, version } = splitVersion(write ?? apiVersion);
  const isKnown = state !== undefined && state.kind !== 'unknown-kind' && state.kind !== 'unknown-version';
  const moves = (isKnown ? movesTo(group, version, kind) : []).map(
    (move): Find =>
      (now) =>
        placesOf(now, move.from).map((place) => [place, stepOf(move, now, place)]),
  );
  const renewed: Find = (now) =>
    deprecatedFields(now, flux).flatMap(({ path, step }) => {
      const found = step?.(now);
      return found === undefined ? [] : [[path, found]];
    });
  const own: Find = () =>
    write === undefined ? [] : [[['apiVersion'], [{ kind: 'set', path: ['apiVersion'], value: write }]]];
  return inOrder({
    text,
    which,
    subject,
    needed: [...moves, own],
    welcome: only === 'all' ? [renewed, ...renewalSteps] : [],
  });
}

/** Looks up what to do to an object as it is by then. */
type Find = (now: Resource) => readonly (readonly [Path, Step])[];

/**
 * Makes changes to an object one after the other; each is looked up in the text that the ones before left. What is
 * `needed` is made as a whole or refused; what is only `welcome` stays where it cannot be made.
 */
function inOrder({
  text,
  which,
  subject,
  needed,
  welcome,
}: {
  readonly text: string;
  readonly which: Which;
  readonly subject: Subject;
  readonly needed: readonly Find[];
  readonly welcome: readonly Find[];
}): Rewriting {
  let current = text;
  let now: Subject | undefined = subject;
  const lost: LostComment[] = [];
  for (const find of [...needed, ...welcome]) {
    const isNeeded = needed.includes(find);
    for (const [path, step] of now === undefined ? [] : find(now.resource)) {
      const done = stepDone(current, now ?? subject, path, step);
      if ('refused' in done) {
        if (isNeeded) return done;
        continue;
      }
      current = done.text;
      for (const comment of done.lost) lost.push({ field: fieldName(path), comment });
    }
    now = subjectIn(current, which);
  }
  return current === text ? undefined : { text: current, lost };
}

function stepDone(text: string, subject: Subject, path: Path, step: Step): ReturnType<typeof editObject> {
  if ('refused' in step) return step;
  if (isEncrypted(subject.resource) && path[0] !== 'apiVersion') return { refused: encryptedWhole };
  return editObject(text, subject, step);
}

/** The edits of one object, or why they cannot be made. */
export function editObject(
  text: string,
  { resource, prefix }: Subject,
  edits: readonly DataEdit[],
): { readonly text: string; readonly lost: readonly string[] } | { readonly refused: string } {
  let current = text;
  const lost: string[] = [];
  try {
    for (const edit of edits) {
      const after = editChecked(current, [editBelow(prefix, edit)], { document: resource.document });
      if (mayLoseComments.has(edit.kind)) lost.push(...lostComments(current, after));
      current = after;
    }
  } catch (error) {
    if (error instanceof KitError && error.code === 'edit-refused') return { refused: error.message };
    throw error;
  }
  return { text: current, lost };
}

const mayLoseComments: ReadonlySet<string> = new Set(['remove', 'set', 'move', 'join']);

/** An object in a text, and where it stands in its document. */
export interface Subject {
  readonly resource: Resource;
  readonly prefix: Path;
}

/** Finds an object of a text; undefined when it is not there. */
export function subjectIn(text: string, which: Which): Subject | undefined {
  const yaml = readYaml(text);
  if (which === 'kustomization') {
    const document = yaml.documents.findIndex(({ root }) => root?.kind === 'map');
    const root = yaml.documents[document]?.root;
    if (root?.kind !== 'map') return undefined;
    return { resource: { ...kustomizationResource('', root), document }, prefix: [] };
  }
  const resource = resourcesOf('', yaml)[which];
  const root = resource === undefined ? undefined : yaml.documents[resource.document]?.root;
  if (resource === undefined || root === undefined) return undefined;
  const prefix = pathOfMap(root, resource.node.start);
  return prefix === undefined ? undefined : { resource, prefix };
}

/** Why an object is nothing for a program. */
function obstacleTo(
  resource: Resource,
  state: ApiState | undefined,
  write: string | undefined,
): string | undefined {
  const { apiVersion, group, kind } = resource;
  if (state?.kind === 'removed' && write === undefined) return `nothing took the place of ${apiVersion}`;
  if (state === undefined || write === undefined) return undefined;
  if (isKnownMove(resource, write)) return contentObstacle(resource) ?? encrypted(resource);
  if (state.kind === 'deprecated') return undefined;
  const next = splitVersion(write);
  return group !== next.group && group.endsWith('fluxcd.io')
    ? `${kind} of ${apiVersion} is another than that of ${write}: write it anew`
    : `${kind} of ${apiVersion} has other fields than that of ${write}: write it anew`;
}

function isKnownMove({ apiVersion, group, version, kind }: Resource, write: string): boolean {
  if (splitVersion(write).group === group && isMovable(group, version, kind)) return true;
  return hasSameFields(apiVersion, kind);
}

/** What stands in an object that its new API takes otherwise. */
function contentObstacle(object: Resource): string | undefined {
  const { kind } = object;
  const selector = object.get('spec', 'selector') ?? null;
  if (kind === 'PodDisruptionBudget' && JSON.stringify(selector) === '{}')
    return 'its empty selector matches no pod now, and every pod in policy/v1';
  const template = object.text('spec', 'git', 'commit', 'messageTemplate') ?? '';
  const gone = /\.Updated\b|\.Changed\.ImageResult\b/.exec(template)?.[0];
  if (kind === 'ImageUpdateAutomation' && gone !== undefined)
    return `spec.git.commit.messageTemplate uses ${gone}, which Flux 2.7 has no more: write it with .Changed`;
  return undefined;
}

const encryptedWhole =
  'it is encrypted with SOPS, which would not decrypt a changed file: change it with sops edit';

/** SOPS signs every value of a file, unless it was told to sign the encrypted ones alone (`mac_only_encrypted`). */
export function encrypted(resource: Resource): string | undefined {
  const isSigned = isEncrypted(resource) && resource.get('sops', 'mac_only_encrypted') !== true;
  return isSigned ? encryptedWhole : undefined;
}
