import facts from '../../schemas/facts.json' with { type: 'json' };
import type { Path } from '../yaml/node.ts';
import { type FluxVersion, isAtLeast } from './flux-version.ts';

/** What became of a field that an API version has no more. */
export interface GoneField {
  /** `spec.chart.spec.valuesFile`, indexes of lists as `[]`. */
  readonly field: string;
  /** The newest version of the API that still had it. */
  readonly until: string;
  /** One phrase that says what to write instead. */
  readonly remedy: string;
}

interface Migration {
  readonly api: string;
  readonly from: string;
  readonly to: string;
  readonly gone: readonly string[];
  readonly moves: readonly Move[];
}

/** What becomes of a field: `op` is `remove`, `move`, `prependScalarToList` or `listMap` (each item under `patch:`). */
export interface Move {
  readonly op: string;
  readonly from: string;
  readonly to?: string;
  readonly position?: string;
}

const migrations: readonly Migration[] = facts.migrations;
const since: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map(
  Object.entries(facts.fieldsSince),
);

/** The path of a field as the facts write it: `spec.postRenderers[].kustomize`. */
export function fieldName(path: Path): string {
  return path.reduce<string>(
    (name, step) => (typeof step === 'number' ? `${name}[]` : `${name}${name === '' ? '' : '.'}${step}`),
    '',
  );
}

/** The fields that an older version of a Flux kind had and this one has not. */
export function goneFields(group: string, version: string, kind: string): readonly GoneField[] {
  const key = `${group}/${version}/${kind}`;
  const before = gone.get(key);
  if (before !== undefined) return before;
  const now = findGone(group, version, kind);
  gone.set(key, now);
  return now;
}

/** What was worked out of the facts: a repository has few kinds and many objects. */
const gone = new Map<string, readonly GoneField[]>();

function findGone(group: string, version: string, kind: string): readonly GoneField[] {
  const own = migrations.filter(({ api }) => api === `${group}/${kind}`);
  const still = new Set(own.filter(({ from }) => from === version).flatMap(({ gone }) => gone));
  const found = new Map<string, GoneField>();
  for (const { from, gone, moves } of own) {
    if (from === version) continue;
    for (const field of gone) {
      if (!still.has(field)) found.set(field, { field, until: from, remedy: remedyOf(field, moves) });
    }
  }
  return [...found.values()];
}

/**
 * What became of a field that this version of a Flux kind has no more; undefined for one that it has, or that no version
 * ever had. A path below such a field counts as well.
 */
export function fieldLife(group: string, version: string, kind: string, path: Path): GoneField | undefined {
  const name = fieldName(path);
  return goneFields(group, version, kind).find(({ field }) => name === field || startsBelow(name, field));
}

/** The fields of an older version that its successor has not: what to move together with the apiVersion. */
export function fieldsToMove(group: string, version: string, kind: string): readonly GoneField[] {
  return migrations
    .filter(({ api, from }) => api === `${group}/${kind}` && from === version)
    .flatMap(({ from, gone, moves }) =>
      gone.map((field) => ({ field, until: from, remedy: remedyOf(field, moves) })),
    );
}

/** What to do to an object of a Flux kind that is, or becomes, one of this version: in this order. */
export function movesTo(group: string, version: string, kind: string): readonly Move[] {
  const gone = new Set(goneFields(group, version, kind).map(({ field }) => field));
  const found = new Map<string, Move>();
  for (const { api, to, moves } of migrations) {
    if (api !== `${group}/${kind}`) continue;
    for (const move of moves)
      if (gone.has(move.from) || (move.op === 'move' && to === version)) found.set(move.from, move);
  }
  return [...found.values()];
}

/** A field that newer versions of a Flux kind do not have, and the one that took its content, if any did. */
export interface MovedField {
  readonly group: string;
  readonly kind: string;
  readonly from: string;
  readonly to: string | undefined;
}

/** The fields that went or moved, of all Flux kinds, each once. */
export const movedFields: readonly MovedField[] = [
  ...new Map(
    migrations.flatMap(({ api, moves }) => {
      const [group = '', kind = ''] = api.split('/');
      return moves.map(({ from, to }): [string, MovedField] => [`${api} ${from}`, { group, kind, from, to }]);
    }),
  ).values(),
];

/** Whether it is known what changed between a version of a Flux kind and its successors. */
export function isMovable(group: string, version: string, kind: string): boolean {
  return migrations.some(({ api, from }) => api === `${group}/${kind}` && from === version);
}

/**
 * Fields, and values of fields (`spec.path=value`), of a Flux kind that came after its version, with the release that
 * brought them; only those that the given release does not have yet.
 */
export function laterFields(
  api: { readonly group: string; readonly version: string; readonly kind: string },
  flux: Pick<FluxVersion, 'major' | 'minor'>,
): readonly { readonly field: string; readonly value: string | undefined; readonly since: string }[] {
  const fields = since.get(`${api.group}/${api.kind}/${api.version}`) ?? {};
  return Object.entries(fields).flatMap(([key, release]) => {
    const [major = 0, minor = 0] = release.replace(/^v/, '').split('.').map(Number);
    if (isAtLeast(flux, major, minor)) return [];
    const [field = key, value] = key.split('=');
    return [{ field, value, since: `${major}.${minor}` }];
  });
}

function startsBelow(name: string, field: string): boolean {
  return name.startsWith(`${field}.`) || name.startsWith(`${field}[`);
}

function remedyOf(field: string, moves: readonly Move[]): string {
  const move = moves.find(({ from }) => from === field);
  const target = move?.to;
  if (move === undefined || target === undefined) return `remove ${field}`;
  switch (move.op) {
    case 'listMap':
      return `move the entries of ${field} ${move.position === 'before' ? 'to the beginning' : 'to the end'} of ${target}, each under patch:`;
    case 'prependScalarToList':
      return `make ${field} the first entry of ${target}`;
    default:
      return `move ${field} to ${target}`;
  }
}
