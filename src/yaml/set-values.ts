import { KitError } from '../core/errors.ts';
import type { Data, Path } from './node.ts';
import { pathText } from './path-text.ts';

/** One value to write at one place. */
export interface Assignment {
  readonly path: Path;
  readonly value: Data;
}

/** Helm's own limits: deeper names and higher indexes are refused. */
const deepest = 30;
const highest = 65_536;

/**
 * Reads Helm's `--set` syntax (`pkg/strvals` of Helm 3): `a.b=1,list[0].x={p,q}`; a backslash takes the next
 * character as it is. Integers, true, false and null are typed; everything else is a string, `1.5` as well.
 * Stricter than Helm in two places: an empty key and text behind `}` are refused, where Helm passes over them.
 * @param options.strings every value is a string, as with `--set-string`
 */
export function parseSet(text: string, options: { readonly strings?: boolean } = {}): Assignment[] {
  const typed = (word: string): Data => (options.strings === true ? word : typedValue(word));
  const source = [...text];
  let at = 0;

  /** Up to one of the stops, which is taken as well; `stop` is undefined at the end of the text. */
  const until = (stops: string): { word: string; stop: string | undefined } => {
    let word = '';
    while (at < source.length) {
      const character = source[at] ?? '';
      at += 1;
      if (stops.includes(character)) return { word, stop: character };
      if (character !== '\\') word += character;
      else {
        word += source[at] ?? '';
        at += 1;
      }
    }
    return { word, stop: undefined };
  };

  const index = (): number => {
    const { word, stop } = until(']');
    if (stop === undefined) throw refused(text, `the index [${word} has no ]`);
    const number = /^\d{1,6}$/.test(word) ? Number(word) : Number.NaN;
    if (!(number <= highest))
      throw refused(text, `[${word}] is no index; one from 0 to ${highest} was expected`);
    return number;
  };

  const path = (): Path => {
    const keys: (string | number)[] = [];
    for (;;) {
      const { word, stop } = until('=[,.');
      if (stop === undefined || stop === ',')
        throw refused(text, `${pathText([...keys, word])} has no value`);
      if (word === '')
        throw refused(
          text,
          keys.length === 0 ? 'the key is empty' : `a key below ${pathText(keys)} is empty`,
        );
      keys.push(word);
      let end = stop;
      while (end === '[') {
        keys.push(index());
        end = source[at] ?? '';
        at += 1;
        if (!['[', '.', '='].includes(end))
          throw refused(text, `"${end}" follows an index; [ . or = was expected`);
      }
      if (keys.length > deepest) throw refused(text, `names nest deeper than ${deepest}`);
      if (end === '=') return keys;
    }
  };

  const value = (): Data => {
    if (source[at] !== '{') return typed(until(',').word);
    at += 1;
    const items: Data[] = [];
    for (;;) {
      const { word, stop } = until(',}');
      if (stop === undefined) throw refused(text, 'the list has no }');
      items.push(typed(word));
      if (stop === ',') continue;
      if (at < source.length && source[at] !== ',')
        throw refused(text, `"${source[at]}" follows }; a comma was expected`);
      at += 1;
      return items;
    }
  };

  const assignments: Assignment[] = [];
  while (at < source.length) assignments.push({ path: path(), value: value() });
  if (assignments.length === 0) throw refused(text, 'it is empty');
  return assignments;
}

/** The value stays out of the message: it may be a password. */
function refused(text: string, why: string): KitError {
  const [key = ''] = text.split('=', 1);
  return new KitError('bad-set', `--set ${key === text ? text : `${key}=…`}: ${why}`, {
    help: ['it is read as Helm reads it: a.b=1, list[0].x=y, list={a,b}, dots\\.in\\.a\\.key=1'],
  });
}

/** `typedVal` of Helm: a number that starts with 0, a float and an integer beyond 64 bits stay strings. */
function typedValue(word: string): Data {
  const lower = word.toLowerCase();
  if (lower === 'true') return true;
  if (lower === 'false') return false;
  if (lower === 'null') return null;
  if (word === '0') return 0;
  if (!/^(?:[+-]\d{1,19}|[1-9]\d{0,18})$/.test(word)) return word;
  const number = BigInt(word.replace(/^\+/, ''));
  if (BigInt.asIntN(64, number) !== number) return word;
  return Number.isSafeInteger(Number(number)) ? Number(number) : number;
}
