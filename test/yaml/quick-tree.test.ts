import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventsOf } from '../../src/yaml/events.ts';
import { guardText } from '../../src/yaml/guard.ts';
import { quickTree } from '../../src/yaml/quick-tree.ts';
import { buildTree, type Tree } from '../../src/yaml/tree.ts';

/** What the parser's events say, which `readYaml` asks when the quick reader gives up; words where the text has faults. */
function parsed(text: string): Tree | string {
  const found = eventsOf(text);
  if (!('events' in found)) return found.refusal.reason;
  const tree = buildTree(text, found.events);
  return tree.problems[0]?.message ?? tree;
}

describe('the quick reader sees what the parser sees in', () => {
  test.each([
    ['nothing', ''],
    ['comments alone', '# a\n\n  # b\n'],
    ['a mapping', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: podinfo\n  labels:\n    a.b/c: d\n'],
    ['documents', '# head\n---\na: 1\n--- # none\n\n---\nb: 2\n---\n'],
    ['an end without newline', 'a:\n  b: c'],
    ['comments at odd places', 'a: # one\n# two\n  b: c # three\n      # four\n#five\n  d: e\n'],
    ['blank lines with blanks', 'a:\n    \n  b: c  \n   \nd: e\n  '],
    [
      'lists',
      'a:\n  - b\n  -   c: 1\n      d: 2\n  - - e\n    - f\n  -\n    g: h\n  -\n  - i\n  -\nj:\n- k\n-\nl:\n',
    ],
    ['a list alone', '- op: add\n  path: /a\n- b\n'],
    ['empty values', 'a:\nb: # c\nd:\n  e:\n  f:\ng:'],
    ['keys of all kinds', '"a b": 1\n\'c\': 2\n3: d\ne f: 4\nf:g: 5\n$patch: 6\ntrue: 7\n.8: 9\n'],
    ['plain scalars', 'a: -e\nb: http://g:80/#h\nc: :j\nd: ?l\ne: n#o\nf: "p" # q\ng: r # s\nh: t'],
    ['quotes', 'a: ""\nb: \'\'\nc: \'it\'\'s\'\nd: "tab\tin"\ne: "\\"a\\" \\\\ \\n\\t\\ b"\nf: "é" # g\n'],
    [
      'plain scalars of several lines',
      'a: one\n two   \n\n\n  - three # four\nb:\n  five\n  six\nc:\n- seven\n  eight\n',
    ],
    [
      'quotes of several lines',
      "a: 'one  \n\n   two''s\n   three '\nb:\n  \"\n  four \\\n   \\ five\\ \n  \\n\n\n  six\n  \"\n",
    ],
    [
      'literal blocks',
      'a: |\n  one\n\n     two \n  # three\n\n# four\nb: |- # five\n  six\n \nc: |+\n\n\n   seven\n  \n\nd:\n',
    ],
    ['blocks of lists', 'a:\n- |\n one\n- >-\n  two\n  three\n\n  four\n- b: |\n    five\n    \tsix\n'],
    ['folded blocks', 'a: >\n  one\n  two\n\n\n  three\n\nb: >-\n  four\n'],
    ['blocks that the file ends', 'a: |\n  one\n  two'],
    ['kept blocks that the file ends', 'a: |+\n  one\n\n'],
    ['blocks that the file ends with a blank less deep', 'a:\n  b: |+\n    one\n '],
    ['blocks with a tab or blanks in a line', 'a: |\n  one\n  \n      \n  \ttwo\n   \nb: c\n'],
    [
      'brackets',
      'a: {}\nb: [ ]\nc: [d, "e", \'f\', -g] # h\ni: {j: k, "l": [m, {n: o}]}\np:\n- [q]\n- {}\nr:\n  []\n',
    ],
    [
      'anchors and aliases',
      'a: &b c # d\ne: *b\nf: &g # h\n  i: &b "j"\n  k: *b # l\nm:\n  <<: *g\n  n:\n  - &o\n    p: q\n  - *o\n  - &r |\n    s\n  - &t []\n',
    ],
    ['an anchor that is given again inside its own', 'a: &b\n  c: &b d\ne: *b\n'],
    ['anchors of two documents', 'a: &b c\n---\na: &b d\ne: *b\n'],
  ])('%s', (_name, text) => {
    expect(quickTree(text)).toEqual(parsed(text));
  });

  test('an alias, whose target is the node itself', () => {
    const root = quickTree('a: &b {}\nc: *b\n')?.documents[0]?.root;
    if (root?.kind !== 'map') throw new Error('no mapping');
    const [anchored, alias] = root.entries.map(({ value }) => value);
    expect(alias?.kind === 'alias' && alias.target).toBe(anchored);
  });
});

describe('the parser decides about', () => {
  test.each([
    ['an alias without anchor', 'a: *b\n'],
    ['an alias of another document', 'a: &b c\n---\nd: *b\n'],
    ['an alias inside its anchor', 'a: &b\n  c: *b\n'],
    ['an anchor of an alias', 'a: &b c\nd: &e *b\n'],
    ['an anchor of nothing', 'a: &b\nc: d\n'],
    ['an anchor of a list at the column of its key', 'a: &b\n- c\n'],
    ['an anchor of a key', '- &a b: c\n'],
    ['an anchor without blank', 'a: &b"c"\n'],
    ['an anchor of unusual characters', 'a: &b.c d\n'],
    ['an alias as a key', 'a: &b c\n*b : d\n'],
    ['a tag', 'a: !!str 1\n'],
    ['a directive', '%YAML 1.2\n---\na: 1\n'],
    ['text behind ---', '--- a: 1\n'],
    ['an end mark', 'a: 1\n...\n'],
    ['an end mark that looks like a key', '... a: 1\n'],
    ['carriage returns', 'a: 1\r\nb: 2\r\n'],
    ['a carriage return in a block', 'a: |\n  b\r\n'],
    ['a byte order mark', '\ufeffa: 1\n'],
    ['a tab before a key', 'a:\n\tb: 1\n'],
    ['a tab behind a value', 'a: b\t# c\n'],
    ['a tab in lines of text', 'a: b\n  c\td\n'],
    ['a tab at the end of a quoted line', 'a: "b\t\n  c"\n'],
    ['JSON', '{"a": 1}\n'],
    ['a single value', 'a\n'],
    ['an indented document', '  a: 1\n'],
    ['a line too deep', 'a: 1\n# b\n  c: 2\n'],
    ['a line between two levels', 'a:\n    b: 1\n  c: 2\n'],
    ['an item of a mapping', 'a: 1\n- b\n'],
    ['a line without colon', 'a: 1\nb\n'],
    ['a second colon', 'a: b: c\n'],
    ['a colon at the end', 'a: b:\n'],
    ['a list on the line of its key', 'a: - b\n'],
    ['a missing blank', 'a:b\n'],
    ['a blank before the colon', 'a : b\n'],
    ['an explicit key', '? a\n: b\n'],
    ['a key of several lines', '"a\n b": c\n'],
    ['text behind a quote', 'a: "b" c\n'],
    ['a comment too near', 'a: "b"#c\n'],
    ['a quote that is never closed', 'a: "b\n'],
    ['a quote that falls back', 'a:\n  b: "c\n  d"\n'],
    ['an escape of its own', 'a: "\\x41"\n'],
    ['a reserved character', 'a: @b\n'],
    ['a block that is indented by its header', 'a: |2\n    b\n'],
    ['a block with nothing in it', 'a: |\nb: 1\n'],
    ['a block that begins with deeper blanks', 'a: |\n     \n  b\n'],
    ['a block that begins with a tab', 'a: |\n  \tb\n'],
    ['a block that falls back', 'a: |\n    b\n  c\n'],
    ['a block that the file ends with blanks as deep', 'a: |\n  b\n  '],
    ['a folded block with a layout of its own', 'a: >\n  b\n    c\n'],
    ['a folded block with a tab before a line', 'a: >\n  b\n  \tc\n'],
    ['a folded block that begins with a newline', 'a: >\n\n  b\n'],
    ['a folded block with all its newlines', 'a: >+\n  b\n\n'],
    ['brackets over several lines', 'a: [b,\n  c]\n'],
    ['quotes in brackets over several lines', 'a: ["b\n  c"]\n'],
    ['brackets six deep', 'a: [[[[[[b]]]]]]\n'],
    ['a colon in brackets without a blank', 'a: {b:c}\n'],
    ['a comma too many', 'a: [b,]\n'],
    ['a pair in a list', 'a: [b: c]\n'],
    ['a key alone in brackets', 'a: {b}\n'],
    ['a template', 'a: {{ .Values.b }}\n'],
    ['100 levels', Array.from({ length: 100 }, (_, level) => `${' '.repeat(level)}a:\n`).join('')],
  ])('%s', (_name, text) => {
    expect(quickTree(text)).toBeUndefined();
  });

  test.each([
    ['a header followed by blanks', `a: |${' '.repeat(1 << 20)}b\n`],
    ['backslashes', `a: "${'\\'.repeat((1 << 20) + 1)}"\n`],
    ['quotes', `a: ${"'".repeat((1 << 20) + 1)}\n`],
    ['items in brackets', `a: [${'"b", '.repeat(1 << 18)}c]\n`],
    ['dashes', '- '.repeat(1 << 20)],
    ['a long key', `${'a'.repeat(1 << 20)}: b\n`],
  ])('a megabyte of %s, at once', (_name, text) => {
    expect(quickTree(text)).toBeUndefined();
  });
});

/** Every YAML file under a folder. */
function* files(folder: string): Iterable<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile() && /\.ya?ml$/.test(entry.name))
      yield readFileSync(join(entry.parentPath, entry.name), 'utf8');
  }
}

const fixtures = (name: string): string[] => [
  ...files(fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url))),
];
const manifests = fixtures('golden');
const values = fixtures('charts').filter((text) => !text.includes('{{'));

test('the parser reads none of the files of an app, nor the values of its chart', () => {
  expect(manifests.length).toBeGreaterThanOrEqual(10);
  expect(values.length).toBeGreaterThan(1);
  for (const text of [...manifests, ...values]) {
    const documents = quickTree(text);
    expect(documents, text).toBeDefined();
    expect(documents).toEqual(parsed(text));
  }
});

/** Holds a text to the rule: the quick reader gives up, or sees exactly what the parser sees. Says whether it read it. */
function isRead(text: string): boolean {
  // `readYaml` asks neither of the two about such characters.
  if (guardText(text).some(({ fatal }) => fatal)) return false;
  const documents = quickTree(text);
  if (documents === undefined) return false;
  expect(documents, JSON.stringify(text)).toEqual(parsed(text));
  return true;
}

/** How many of some random texts the quick reader reads; each is held to the rule. */
function countRead(texts: fc.Arbitrary<string>, numRuns: number): number {
  let count = 0;
  const property = fc.property(texts, (text) => {
    if (isRead(text)) count += 1;
  });
  fc.assert(property, { numRuns });
  return count;
}

/** Lines as people write them; `%` becomes another letter each time, so that keys differ. */
const sound = [
  ...['%: 1', '%:', '%:', '- a', '- %: 1', '- %:', '-', '- - b', '# c', '', 'text', '%: |', '- |', '%: >-'],
  ...['%: &x a', '%: *x', '%: &x', '- *x', '- &y', '- *y'],
  ...['%: "x"', "%: ''", '%: [a, b]', '%: {}', '%: a # b', '%: |+', '%: "a', 'b"', "%: 'a", "b'", '---'],
];
const odd = [
  ...[
    '%: a: b',
    '%:a',
    '? a',
    '%: *a',
    '%: &a b',
    '<<: *a',
    '%: "',
    '...',
    '%: \t',
    '\t',
    '%: @a',
    '| ',
    '>',
  ],
  ...[
    '%: |-  # c',
    '%: `',
    '"%": 1',
    '%: [a',
    '%: 1:2',
    '%: - b',
    '%: a  ',
    '%: "a\\"b"',
    '%: "a \\',
    '  \\ b"',
  ],
  ...[
    '%: |2',
    '%: ?b',
    '-c',
    '- # d',
    '% : e',
    '%: "a"# b',
    '%: [a: b]',
    '%: {a: b, c}',
    '%: [,]',
    '%: [a,]',
    '#',
  ],
  ...['"', "'", '%: \u00a0', 'ä: ö', ':', ': a', '%: #', '%: !a b', '--- a', '%TAG', '%: "a" b', '  %: deep'],
];

interface Shape {
  /** What begins the value on its line, and its further lines. */
  readonly leaf: readonly string[];
  readonly kind: 'leaf' | 'map' | 'list';
  readonly items: readonly Shape[];
  /** How much further right than its key or dash it stands; and a line that stands before it. */
  readonly step: number;
  readonly before: string;
}

const leaves: readonly (readonly string[])[] = [
  ...[[''], ['# b'], ['a'], ['"b # c"'], ["'it''s' # d"], ['[a, b]'], ['{}'], ['a b', 'c'], ['"a', '', 'b"']],
  ...[
    ["'a", " b' # c"],
    ['*x'],
    ['&y a'],
    ['&y |', 'a'],
    ['|', 'a', '  b', 'c: d'],
    ['|-', '- a', ''],
    ['|+', 'a', '', ''],
    ['>', 'a', 'b', '', 'c'],
  ],
];

function shapes(depth: number): fc.Arbitrary<Shape> {
  return fc.record({
    leaf: fc.constantFrom(...leaves),
    kind: depth === 0 ? fc.constant('leaf') : fc.constantFrom('leaf', 'leaf', 'map', 'list'),
    items: depth === 0 ? fc.constant([]) : fc.array(shapes(depth - 1), { minLength: 1, maxLength: 3 }),
    step: fc.constantFrom(0, 1, 2, 2, 2, 4),
    before: fc.constantFrom('', '', '', '', '\n', '   \n', '# e\n', '      # e\n'),
  });
}

/** A collection as its lines; of a mapping's keys none is there twice. */
function written({ kind, items }: Shape, column: number): string {
  return items
    .map((item, index) => {
      const mark = kind === 'map' ? `key${index}:` : '-';
      return `${item.before}${' '.repeat(column)}${mark}${besideMark(item, kind, column)}`;
    })
    .join('');
}

function besideMark(item: Shape, owner: string, column: number): string {
  if (item.kind === 'leaf') {
    const further = column + 1 + item.step;
    return `${item.leaf.map((line, index) => (index === 0 ? ` ${line}` : `${' '.repeat(further)}${line}`)).join('\n')}\n`;
  }
  // Behind a dash, a collection may begin at once; below a key, a list may stand as far left as the key.
  if (owner === 'list' && item.step === 2) return ` ${written(item, column + 2).trimStart()}`;
  const least = owner === 'map' && item.kind === 'list' ? 0 : 1;
  return `\n${written(item, column + Math.max(least, item.step))}`;
}

describe('what it reads is what the parser reads', () => {
  test('in documents of every shape', () => {
    const document = shapes(4).map((root) =>
      root.kind === 'list' ? written(root, 0) : `x: &x a\n${written({ ...root, kind: 'map' }, 0)}`,
    );
    const text = fc.array(document, { minLength: 1, maxLength: 2 }).map((texts) => texts.join('---\n'));
    expect(countRead(text, 2_000)).toBeGreaterThan(1_000);
  });

  test('in lines of every kind, in any order and indentation', () => {
    const line = fc.record({
      content: fc.oneof({ arbitrary: fc.constantFrom(...sound), weight: 9 }, fc.constantFrom(...odd)),
      step: fc.constantFrom(-4, -2, -2, -1, 0, 0, 0, 2),
      opens: fc.constantFrom(0, 1, 2, 2, 2),
    });
    const lines = fc.array(line, { maxLength: 10 }).map((parts) => {
      let column = 0;
      let text = '';
      for (const [index, { content, step, opens }] of parts.entries()) {
        text += `${' '.repeat(column)}${content.replace('%', String.fromCharCode(0x61 + index))}\n`;
        column = Math.max(0, column + (/:$|^-$|[|>][-+]?$/.test(content) ? opens : step));
      }
      return text;
    });
    const ended = fc
      .tuple(lines, fc.constantFrom('', '', '\n', '  ', '  \n'))
      .map(([text, end]) => text + end);
    expect(countRead(ended, 3_000)).toBeGreaterThan(300);
  });

  test('in pieces of YAML, put together by chance', () => {
    const piece = fc.constantFrom(
      ...[
        'a',
        'b: ',
        ':',
        ' ',
        ' ',
        '\n',
        '\n',
        '\n',
        '- ',
        '-',
        '#',
        '"',
        "'",
        '|',
        '>',
        '\\',
        '\t',
        '[',
        ']',
      ],
      ...[
        '{',
        '}',
        ',',
        '  ',
        'c:',
        'd: ',
        '\n  ',
        '\n ',
        '---',
        '.',
        '+',
        '&a ',
        '*a',
        '<<',
        '!',
        '\\"',
        "''",
      ],
    );
    const text = fc.array(piece, { maxLength: 14 }).map((pieces) => `a: ${pieces.join('')}`);
    expect(countRead(text, 3_000)).toBeGreaterThan(150);
  });

  test('in real files with something changed', () => {
    const change = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.constantFrom(0, 0, 0, 1, 2, 4),
      put: fc.constantFrom(
        ...[
          '',
          ' ',
          '  ',
          '\n',
          '\n\n',
          ':',
          ': ',
          '- ',
          '#',
          ' #',
          '"',
          "'",
          '|',
          '+',
          '>',
          '[',
          '{',
          '&',
          '*',
        ],
        ...[
          'a',
          '\t',
          '-',
          '\\',
          '\\\n',
          '---\n',
          '\n---\n',
          '\n  ',
          '\n    ',
          '"\n',
          "''",
          ',',
          '?',
          '%',
          'ä',
        ],
      ),
    });
    const changed = fc
      .tuple(fc.constantFrom(...manifests, ...values), fc.array(change, { minLength: 1, maxLength: 3 }))
      .map(([sample, changes]) =>
        changes.reduce((text, { at, length, put }) => {
          const from = Math.floor(at * text.length);
          return text.slice(0, from) + put + text.slice(from + length);
        }, sample),
      );
    expect(countRead(changed, 2_000)).toBeGreaterThan(200);
  });

  test('in real files with lines moved, dropped, repeated and indented', () => {
    const change = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      count: fc.integer({ min: 0, max: 4 }),
      to: fc.double({ min: 0, max: 1, noNaN: true }),
      deeper: fc.constantFrom('', '', ' ', '  ', '    '),
    });
    const changed = fc
      .tuple(fc.constantFrom(...manifests, ...values), fc.array(change, { minLength: 1, maxLength: 3 }))
      .map(([sample, changes]) => {
        const lines = sample.split('\n');
        for (const { at, count, to, deeper } of changes) {
          const taken = lines.splice(Math.floor(at * lines.length), count).map((line) => deeper + line);
          lines.splice(Math.floor(to * lines.length), count === 1 ? 1 : 0, ...taken);
        }
        return lines.join('\n');
      });
    expect(countRead(changed, 2_000)).toBeGreaterThan(200);
  });
});
