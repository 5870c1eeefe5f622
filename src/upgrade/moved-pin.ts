import { isUnbounded } from '../core/range-reach.ts';
import { parseVersion, pinRange, type Version } from '../core/version.ts';
import { parseRange, satisfies } from '../core/version-range.ts';

/** What a pin becomes, and what is worth saying about it. */
export interface MovedPin {
  /** Undefined where nothing is written, and nothing need be. */
  readonly range: string | undefined;
  readonly note: string | undefined;
}

/**
 * The range that takes a version, in the form of the one before: `6.x` becomes `7.x`, `~6.13` `~7.0`, `6.14.1` `7.0.0`.
 * A range that takes the version already stays, unless it is that of a single version.
 */
export function movePin(written: string | undefined, to: string): MovedPin {
  const version = parseVersion(to);
  if (version === undefined) throw new Error(`version ${to} was not checked`);
  const text = written?.trim() ?? '';
  const range = text === '' ? undefined : parseRange(text);
  if (isSingle(text)) return { range: to, note: undefined };
  if (text === '' || (range !== undefined && satisfies(range, version)))
    return { range: written, note: range === undefined || isUnbounded(range) ? unpinned : undefined };
  const moved = inForm(text, version);
  if (moved !== undefined && takes(moved, version)) return { range: moved, note: undefined };
  const major = pinRange(version, 'major');
  if (moved === undefined && takes(major, version))
    return { range: major, note: `the range ${text} has no form that could be kept: it is ${major} now` };
  return { range: to, note: `${to} is a pre-release, which no range takes: it is pinned exactly` };
}

const unpinned = 'the version is not pinned: Flux takes every new one, whatever the values were made for';

/** Whether a pin names one version: Flux looks for that very text first. */
function isSingle(text: string): boolean {
  return /^v?\d+\.\d+\.\d+/.test(text) && parseVersion(text) !== undefined;
}

function takes(range: string, version: Version): boolean {
  const parsed = parseRange(range);
  return parsed !== undefined && satisfies(parsed, version);
}

/** Numbers, and what is left open: `6`, `6.x`, `6.14.*`. */
const open = /^(v?)(\d+)(?:\.(\d+))?((?:\.[xX*])*)$/;
/** `^6.13.0`, `~6.13`, `>=6.13.0`. */
const bounded = /^([~^=]|>=|=>|~>)(\s*)(v?)(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-[0-9A-Za-z.-]+)?$/;
/** `>=6.13.0 <7`, `>= 6.13.0, < 7.0.0`. */
const between = /^(>=|=>)(\s*)(v?)(\d+(?:\.\d+){0,2})(-0)?(\s*,\s*|\s+)<(\s*)(v?)(\d+)((?:\.0){0,2})(-0)?$/;

function inForm(text: string, { major, minor, patch, text: whole }: Version): string | undefined {
  const parts = [major, minor, patch].map(String);
  const numbers = (count: number): string => parts.slice(0, count).join('.');
  const simple = open.exec(text);
  if (simple !== null) {
    const [, v = '', first, second, rest = ''] = simple;
    // A chart at 0.y breaks with y: its minor stands for the major.
    if (second !== undefined && first === '0' && major > 0n)
      return `${v}${numbers(1)}${rest === '' ? '' : rest.slice(0, 2)}`;
    if (second === undefined && major === 0n)
      return `${v}${numbers(2)}${rest === '' ? '' : rest.slice(0, 2)}`;
    return `${v}${numbers(second === undefined ? 1 : 2)}${rest}`;
  }
  const lower = bounded.exec(text);
  if (lower !== null) {
    const [, operator = '', space = '', v = '', , second, third] = lower;
    const written = third !== undefined ? bare(whole) : numbers(second === undefined ? 1 : 2);
    return `${operator}${space}${v}${written}`;
  }
  const both = between.exec(text);
  if (both === null) return undefined;
  const [, from, gap, v, , pre = '', joint, space, w, , zeros, end = ''] = both;
  const low = pre === '' ? bare(whole) : `${numbers(3)}${pre}`;
  return `${from}${gap}${v}${low}${joint}<${space}${w}${major + 1n}${zeros}${end}`;
}

function bare(version: string): string {
  return version.replace(/^v/, '').replace(/\+.*$/, '');
}
