import { isDeepStrictEqual } from 'node:util';
import { readSide } from '../../src/merge/read-side.ts';

/** A whole number from 0 to below a limit. */
export type Random = (limit: number) => number;

/** Random numbers that a seed repeats (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

/** Values as a user might have edited them, by hand: each edit leaves them readable. */
export function edited(text: string, edits: number, random: Random): string {
  let lines = text.split('\n');
  for (let done = 0, tried = 0; done < edits && tried < edits * 4; tried += 1) {
    const kind = kinds[random(kinds.length)];
    const next = kind?.(lines, random);
    if (next === undefined || 'flaw' in readSide(next.join('\n'))) continue;
    lines = next;
    done += 1;
  }
  const result = lines.join('\n');
  const cut = result.trimEnd();
  if (random(8) === 0 && isSame(result, cut)) return cut;
  return random(12) === 0 ? result.replaceAll('\n', '\r\n') : result;
}

/** A block of text at the end would lose its newline: that is another value. */
function isSame(text: string, other: string): boolean {
  const [a, b] = [readSide(text), readSide(other)];
  return !('flaw' in a) && !('flaw' in b) && isDeepStrictEqual(a.data, b.data);
}

type Edit = (lines: readonly string[], random: Random) => string[] | undefined;

const entry = /^( *)(- )?([A-Za-z0-9_./-]+):(?: +([^#]*?))?( *#.*)?$/;

/** Where a line that matches is, from a random place on. */
function find(
  lines: readonly string[],
  random: Random,
  matches: (line: string) => boolean,
): number | undefined {
  const from = random(lines.length);
  for (let step = 0; step < lines.length; step += 1) {
    const at = (from + step) % lines.length;
    if (matches(lines[at] ?? '')) return at;
  }
  return undefined;
}

const indentOf = (line: string): number => /^ */.exec(line)?.[0].length ?? 0;

/** Behind the last line of what begins on a line: those below that are deeper, or empty between such. */
function endOf(lines: readonly string[], at: number): number {
  const indent = indentOf(lines[at] ?? '');
  let end = at + 1;
  for (let next = end; next < lines.length; next += 1) {
    const line = lines[next] ?? '';
    if (line.trim() === '') continue;
    if (indentOf(line) <= indent) break;
    end = next + 1;
  }
  return end;
}

function spliced(lines: readonly string[], from: number, to: number, put: readonly string[]): string[] {
  return [...lines.slice(0, from), ...put, ...lines.slice(to)];
}

const values: readonly ((indent: string, random: Random) => readonly string[])[] = [
  (_, random) => [` ${random(1000)}`],
  (_, random) => [random(2) === 0 ? ' true' : ' false'],
  () => [' "mine: # not a comment"'],
  (_, random) => [` 'it''s ${random(9)}'`],
  () => [''],
  () => [' null'],
  () => [' ~'],
  () => [' {}'],
  () => [' []'],
  () => [' yes'],
  () => [' 1.0'],
  () => [' 0x1F'],
  (_, random) => [` { mine: ${random(9)}, other: [a, b] }`],
  (_, random) => [` [one, "two", ${random(9)}]`],
  (indent) => [' |', `${indent}  first`, `${indent}  # no comment`, '', `${indent}  last`],
  (indent) => [' |-', `${indent}  only`, `${indent}    deeper`],
  (indent) => [' |+', `${indent}  kept`, ''],
  (indent) => [' >-', `${indent}  folded`, `${indent}  on`],
  (indent) => [' "two', `${indent}  lines"`],
  (indent) => [' plain', `${indent}  and on`],
  (indent, random) => [
    '',
    `${indent}  mine: ${random(9)}`,
    `${indent}  # for the other`,
    `${indent}  other: x`,
  ],
  (indent, random) => [
    '',
    `${indent}  - name: A${random(3)}`,
    `${indent}    value: "1"`,
    `${indent}  - name: B`,
    `${indent}    value: x`,
  ],
  (indent) => ['', `${indent}- one`, `${indent}# between`, `${indent}- two`],
  () => [' 2001-12-14'],
  () => [' 0123'],
];

const words = [
  'mine',
  'because of the audit',
  'see INFRA-42: do not touch',
  '',
  'old: 3',
  '- item',
  'ünïcode → ok',
];

const kinds: readonly Edit[] = [
  // another value
  ...Array.from(
    { length: 5 },
    (): Edit => (lines, random) => {
      const at = find(lines, random, (line) => entry.test(line));
      const found = entry.exec(at === undefined ? '' : (lines[at] ?? ''));
      if (at === undefined || found === null) return undefined;
      const [, indent = '', dash = '', key = '', , note = ''] = found;
      const margin = indent + ' '.repeat(dash.length);
      const [first = '', ...rest] = values[random(values.length)]?.(margin, random) ?? [];
      return spliced(lines, at, endOf(lines, at), [`${indent}${dash}${key}:${first}${note}`, ...rest]);
    },
  ),
  // an entry goes
  (lines, random) => {
    const at = find(lines, random, (line) => entry.test(line));
    return at === undefined ? undefined : spliced(lines, at, endOf(lines, at), []);
  },
  // a line goes
  (lines, random) => {
    const at = random(lines.length);
    return spliced(lines, at, at + 1, []);
  },
  // a comment comes
  ...Array.from(
    { length: 2 },
    (): Edit => (lines, random) => {
      const at = random(lines.length);
      const indent = ' '.repeat(random(4) === 0 ? random(8) : indentOf(lines[at] ?? ''));
      const put = Array.from({ length: 1 + random(3) }, () => `${indent}# ${words[random(words.length)]}`);
      return spliced(lines, at, at, random(3) === 0 ? [...put, ''] : put);
    },
  ),
  // a comment behind a value comes, or takes the place of another
  ...Array.from(
    { length: 2 },
    (): Edit => (lines, random) => {
      const at = find(lines, random, (line) => entry.test(line));
      if (at === undefined) return undefined;
      const line = (lines[at] ?? '').replace(/ *#.*$/, '');
      return spliced(lines, at, at + 1, [`${line}  # ${words[random(words.length)]}`]);
    },
  ),
  // what is commented out comes in
  ...Array.from(
    { length: 2 },
    (): Edit => (lines, random) => {
      const at = find(lines, random, (line) => /^ *# *[A-Za-z-]+:? /.test(line));
      if (at === undefined) return undefined;
      let end = at;
      const count = 1 + random(4);
      while (end < at + count && /^ *# ?/.test(lines[end] ?? '')) end += 1;
      const put = lines
        .slice(at, end)
        .map((line) => line.replace(/^( *)# ?/, random(2) === 0 ? '$1' : '$1  '));
      return spliced(lines, at, end, put);
    },
  ),
  // an entry is commented out
  (lines, random) => {
    const at = find(lines, random, (line) => entry.test(line));
    if (at === undefined) return undefined;
    const end = endOf(lines, at);
    const put = lines
      .slice(at, end)
      .map((line) => (line.trim() === '' ? line : line.replace(/^( *)/, '$1# ')));
    return spliced(lines, at, end, put);
  },
  // a comment changes, or goes
  (lines, random) => {
    const at = find(lines, random, (line) => /^ *#/.test(line));
    if (at === undefined) return undefined;
    return spliced(lines, at, at + 1, random(2) === 0 ? [] : [`${lines[at]} (changed)`]);
  },
  // an entry comes
  ...Array.from(
    { length: 2 },
    (): Edit => (lines, random) => {
      const at = find(lines, random, (line) => entry.test(line));
      const [, indent = '', dash = ''] = entry.exec(at === undefined ? '' : (lines[at] ?? '')) ?? [];
      if (at === undefined) return undefined;
      const margin = indent + ' '.repeat(dash.length);
      const [first = '', ...rest] = values[random(values.length)]?.(margin, random) ?? [];
      const key = ['mine', 'aKey', 'zKey', '"quoted key"', '__proto__', 'constructor', '1', 'on'][random(8)];
      const where = dash === '' && random(2) === 0 ? at : endOf(lines, at);
      const put = [
        ...(random(2) === 0 ? [`${margin}# for ${key}`] : []),
        `${margin}${key}:${first}`,
        ...rest,
      ];
      return spliced(lines, where, where, put);
    },
  ),
  // an item comes, like the one above it
  (lines, random) => {
    const at = find(lines, random, (line) => /^ *- /.test(line));
    if (at === undefined) return undefined;
    const end = endOf(lines, at);
    const put = lines.slice(at, end).map((line) => line.replace(/(name: *)\S+/, `$1mine-${random(4)}`));
    return spliced(lines, end, end, put);
  },
  // two neighbours change places
  (lines, random) => {
    const at = find(lines, random, (line) => entry.test(line) || /^ *- /.test(line));
    if (at === undefined) return undefined;
    const middle = endOf(lines, at);
    if (indentOf(lines[middle] ?? '') !== indentOf(lines[at] ?? '')) return undefined;
    const end = endOf(lines, middle);
    return spliced(lines, at, end, [...lines.slice(middle, end), ...lines.slice(at, middle)]);
  },
  // what is in an entry moves to the right
  (lines, random) => {
    const at = find(lines, random, (line) => entry.test(line));
    if (at === undefined) return undefined;
    const end = endOf(lines, at);
    const put = lines.slice(at + 1, end).map((line) => (line === '' ? line : `  ${line}`));
    return spliced(lines, at + 1, end, put);
  },
  // an anchor, and somebody who uses it
  (lines, random) => {
    const at = find(lines, random, (line) => /^[A-Za-z0-9_.-]+:(?: +[^#{[|>&*"' ]*)?$/.test(line));
    if (at === undefined) return undefined;
    const end = endOf(lines, at);
    const name = `a${random(1000)}`;
    const line = (lines[at] ?? '').replace(':', `: &${name}`);
    return spliced(lines, at, end, [line, ...lines.slice(at + 1, end), `use-${name}: *${name}`]);
  },
  // an empty line comes
  (lines, random) => {
    const at = random(lines.length);
    return spliced(lines, at, at, ['']);
  },
];
