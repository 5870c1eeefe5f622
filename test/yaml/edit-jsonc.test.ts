import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toData } from '../../src/yaml/data.ts';
import { editJsonc, type JsoncChange } from '../../src/yaml/edit-jsonc.ts';
import { readJsonc } from '../../src/yaml/jsonc.ts';
import type { Data } from '../../src/yaml/node.ts';

const fleet = `{
  // all our members
  "clusters": { // by name
    "member1": {
      "labels": { "env": "production" }, // theirs
      "fluxVersion": "2.9" // by hand
    },
    // the one in Dublin
    "member3": { "region": "eu-west-1" } // small
  }
}
`;

const change = (
  path: readonly string[],
  set: Readonly<Record<string, Data>>,
  remove: readonly string[] = [],
): JsoncChange => ({ path, set: new Map(Object.entries(set)), remove: new Set(remove), open: 1 });

describe('mappings of JSON with comments', () => {
  test('a value is replaced where it stands', () => {
    expect(editJsonc(fleet, [change(['clusters', 'member1'], { labels: { env: 'staging' } })])).toBe(
      fleet.replace('"production"', '"staging"'),
    );
  });

  test('new entries go behind the last one before them in order of name, below its comment', () => {
    expect(
      editJsonc(fleet, [change(['clusters'], { member2: { labels: { env: 'staging' } }, member4: {} })]),
    ).toBe(`{
  // all our members
  "clusters": { // by name
    "member1": {
      "labels": { "env": "production" }, // theirs
      "fluxVersion": "2.9" // by hand
    },
    "member2": {
      "labels": { "env": "staging" }
    },
    // the one in Dublin
    "member3": { "region": "eu-west-1" }, // small
    "member4": {}
  }
}
`);
  });

  test('the first of all stands on top, and a trailing comma stays one', () => {
    const text = '{\n  "b": 1,\n}\n';
    expect(editJsonc(text, [change([], { a: 0, c: 2, d: 3 })])).toBe(
      '{\n  "a": 0,\n  "b": 1,\n  "c": 2,\n  "d": 3,\n}\n',
    );
  });

  test('a mapping on one line stays on one', () => {
    const short = { ...change(['clusters', 'member3'], { provider: 'aws' }, ['region']), open: 0 };
    expect(editJsonc(fleet, [short])).toBe(fleet.replace('"region": "eu-west-1"', '"provider": "aws"'));
  });

  test('a removed entry takes its comments along, and the comma that nothing follows', () => {
    expect(editJsonc(fleet, [change(['clusters'], {}, ['member3'])])).toBe(`{
  // all our members
  "clusters": { // by name
    "member1": {
      "labels": { "env": "production" }, // theirs
      "fluxVersion": "2.9" // by hand
    }
  }
}
`);
    expect(editJsonc(fleet, [change(['clusters'], { member4: {} }, ['member3'])])).toContain(
      '    },\n    "member4": {}\n  }\n',
    );
    expect(editJsonc(fleet, [change(['clusters'], {}, ['member1', 'member3'])])).toBe(
      '{\n  // all our members\n  "clusters": { // by name\n  }\n}\n',
    );
  });

  test('CRLF stays CRLF', () => {
    const text = fleet.replaceAll('\n', '\r\n');
    const after = editJsonc(text, [change(['clusters'], { member2: { region: 'x' } }, ['member3'])]);
    expect(after.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(after).toContain('    },\r\n    "member2": {\r\n      "region": "x"\r\n    }\r\n  }\r\n');
  });

  test('several mappings at once', () => {
    const after = editJsonc(fleet, [
      change(['clusters'], { member0: {} }, ['member3']),
      change(['clusters', 'member1'], { provider: 'aws', region: 'eu' }, ['fluxVersion']),
    ]);
    expect(dataOf(after)).toEqual({
      clusters: { member0: {}, member1: { labels: { env: 'production' }, provider: 'aws', region: 'eu' } },
    });
    expect(after).toContain('// theirs');
  });

  test('what cannot be done exactly is refused', () => {
    expect(() => editJsonc('{ "a": 1', [change([], { b: 1 })])).toThrow('the file cannot be changed');
    expect(() => editJsonc('{ "a": 1 }', [change(['a'], { b: 1 })])).toThrow('the file cannot be changed');
  });

  test('property: whatever the form, the result means what was asked for', () => {
    const keys = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', '__proto__'), { maxLength: 5 });
    const gap = fc.constantFrom('', ' ', '\n', '\n  ', ' // x\n', ' /* y */ ', '\n  // z\n  ');
    const text = fc.tuple(keys, fc.array(gap, { minLength: 20, maxLength: 20 }), fc.boolean());
    fc.assert(
      fc.property(text, keys, keys, ([names, gaps, trailing], set, remove) => {
        const entries = names.map(
          (name, at) => `${gaps[3 * at]}"${name}"${gaps[3 * at + 1]}: ${at}${gaps[3 * at + 2]}`,
        );
        const written = `{${entries.join(',')}${trailing && names.length > 0 ? ',' : ''}${gaps[19]}}`;
        const kept = remove.filter((name) => !set.includes(name));
        const made = {
          path: [],
          set: new Map(set.map((name) => [name, name])),
          remove: new Set(kept),
          open: 0,
        };
        const wanted = new Map<string, unknown>(names.map((name, at) => [name, at]));
        for (const name of kept) wanted.delete(name);
        for (const name of set) wanted.set(name, name);
        const found = dataOf(editJsonc(written, [made]));
        expect(new Map(Object.entries(found ?? {}))).toEqual(wanted);
      }),
    );
  });
});

function dataOf(text: string): Data {
  const root = readJsonc(text).documents[0]?.root;
  return root === undefined ? null : toData(root, 'kubectl');
}
