import type { DataEdit } from '../yaml/edit-checked.ts';
import type { Data, Path } from '../yaml/node.ts';
import { isList, isMap } from '../yaml/render.ts';
import { fieldName, type Move } from './api-fields.ts';
import type { Resource } from './resource.ts';
import { hasVariable } from './substitution.ts';

/** What to do to a text, or why it cannot be done without a person. */
export type Step = readonly DataEdit[] | { readonly refused: string };

/** What becomes of a field that an object has at a place, as the facts of its API say it. */
export function stepOf(move: Move, resource: Resource, path: Path): Step {
  const value = resource.get(...path) ?? null;
  const to = move.to?.split('.').slice(path.filter((step) => typeof step === 'string').length - 1);
  switch (move.op) {
    case 'remove':
      return [{ kind: 'remove', path }];
    case 'move':
      return moved(resource, path, [...path.slice(0, -1), ...(to ?? [])]);
    case 'prependScalarToList':
      return prepended({ resource, path, value }, beside(path, move));
    case 'listMap':
      return listed({ resource, path, value }, beside(path, move), move);
    default:
      return { refused: `${fieldName(path)} has to be moved by hand` };
  }
}

/** A field of an object, and its value. */
interface Field {
  readonly resource: Resource;
  readonly path: Path;
  readonly value: Data;
}

/** To a mapping beside it, which is made where it is missing. */
function moved(resource: Resource, path: Path, to: Path): Step {
  const value = resource.get(...path) ?? null;
  if (value === null || value === '') return [{ kind: 'remove', path }];
  const there = resource.get(...to) ?? null;
  if (there !== null) {
    if (there === value) return [{ kind: 'remove', path }];
    return { refused: `${fieldName(path)} and ${fieldName(to)} differ: keep one of them` };
  }
  const holder = to.slice(0, -1);
  const key = String(to.at(-1));
  const around = resource.get(...holder) ?? null;
  if (isMap(around) && Object.keys(around).length > 0) return [{ kind: 'move', path, to }];
  const at = [...path.slice(0, -1), String(holder.at(-1))];
  return [
    ...emptied(resource, holder),
    { kind: 'rename', path, key: String(holder.at(-1)) },
    { kind: 'wrap', path: at, key },
  ];
}

/** One text before those of a list. */
function prepended({ resource, path, value }: Field, to: Path): Step {
  if (value === null || value === '') return [{ kind: 'remove', path }];
  if (typeof value !== 'string') return { refused: `${fieldName(path)} is no text` };
  return [{ kind: 'set', path, value: [value] }, ...merged(resource, path, to, 'before')];
}

/** The items of a list as texts under `patch:`, before or behind those of another. */
function listed({ resource, path, value }: Field, to: Path, { position }: Move): Step {
  if (value === null || (isList(value) && value.length === 0)) return [{ kind: 'remove', path }];
  if (!isList(value)) return { refused: `${fieldName(path)} is no list` };
  if (holdsVariable(value)) {
    return { refused: `${fieldName(path)} holds a variable, which may mean something else inside a text` };
  }
  const edits: DataEdit[] = [];
  for (const [index, item] of value.entries()) {
    const at = [...path, index];
    if (!isMap(item)) return { refused: `${fieldName(path)}[${index}] is no mapping` };
    if (position === 'before') edits.push({ kind: 'wrap', path: at, key: 'patch' });
    const patch = position === 'before' ? item : (item['patch'] ?? null);
    if (typeof patch === 'object') edits.push({ kind: 'embed', path: [...at, 'patch'] });
  }
  return [...edits, ...merged(resource, path, to, position === 'before' ? 'before' : 'after')];
}

/** A list under another name, or with the items of the list that has the name. */
function merged(resource: Resource, path: Path, to: Path, position: 'before' | 'after'): DataEdit[] {
  if (resource.list(...to).length > 0) return [{ kind: 'join', path, to, position }];
  return [...emptied(resource, to), { kind: 'rename', path, key: String(to.at(-1)) }];
}

/** What says nothing makes room. */
function emptied(resource: Resource, path: Path): DataEdit[] {
  return resource.has(...path) ? [{ kind: 'remove', path }] : [];
}

/** The field beside a field, as a move names it. */
function beside(path: Path, { to = '' }: Move): Path {
  return [...path.slice(0, -1), to.slice(to.lastIndexOf('.') + 1)];
}

function holdsVariable(value: Data): boolean {
  if (isList(value)) return value.some(holdsVariable);
  if (isMap(value)) return Object.values(value).some(holdsVariable);
  return typeof value === 'string' && hasVariable(value);
}
