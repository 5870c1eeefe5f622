import { describe, expect, test } from 'vitest';
import { mergeData } from '../../src/merge/merge-data.ts';
import { readSide } from '../../src/merge/read-side.ts';
import type { Data, Path } from '../../src/yaml/node.ts';

/** Values on one line each, as YAML; `merged` with ours where both changed a place. */
interface Row {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  readonly merged: string;
  readonly conflicts?: readonly Path[];
}

const rows: Readonly<Record<string, Row>> = {
  'nobody changed anything': { base: 'a: 1', ours: 'a: 1', theirs: 'a: 1', merged: 'a: 1' },
  'only the user changed a value': { base: 'a: 1', ours: 'a: 2', theirs: 'a: 1', merged: 'a: 2' },
  'only upstream changed a value': { base: 'a: 1', ours: 'a: 1', theirs: 'a: 3', merged: 'a: 3' },
  'both changed a value to the same': { base: 'a: 1', ours: 'a: 2', theirs: 'a: 2', merged: 'a: 2' },
  'both changed a value': { base: 'a: 1', ours: 'a: 2', theirs: 'a: 3', merged: 'a: 2', conflicts: [['a']] },
  'both changed other values': {
    base: '{a: 1, b: 1}',
    ours: '{a: 2, b: 1}',
    theirs: '{a: 1, b: 3}',
    merged: '{a: 2, b: 3}',
  },
  'the user added a key': { base: 'a: 1', ours: '{a: 1, b: 2}', theirs: 'a: 1', merged: '{a: 1, b: 2}' },
  'upstream added a key': { base: 'a: 1', ours: 'a: 1', theirs: '{a: 1, c: 3}', merged: '{a: 1, c: 3}' },
  'both added other keys': {
    base: 'a: 1',
    ours: '{a: 1, b: 2}',
    theirs: '{a: 1, c: 3}',
    merged: '{a: 1, b: 2, c: 3}',
  },
  'both added a key with the same value': { base: '{}', ours: 'b: 2', theirs: 'b: 2', merged: 'b: 2' },
  'both added a key': { base: '{}', ours: 'b: 2', theirs: 'b: 3', merged: 'b: 2', conflicts: [['b']] },
  'both added a mapping': {
    base: '{}',
    ours: 'm: {a: 1, b: 2}',
    theirs: 'm: {a: 1, c: 3}',
    merged: 'm: {a: 1, b: 2, c: 3}',
  },
  'both added a mapping with another value in it': {
    base: '{}',
    ours: 'm: {a: 1}',
    theirs: 'm: {a: 2}',
    merged: 'm: {a: 1}',
    conflicts: [['m', 'a']],
  },
  'the user took a key away': { base: '{a: 1, b: 1}', ours: 'a: 1', theirs: '{a: 1, b: 1}', merged: 'a: 1' },
  'upstream took a key away': { base: '{a: 1, b: 1}', ours: '{a: 1, b: 1}', theirs: 'a: 1', merged: 'a: 1' },
  'both took a key away': { base: '{a: 1, b: 1}', ours: 'a: 1', theirs: 'a: 1', merged: 'a: 1' },
  'the user took away what upstream changed': {
    base: '{a: 1, b: 1}',
    ours: 'a: 1',
    theirs: '{a: 1, b: 3}',
    merged: 'a: 1',
    conflicts: [['b']],
  },
  'upstream took away what the user changed': {
    base: '{a: 1, b: 1}',
    ours: '{a: 1, b: 2}',
    theirs: 'a: 1',
    merged: '{a: 1, b: 2}',
    conflicts: [['b']],
  },
  'upstream took away a mapping in which the user changed a value': {
    base: 'm: {a: 1, b: 1}',
    ours: 'm: {a: 2, b: 1}',
    theirs: '{}',
    merged: 'm: {a: 2, b: 1}',
    conflicts: [['m']],
  },
  'the user took away a mapping in which upstream added a key': {
    base: 'm: {a: 1}',
    ours: '{}',
    theirs: 'm: {a: 1, c: 3}',
    merged: '{}',
    conflicts: [['m']],
  },
  'the user emptied a mapping in which upstream added a key': {
    base: 'm: {a: 1}',
    ours: 'm: {}',
    theirs: 'm: {a: 1, c: 3}',
    merged: 'm: {c: 3}',
  },
  'the user filled a mapping that is empty upstream': {
    base: 'm: {}',
    ours: 'm: {a: 1}',
    theirs: 'm: {}',
    merged: 'm: {a: 1}',
  },
  'both filled an empty mapping': {
    base: 'm: {}',
    ours: 'm: {a: 1}',
    theirs: 'm: {b: 2}',
    merged: 'm: {a: 1, b: 2}',
  },
  'both made a mapping of a null': {
    base: 'm:',
    ours: 'm: {a: 1}',
    theirs: 'm: {b: 2}',
    merged: 'm: {a: 1, b: 2}',
  },
  'the user made an empty mapping of a null, upstream a filled one': {
    base: 'm:',
    ours: 'm: {}',
    theirs: 'm: {b: 2}',
    merged: 'm: {}',
    conflicts: [['m']],
  },
  'both made a mapping of a text': {
    base: 'm: text',
    ours: 'm: {a: 1}',
    theirs: 'm: {b: 2}',
    merged: 'm: {a: 1}',
    conflicts: [['m']],
  },
  'both made a list of a mapping': {
    base: 'l: {}',
    ours: 'l: [{name: a}]',
    theirs: 'l: [{name: b}]',
    merged: 'l: [{name: a}]',
    conflicts: [['l']],
  },
  'upstream made a text of a mapping that the user changed': {
    base: 'm: {a: 1}',
    ours: 'm: {a: 2}',
    theirs: 'm: text',
    merged: 'm: {a: 2}',
    conflicts: [['m']],
  },
  'upstream made a mapping of a text that the user changed': {
    base: 'm: text',
    ours: 'm: mine',
    theirs: 'm: {a: 2}',
    merged: 'm: mine',
    conflicts: [['m']],
  },
  'upstream made a mapping of a text that the user left': {
    base: 'm: text',
    ours: 'm: text',
    theirs: 'm: {a: 2}',
    merged: 'm: {a: 2}',
  },
  'the user set null, which deletes a default': {
    base: 'a: 1',
    ours: 'a: null',
    theirs: 'a: 1',
    merged: 'a:',
  },
  'the user set null where upstream changed the value': {
    base: 'a: 1',
    ours: 'a: null',
    theirs: 'a: 3',
    merged: 'a: null',
    conflicts: [['a']],
  },
  'the user took a null away': {
    base: '{a: 1, b: null}',
    ours: 'a: 1',
    theirs: '{a: 1, b: null}',
    merged: 'a: 1',
  },
  'the user set a null that upstream took away': {
    base: '{a: 1, b: null}',
    ours: '{a: 1, b: 2}',
    theirs: 'a: 1',
    merged: '{a: 1, b: 2}',
    conflicts: [['b']],
  },
  'null and nothing are not the same': {
    base: 'a: 1',
    ours: '{}',
    theirs: 'a: null',
    merged: '{}',
    conflicts: [['a']],
  },
  'the order of keys means nothing': {
    base: '{a: 1, b: 1}',
    ours: '{b: 1, a: 1}',
    theirs: '{a: 1, b: 3}',
    merged: '{a: 1, b: 3}',
  },
  'a number is the same however it is written': {
    base: 'a: 1',
    ours: 'a: 1.0',
    theirs: 'a: 3',
    merged: 'a: 3',
  },
  'a number and a text are not the same': {
    base: 'a: 1',
    ours: 'a: "1"',
    theirs: 'a: 3',
    merged: 'a: "1"',
    conflicts: [['a']],
  },
  'yes is true, as Helm reads it': {
    base: 'a: true',
    ours: 'a: yes',
    theirs: 'a: false',
    merged: 'a: false',
  },
  'numbers beyond doubles are told apart': {
    base: 'a: 9007199254740993',
    ours: 'a: 9007199254740993',
    theirs: 'a: 9007199254740994',
    merged: 'a: 9007199254740994',
  },
  'only the user changed a list': {
    base: 'l: [a]',
    ours: 'l: [a, b]',
    theirs: 'l: [a]',
    merged: 'l: [a, b]',
  },
  'a list of texts is one value': {
    base: 'l: [a]',
    ours: 'l: [a, b]',
    theirs: 'l: [a, c]',
    merged: 'l: [a, b]',
    conflicts: [['l']],
  },
  'the order of a list means something': {
    base: 'l: [a, b]',
    ours: 'l: [b, a]',
    theirs: 'l: [a, b]',
    merged: 'l: [b, a]',
  },
  'items with names are merged one by one': {
    base: 'l: [{name: a, v: 1}, {name: b, v: 1}]',
    ours: 'l: [{name: a, v: 2}, {name: b, v: 1}]',
    theirs: 'l: [{name: a, v: 1}, {name: b, v: 3}]',
    merged: 'l: [{name: a, v: 2}, {name: b, v: 3}]',
  },
  'items with keys are merged one by one': {
    base: 'l: [{key: a, v: 1}]',
    ours: 'l: [{key: a, v: 2}]',
    theirs: 'l: [{key: a, v: 1, w: 1}]',
    merged: 'l: [{key: a, v: 2, w: 1}]',
  },
  'both changed an item': {
    base: 'l: [{name: a, v: 1}, {name: b, v: 1}]',
    ours: 'l: [{name: a, v: 1}, {name: b, v: 2}]',
    theirs: 'l: [{name: a, v: 1}, {name: b, v: 3}]',
    merged: 'l: [{name: a, v: 1}, {name: b, v: 2}]',
    conflicts: [['l', 1, 'v']],
  },
  'both added items': {
    base: 'l: [{name: a}]',
    ours: 'l: [{name: u}, {name: a}, {name: v}]',
    theirs: 'l: [{name: a}, {name: z}]',
    merged: 'l: [{name: u}, {name: a}, {name: v}, {name: z}]',
  },
  'both filled an empty list': {
    base: 'l: []',
    ours: 'l: [{name: a}]',
    theirs: 'l: [{name: b}]',
    merged: 'l: [{name: b}, {name: a}]',
  },
  'each took an item away': {
    base: 'l: [{name: a}, {name: b}, {name: c}]',
    ours: 'l: [{name: b}, {name: c}]',
    theirs: 'l: [{name: a}, {name: b}]',
    merged: 'l: [{name: b}]',
  },
  'the user took away an item that upstream changed': {
    base: 'l: [{name: a}, {name: b, v: 1}]',
    ours: 'l: [{name: a}]',
    theirs: 'l: [{name: a}, {name: b, v: 3}]',
    merged: 'l: [{name: a}]',
    conflicts: [['l', 1]],
  },
  'the user gave items another order': {
    base: 'l: [{name: a}, {name: b}]',
    ours: 'l: [{name: b}, {name: a}]',
    theirs: 'l: [{name: a}, {name: b}, {name: c}]',
    merged: 'l: [{name: b}, {name: c}, {name: a}]',
  },
  'both gave items another order': {
    base: 'l: [{name: a}, {name: b}, {name: c}]',
    ours: 'l: [{name: b}, {name: a}, {name: c}]',
    theirs: 'l: [{name: a}, {name: c}, {name: b}]',
    merged: 'l: [{name: b}, {name: a}, {name: c}]',
    conflicts: [['l']],
  },
  'a list with an item without name is one value': {
    base: 'l: [{name: a}]',
    ours: 'l: [{name: a}, {v: 1}]',
    theirs: 'l: [{name: a}, {name: b}]',
    merged: 'l: [{name: a}, {v: 1}]',
    conflicts: [['l']],
  },
  'a list with a name that is there twice is one value': {
    base: 'l: [{name: a}]',
    ours: 'l: [{name: a}, {name: a}]',
    theirs: 'l: [{name: a}, {name: b}]',
    merged: 'l: [{name: a}, {name: a}]',
    conflicts: [['l']],
  },
  'keys that JavaScript knows are keys like others': {
    base: '{__proto__: {a: 1}, constructor: 1}',
    ours: '{__proto__: {a: 2}, constructor: 1}',
    theirs: '{__proto__: {a: 1, b: 3}, constructor: 3, toString: 1}',
    merged: '{__proto__: {a: 2, b: 3}, constructor: 3, toString: 1}',
  },
};

function dataOf(text: string): Data {
  const side = readSide(text);
  if ('flaw' in side) throw new Error(`${text} ${side.flaw}`);
  return side.data;
}

describe('the merge of data', () => {
  test('has a table of at least 40 rows', () => {
    expect(Object.keys(rows).length).toBeGreaterThanOrEqual(40);
  });

  test.each(Object.entries(rows))('%s', (_, row) => {
    const [base, ours, theirs] = [dataOf(row.base), dataOf(row.ours), dataOf(row.theirs)];
    const result = mergeData(base, ours, theirs);
    expect(result.ours).toStrictEqual(dataOf(row.merged));
    expect(result.conflicts.map(({ path }) => path)).toEqual(row.conflicts ?? []);
    const isAgreed = result.conflicts.length === 0;
    if (isAgreed) expect(result.theirs).toStrictEqual(result.ours);
    else expect(result.theirs).not.toEqual(result.ours);
  });

  test('a conflict shows what each side has', () => {
    const result = mergeData(dataOf('{a: 1, b: 2}'), dataOf('{a: 1, b: {c: 1}}'), dataOf('{a: 1}'));
    expect(result.conflicts).toEqual([{ path: ['b'], base: 2, ours: { c: 1 }, theirs: undefined }]);
    expect(result.theirs).toEqual({ a: 1 });
  });

  test('does not touch the prototype of objects', () => {
    mergeData(dataOf('{}'), dataOf('__proto__: {mine: 1}'), dataOf('a: 1'));
    expect(Object.hasOwn(Object.prototype, 'mine')).toBe(false);
  });
});
