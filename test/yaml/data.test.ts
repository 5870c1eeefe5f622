import { describe, expect, test } from 'vitest';
import { KitError } from '../../src/core/errors.ts';
import { toData } from '../../src/yaml/data.ts';
import { locate, nodeAt } from '../../src/yaml/locate.ts';
import type { MapNode, Reader, Scalar, ScalarNode, YamlNode } from '../../src/yaml/node.ts';
import { readYaml } from '../../src/yaml/read.ts';
import { plainValue } from '../../src/yaml/scalar.ts';

function rootOf(text: string): YamlNode {
  const root = readYaml(text).documents[0]?.root;
  if (root === undefined) throw new Error('no document');
  return root;
}

const json = (text: string, reader: Reader) => JSON.stringify(toData(rootOf(text), reader));

describe('plain scalars', () => {
  test.each<[string, Scalar, Scalar?]>([
    ['0644', 420],
    ['0755', 493],
    ['012', 10],
    ['08', 8],
    ['0o14', 12],
    ['0O14', 12],
    ['-0o17', -15],
    ['0b101', 5],
    ['0B101', 5],
    ['-0b1', -1],
    ['0X1F', 31],
    ['+0x1F', 31],
    ['0x_1f', 31],
    ['0x1G', '0x1G'],
    ['1_000', 1000],
    ['1__0', 10],
    ['1_', 1],
    ['_1', '_1'],
    ['1_000.5', 1000.5],
    ['.5_0', 0.5],
    ['._5', '._5'],
    ['+.', '+.'],
    ['1e3', 1000],
    ['1.', 1],
    ['-.5', -0.5],
    ['1e400', '1e400'],
    ['-0', 0],
    ['9007199254740993', 9007199254740993n],
    ['18446744073709551615', 18446744073709551615n],
    ['18446744073709551616', 18446744073709552000],
    ['1:30', '1:30'],
    ['~', null],
    ['Null', null],
    ['nULL', 'nULL'],
    ['TRUE', true],
    ['tRUE', 'tRUE'],
    ['Yes', true, 'Yes'],
    ['off', false, 'off'],
    ['yES', 'yES'],
    ['2001-1-1', '2001-1-1', '2001-01-01T00:00:00Z'],
    ['2001-12-14t21:59:43.10-05:00', '2001-12-14t21:59:43.10-05:00', '2001-12-14T21:59:43.1-05:00'],
    ['2001-12-14 1:2:3', '2001-12-14 1:2:3', '2001-12-14T01:02:03Z'],
    ['2001-12-14T01:02:03-00:00', '2001-12-14T01:02:03-00:00', '2001-12-14T01:02:03Z'],
    ['2001-12-14T01:02:03', '2001-12-14T01:02:03'],
    ['2001-12-14 01:02:03Z', '2001-12-14 01:02:03Z'],
    ['2001-02-30', '2001-02-30'],
    ['2001-12-14T24:00:00Z', '2001-12-14T24:00:00Z'],
  ])('%s', (text, kubectl, kustomize = kubectl) => {
    expect(plainValue(text, 'kubectl')).toBe(kubectl);
    expect(plainValue(text, 'kustomize')).toBe(kustomize);
  });

  test('infinity and no number', () => {
    expect(['.inf', '-.INF', '.NaN'].map((text) => plainValue(text, 'kubectl'))).toEqual([
      Infinity,
      -Infinity,
      Number.NaN,
    ]);
  });
});

describe('toData', () => {
  test('tags mean what they mean to both readers', () => {
    const text = 'a: !!str 1\nb: !!int "1"\nc: !!binary aGVsbG8=\nd: !local 1\ne: !!float 3\n';
    expect(json(text, 'kubectl')).toBe('{"a":"1","b":1,"c":"hello","d":"1","e":3}');
    expect(json(text, 'kustomize')).toBe(json(text, 'kubectl'));
  });

  test('keys are as the reader writes them', () => {
    expect(json('on: 1\n8080: 2\n010: 3\n', 'kubectl')).toBe('{"8":3,"8080":2,"true":1}');
    expect(json('on: 1\n8080: 2\n', 'kustomize')).toBe('{"8080":2,"on":1}');
  });

  test('merge keys: the first source counts; kubectl lets a merge override what stands before it', () => {
    const text = 'x: &x {a: 1, b: 1}\ny: &y {a: 2, c: 2}\nv:\n  b: 3\n  <<: [*x, *y]\n  c: 4\n';
    const value = (reader: Reader) => JSON.parse(json(text, reader)).v;
    expect(value('kubectl')).toEqual({ a: 1, b: 1, c: 4 });
    expect(value('kustomize')).toEqual({ a: 1, b: 3, c: 4 });
  });

  test('an anchor set anew holds from there on', () => {
    expect(json('a: &x 1\nb: *x\nc: &x 2\nd: *x\n', 'kubectl')).toBe('{"a":1,"b":1,"c":2,"d":2}');
  });

  test('a tree that expands without end is refused', () => {
    const leaf: ScalarNode = { kind: 'scalar', style: 'plain', text: 'x', start: 0, end: 1 };
    let node: YamlNode = leaf;
    for (let level = 0; level < 9; level += 1) {
      const alias: YamlNode = { kind: 'alias', name: 'a', target: node, start: 0, end: 1 };
      node = { kind: 'list', flow: true, items: Array.from({ length: 9 }, () => alias), start: 0, end: 1 };
    }
    expect(() => toData(node, 'kubectl')).toThrow(KitError);
  });

  test('an object has no prototype', () => {
    expect(Object.getPrototypeOf(toData(rootOf('a: 1\n'), 'kubectl'))).toBeNull();
  });
});

describe('locate', () => {
  const text = 'a: &x\n  b: [1, {c: 2}]\nd: *x\ne:\n';
  const shown = (...path: (string | number)[]) => {
    const { key, value, found } = locate(rootOf(text), path);
    return [text.slice(key.start, key.end), text.slice(value.start, value.end), found];
  };

  test('finds keys and values, through aliases too', () => {
    expect(shown('a', 'b', 1, 'c')).toEqual(['c', '2', true]);
    expect(shown('a', 'b', 0)).toEqual(['1', '1', true]);
    expect(shown('d', 'b', 1, 'c')).toEqual(['c', '2', true]);
    expect(shown('e')).toEqual(['e', '', true]);
  });

  test('names the nearest existing parent of what is missing', () => {
    expect(shown('a', 'x', 'y')).toEqual(['a', 'a', false]);
    expect(shown('x')).toEqual(['a', 'a', false]);
    expect(shown('a', 'b', 7)).toEqual(['b', 'b', false]);
  });

  test('nodeAt gives the node, or nothing', () => {
    expect(nodeAt(rootOf(text), ['a', 'b', 1])?.kind).toBe('map');
    expect(nodeAt(rootOf(text), ['a', 'b', 'c'])).toBeUndefined();
    const map = nodeAt(rootOf('k: 1\nk: 2\n'), []) as MapNode | undefined;
    expect(map?.entries).toHaveLength(2);
  });
});
