import { describe, expect, test } from 'vitest';
import { positions } from '../../src/core/text.ts';
import { toData } from '../../src/yaml/data.ts';
import type { YamlProblemKind } from '../../src/yaml/node.ts';
import { readYaml } from '../../src/yaml/read.ts';

const object = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: podinfo\n';

/** `kind line:column message` of every problem. */
function problems(text: string, purpose: 'manifest' | 'values' = 'manifest'): string[] {
  const position = positions(text);
  return readYaml(text, { purpose }).problems.map(({ kind, range, message }) => {
    const { line, column } = position(range.start);
    return `${kind} ${line}:${column} ${message}`;
  });
}

function kinds(text: string, purpose: 'manifest' | 'values' = 'manifest'): YamlProblemKind[] {
  return readYaml(text, { purpose }).problems.map(({ kind }) => kind);
}

describe('what would crash, hang or fill memory', () => {
  const shapes: Readonly<Record<string, (depth: number) => string>> = {
    'closed lists': (depth) => '['.repeat(depth) + ']'.repeat(depth),
    'open lists': (depth) => '['.repeat(depth),
    'open mappings': (depth) => '{a: '.repeat(depth),
    dashes: (depth) => '- '.repeat(depth),
    'explicit keys': (depth) => '? '.repeat(depth),
    'nested keys': (depth) =>
      Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}a:`).join('\n'),
  };

  test.each(Object.entries(shapes))('%s nested too deep are refused, however often', (_, shape) => {
    for (const depth of [150, 1_000, 3_000]) {
      for (let round = 0; round < 4; round += 1) {
        const { documents, problems: found } = readYaml(shape(depth));
        expect(found.map(({ kind, message }) => [kind, message])).toEqual([
          ['limit', 'nesting deeper than 100'],
        ]);
        expect(documents).toEqual([]);
      }
    }
  });

  test('90 levels are read', () => {
    expect(kinds(`${object}v: ${'['.repeat(90)}${']'.repeat(90)}\n`)).toEqual([]);
  });

  test('an alias bomb is refused without being expanded', () => {
    const levels = 'bcdefghi'.split('').map((name, index) => {
      const before = 'abcdefgh'[index];
      return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`;
    });
    const file = readYaml(`a: &a [x, x, x, x, x, x, x, x, x]\n${levels.join('\n')}\n`);
    expect(file.problems.map(({ kind, message }) => [kind, message])).toEqual([
      ['limit', 'aliases expand to more than 100000 values'],
    ]);
    expect(file.documents.map(({ root }) => root)).toEqual([undefined]);
  });

  test('an alias inside its own anchor is refused', () => {
    expect(problems('v: &a {b: *a}\n')).toEqual(['alias 1:11 alias *a stands inside its own anchor &a']);
    expect(readYaml('v: &a {b: *a}\n').documents[0]?.root).toBeUndefined();
  });

  test('20,000 anchors, 50,000 documents and a chain of 2,000 merges are refused by limits', () => {
    const numbers = Array.from({ length: 20_000 }, (_, index) => index);
    expect(kinds(numbers.map((n) => `a${n}: &a${n} v\nb${n}: *a${n}`).join('\n'))).toEqual(['limit']);
    expect(kinds('---\n'.repeat(50_000))).toEqual(['limit']);
    const chain = numbers.slice(1, 2_000).map((n) => `a${n}: &a${n} {<<: *a${n - 1}, k${n}: 1}`);
    expect(kinds(`a0: &a0 {x: 1}\n${chain.join('\n')}\n`)).toEqual(['limit']);
  });

  test('100,000 keys of one mapping are read', () => {
    const text = Array.from({ length: 100_000 }, (_, index) => `k${index}: v`).join('\n');
    const root = readYaml(text).documents[0]?.root;
    expect(root?.kind === 'map' && root.entries.length).toBe(100_000);
  });

  test.each(['\0', '\x07', '\x1b', '\x7f', '\x9b', '\u0085', '\u2028', '\ufffe', '\ud800', '\udc00'])(
    'the character %j is a problem that does not print it',
    (character) => {
      const [problem] = readYaml(`${object}v: a${character}b\n`).problems;
      expect(problem?.kind).toBe('control-character');
      expect(problem?.message).not.toContain(character);
    },
  );

  test.each(['', '\n\n', '# only a comment\n', '---\n', '--- # nothing\n---\n'])(
    '%j holds no object',
    (text) => {
      expect(kinds(text)).toEqual(['no-object']);
      expect(kinds(text, 'values').filter((kind) => kind === 'no-object')).toEqual([]);
    },
  );

  test('a scalar or a list as a document is no object', () => {
    expect(problems('hello\n')).toEqual(['not-a-mapping 1:1 the document is a single value, not a mapping']);
    expect(problems('- apiVersion: v1\n')).toEqual([
      'not-a-mapping 1:1 the document is a list, not a mapping',
    ]);
  });

  test.each([
    ['v: "open\nw: 1\n', 'syntax 1:4 a quote that is never closed'],
    ['v: [a, b\nw: 1\n', /^syntax 2:\d/],
    ['v:\n\tw: 1\n', 'syntax 2:1 a tab where Kubernetes wants spaces'],
    ['a: b: c\n', 'syntax 1:4 a value with a colon and a space in it'],
    ['a: 1\n b: 2\n', 'syntax 2:2 indented further than the entry before it, which has a value of its own'],
    ['a: 1\nport 9898\nb: 2\n', 'syntax 2:1 a line without a colon among keys and values'],
    ['a:\n  port:9898\n  b: 2\n', 'syntax 2:3 no space behind the colon, so that this is no key'],
    [
      'x: 1\n<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> topic\n',
      'syntax 2:1 an unfinished merge: git left its conflict marks here',
    ],
  ])('%j is one problem at its place', (text, expected) => {
    const found = problems(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(expected);
  });

  test('documents before a broken one are kept', () => {
    const file = readYaml(`${object}---\na: b: c\n`);
    expect(file.documents).toHaveLength(1);
    expect(file.problems).toHaveLength(1);
  });

  test('keys that are no text are problems and left out', () => {
    for (const text of ['? [a, b]\n: c\n', '{a: b}: c\n', 'null: a\n', 'v: {{ .Values.x }}\n']) {
      expect(kinds(`${text}w: 1\n`)).toContain('unsafe-key');
    }
    const [problem] = readYaml('v: {{ .Values.x }}\n').problems;
    expect(problem?.help).toContain('{{ … }}');
  });

  test('prototype names are keys like any other', () => {
    const root = readYaml('__proto__: {polluted: 1}\nconstructor: 2\ntoString: {__proto__: 3}\n').documents[0]
      ?.root;
    const data = root === undefined ? null : toData(root, 'kustomize');
    expect(Object.keys(data ?? {})).toEqual(['__proto__', 'constructor', 'toString']);
    expect(Object.getPrototypeOf(data)).toBeNull();
    expect('polluted' in {}).toBe(false);
  });
});

describe('what the two readers take differently', () => {
  test('booleans of YAML 1.1, with a replacement that keeps what Flux applies', () => {
    const words = ['y', 'n', 'yes', 'no', 'on', 'off'];
    for (const word of words.flatMap((lower) => [
      lower,
      lower.toUpperCase(),
      lower[0]?.toUpperCase() + lower.slice(1),
    ])) {
      const [problem] = readYaml(`${object}v: ${word}\n`).problems;
      expect(problem).toMatchObject({ kind: 'ambiguous-scalar', replacement: `"${word}"`, fatal: false });
      expect(kinds(`v: ${word}\n`, 'values')).toEqual([]);
    }
    expect(problems(`${object}v: yes\n`)).toEqual([
      'ambiguous-scalar 5:4 yes reads as true in kubectl, as text in a Flux Kustomization',
    ]);
  });

  test('dates are quoted as kustomize writes them', () => {
    const [problem] = readYaml(`${object}v: 2001-1-1\n`).problems;
    expect(problem?.replacement).toBe('"2001-01-01T00:00:00Z"');
  });

  test('a key twice names both places', () => {
    const [problem] = readYaml(`${object}metadata:\n  name: x\n`).problems;
    expect(problem).toMatchObject({
      kind: 'duplicate-key',
      message: 'key metadata is there twice in one mapping',
    });
    expect(problem?.related?.range.start).toBe(object.indexOf('metadata'));
    expect(kinds('{"a": 1, "a": 2}\n')).toEqual(['duplicate-key']);
    expect(kinds('a: 1\n"a": 2\n')).toEqual(['duplicate-key']);
    expect(kinds('yes: 1\n"true": 2\n', 'values')).toEqual(['duplicate-key']);
  });

  test.each(['8080', 'true', '1.0', '2001-01-01', '010'])(
    'the key %s breaks a Flux build; quotes mend it',
    (key) => {
      const [problem] = readYaml(`${object}data:\n  ${key}: a\n`).problems;
      expect(problem).toMatchObject({ kind: 'unsafe-key', replacement: `"${key}"` });
    },
  );

  test.each([
    ['null in { }', 'v: {a: , b}\n', ['ambiguous-scalar', 'ambiguous-scalar']],
    ['folded text with indented lines', 'v: >\n  a\n    b\n  c\n', ['ambiguous-scalar']],
    ['folded text without', 'v: >\n  a\n  b\n', []],
    ['a merge behind a key that it sets', 'b: &b {a: 1}\nd:\n  a: 2\n  <<: *b\n', ['merge-key']],
    ['a merge behind other keys', 'b: &b {a: 1}\nd:\n  c: 2\n  <<: *b\n', []],
    ['a merge of a list', 'b: &b {a: 1}\nd:\n  <<: [*b]\n', []],
    ['two merges', 'b: &b {a: 1}\nd:\n  <<: *b\n  <<: *b\n', ['merge-key']],
    ['a merge of text', 'd:\n  <<: text\n', ['merge-key']],
    ['quoted <<', 'b: &b {a: 1}\nd:\n  "<<": *b\n', ['merge-key']],
    ['a directive', '%YAML 1.2\n---\na: 1\n', ['directive']],
    ['text behind ---', '--- {a: 1}\n', ['separator']],
    ['a document behind ...', 'a: 1\n...\nb: 2\n', ['separator']],
    ['... at the end', 'a: 1\n...\n', []],
    ['infinity', 'v: .inf\n', ['unwritable-number']],
    ['a surrogate escape', 'v: "\\uD83D\\uDE00"\n', ['syntax']],
    ['an escaped slash', 'v: "a\\/b"\n', ['syntax']],
    ['DEL as an escape', 'v: "\\x7f"\n', ['syntax']],
    ['a trailing comma in JSON', '{"a": 1,}\n', ['syntax']],
    ['two JSON objects', '{"a": 1}\n---\n{"a": 2}\n', ['syntax']],
    ['JSON', '{"a": [1, null]}\n', []],
    ['CRLF', 'a: 1\r\nb: |\r\n  c\r\n', []],
    ['CR alone', 'a: 1\rb: 2\r', ['control-character']],
    ['a no-break space', 'a: b\u00a0c\n', []],
    ['a byte order mark at the beginning', '\ufeffa: 1\n', []],
    ['a byte order mark later', 'a: 1\n---\n\ufeffb: 1\n', ['control-character']],
    ['a long key', `${'k'.repeat(1_025)}: 1\n`, ['syntax']],
    ['a long key in { }', `v: {${'k'.repeat(1_025)}: 1}\n`, ['syntax']],
    ['an unknown alias', 'v: *nowhere\n', ['alias']],
    ['a block that the file ends without newline', 'v: |\n  a', ['ambiguous-scalar']],
    ['the same, stripped', 'v: |-\n  a', []],
    ['brackets closed at the left margin', 'v: {\n  "a": [\n  1\n]\n}\n', []],
    ['quotes continued at the left margin', 'v: "a\nb"\n', []],
    ['a tab before a comment', 'v: a\t# c\n', []],
    ['a tab behind a dash', 'v:\n-\ta\n', ['syntax']],
  ] as const)('%s', (_, text, expected) => expect(kinds(text)).toEqual(expected));

  test('values have one reader: only what Helm refuses or drops is a problem', () => {
    expect(kinds('a: yes\nb: 012\nc: 2001-01-01\nd: {e: , f}\n', 'values')).toEqual([]);
    expect(kinds('a: 1\na: 2\n', 'values')).toEqual(['duplicate-key']);
    expect(kinds('a: 1\n---\nb: 2\n', 'values')).toEqual(['separator']);
    expect(kinds('a:\n\tb: 1\n', 'values')).toEqual(['syntax']);
    expect(kinds('a: &x 1\nb: *x\n', 'values')).toEqual([]);
    expect(kinds('- a\n', 'values')).toEqual(['not-a-mapping']);
  });
});

describe('ranges', () => {
  const text = [
    '# head',
    'a: &x "q" # c',
    'b:',
    '  - |+',
    '    text',
    '',
    '  - {c: [1, 2,], d: }',
    'e: >-',
    '  folded',
    '  more',
    '',
    'f: !!str 5',
    'g: *x',
    'h:',
    '---',
    'i: 1',
    '',
  ].join('\n');
  const [first, second] = readYaml(text).documents;

  test('hold the value with its quotes, brackets or header, without anchor, tag and comment', () => {
    const root = first?.root;
    if (root?.kind !== 'map') throw new Error('no mapping');
    const shown = root.entries.map(({ key, value }) => [key.text, text.slice(value.start, value.end)]);
    expect(shown).toEqual([
      ['a', '"q"'],
      ['b', '- |+\n    text\n\n  - {c: [1, 2,], d: }'],
      ['e', '>-\n  folded\n  more'],
      ['f', '5'],
      ['g', '*x'],
      ['h', ''],
    ]);
  });

  test('of documents meet at the separator', () => {
    const border = text.indexOf('---');
    expect(first?.range).toEqual({ start: 0, end: border });
    expect(second?.range).toEqual({ start: border, end: text.length });
  });
});
