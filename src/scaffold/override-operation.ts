import { KitError } from '../core/errors.ts';
import { pointerTo } from '../fleet/json-pointer.ts';
import type { Data, Path } from '../yaml/node.ts';
import { pathText } from '../yaml/path-text.ts';
import { isList, isMap } from '../yaml/render.ts';

/** An operation of a JSON patch, as a policy has it. */
export interface WrittenOperation {
  readonly pointer: string;
  readonly operator: 'add' | 'replace' | 'remove';
  /** Undefined of `remove`. */
  readonly value: Data | undefined;
}

/**
 * The operation that brings a value to a path of a document: `replace` where something is, else `add` at the nearest
 * place that is missing, with what lies between. @throws KitError `bad-path` where a list or mapping is in the way
 */
export function settingOperation(document: Data, path: Path, value: Data): WrittenOperation {
  let at = document;
  for (const [index, step] of path.entries()) {
    const here = path.slice(0, index);
    const rest = path.slice(index + 1);
    if (isMap(at)) {
      if (typeof step === 'number') throw bad(path, `${named(here)} is a mapping, and has no item ${step}`);
      if (!Object.hasOwn(at, step)) return adding([...here, step], wrapped(path, rest, value));
      at = at[step] ?? null;
    } else if (isList(at)) {
      if (typeof step !== 'number') throw bad(path, `${named(here)} is a list, and has no key ${step}`);
      if (step > at.length)
        throw bad(path, `${named(here)} has ${at.length} items; the next one is [${at.length}]`);
      if (step === at.length) return adding([...here, step], wrapped(path, rest, value));
      at = at[step] ?? null;
    } else {
      // The whole of an empty text is null: it can only be added.
      const whole = wrapped(path, path.slice(index), value);
      return index === 0 ? adding([], whole) : replacing(here, whole);
    }
  }
  return replacing(path, value);
}

/** The value at a path; undefined where there is none. */
export function valueAt(data: Data | undefined, path: Path): Data | undefined {
  return path.reduce<Data | undefined>((at, step) => {
    if (at === undefined) return undefined;
    if (isList(at)) return typeof step === 'number' ? at[step] : undefined;
    return isMap(at) && Object.hasOwn(at, step) ? at[String(step)] : undefined;
  }, data);
}

function adding(path: Path, value: Data): WrittenOperation {
  return { pointer: pointerTo(path), operator: 'add', value };
}

function replacing(path: Path, value: Data): WrittenOperation {
  return { pointer: pointerTo(path), operator: 'replace', value };
}

/** The value inside the mappings and lists that its path asks for. */
function wrapped(path: Path, steps: Path, value: Data): Data {
  return steps.toReversed().reduce<Data>((inner, step) => {
    if (typeof step === 'string') {
      const map: Record<string, Data> = Object.create(null);
      map[step] = inner;
      return map;
    }
    if (step === 0) return [inner];
    throw bad(path, `there is no list yet, and a new one begins with item [0]`);
  }, value);
}

function named(path: Path): string {
  return path.length === 0 ? 'the whole' : pathText(path);
}

function bad(path: Path, why: string): KitError {
  return new KitError('bad-path', `${pathText(path)} cannot be set: ${why}`);
}
