import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dataForm } from '../../src/fleet/data-form.ts';
import { applyPatch, type Operation } from '../../src/fleet/json-patch.ts';
import { pointerTo } from '../../src/fleet/json-pointer.ts';
import { type Json, jsonForm, jsonText, parseJson } from '../../src/fleet/json-text.ts';
import { toData } from '../../src/yaml/data.ts';
import type { Data } from '../../src/yaml/node.ts';
import { readYaml } from '../../src/yaml/read.ts';
import { isMap } from '../../src/yaml/render.ts';
import { isSameData } from '../../src/yaml/same-data.ts';

const nothing: Json = { kind: 'scalar', raw: 'null' };
const recorded = new URL('../../fixtures/vectors/karmada/json-patch-cases.json', import.meta.url);
const cases = itemsOf(parseJson(readFileSync(recorded, 'utf8'))).map((json) => ({
  name: wordOf(json, 'name') ?? '',
  document: fieldOf(json, 'doc') ?? nothing,
  operations: itemsOf(fieldOf(json, 'patch')).map((operation) => ({
    op: wordOf(operation, 'op') ?? '',
    path: wordOf(operation, 'path') ?? '',
    value: fieldOf(operation, 'value') ?? nothing,
  })),
  answer: wordOf(json, 'error') ?? wordOf(json, 'resultRaw'),
}));

describe('rule 36: the recorded answers of the library', () => {
  test.each(cases.map((each) => [each.name, each] as const))(
    'text for text: %s',
    (_, { document, operations, answer }) => {
      const patched = applyPatch(document, operations, jsonForm);
      expect('error' in patched ? patched.error : jsonText(patched.document)).toBe(answer);
    },
  );

  test.each(cases.map((each) => [each.name, each] as const))(
    'as data: %s',
    (_, { document, operations, answer = '' }) => {
      const own = operations.map(({ value, ...operation }) => ({ ...operation, value: dataOf(value) }));
      const patched = applyPatch(dataOf(document), own, dataForm);
      if ('error' in patched) expect(patched.error).toBe(answer);
      else expect(isSameData(patched.document, read(answer))).toBe(true);
    },
  );
});

function dataOf(json: Json): Data {
  return read(jsonText(json));
}

function read(text: string): Data {
  const root = readYaml(text, { purpose: 'values' }).documents[0]?.root;
  return root === undefined ? null : toData(root, 'kubectl');
}

function fieldOf(json: Json, name: string): Json | undefined {
  return json.kind === 'object' ? json.entries.get(name) : undefined;
}

function wordOf(json: Json, name: string): string | undefined {
  const found = fieldOf(json, name);
  return found?.kind === 'scalar' ? String(JSON.parse(found.raw)) : undefined;
}

function itemsOf(json: Json | undefined): readonly Json[] {
  return json?.kind === 'list' ? json.items : [];
}

describe('rule 36: what holds for every patch', () => {
  const key = fc.oneof(
    fc.constantFrom('__proto__', 'constructor', 'a/b', 'a~b', '~1', '-', '0', 'toString'),
    fc.string({ minLength: 1, maxLength: 3 }),
  );
  const leaf = fc.oneof(fc.constant(null), fc.boolean(), fc.integer(), fc.string({ maxLength: 3 }));
  const { value } = fc.letrec<{ value: Data }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('value'), { maxLength: 4 }),
      fc
        .array(fc.tuple(key, tie('value')), { maxLength: 4 })
        .map((entries) => dataForm.object(new Map(entries))),
    ),
  }));
  const object = fc
    .array(fc.tuple(key, value), { maxLength: 5 })
    .map((entries) => dataForm.object(new Map(entries)));
  const step = fc.oneof(key, fc.constantFrom('0', '1', '-1', '-', ''));
  const path = fc.array(step, { minLength: 1, maxLength: 4 }).map(pointerTo);
  const operation: fc.Arbitrary<Operation<Data>> = fc.record({
    op: fc.constantFrom('add', 'replace', 'remove'),
    path,
    value,
  });

  test('the document itself stays as it is', () => {
    fc.assert(
      fc.property(object, fc.array(operation, { maxLength: 6 }), (document, operations) => {
        const before = structuredClone(document);
        applyPatch<Data>(document, operations, dataForm);
        expect(document).toEqual(before);
      }),
    );
  });

  test('what is added and removed again leaves no trace', () => {
    fc.assert(
      fc.property(object, key, value, (document, name, added) => {
        fc.pre(isMap(document) && !Object.hasOwn(document, name));
        const operations = [
          { op: 'add', path: pointerTo([name]), value: added },
          { op: 'remove', path: pointerTo([name]), value: null },
        ];
        expect(applyPatch<Data>(document, operations, dataForm)).toEqual({ document });
      }),
    );
  });

  test('all of it or nothing: one operation that fails fails them all, and says which', () => {
    fc.assert(
      fc.property(object, fc.array(operation, { maxLength: 5 }), (document, operations) => {
        const failing = { op: 'remove', path: '/no/such/key/at/all', value: null };
        const patched = applyPatch<Data>(document, [...operations, failing], dataForm);
        expect('error' in patched).toBe(true);
        if ('error' in patched) expect(patched.index).toBeLessThanOrEqual(operations.length);
      }),
    );
  });

  test('one operation after the other is the same as all at once', () => {
    fc.assert(
      fc.property(object, fc.array(operation, { maxLength: 4 }), (document, operations) => {
        const atOnce = applyPatch<Data>(document, operations, dataForm);
        fc.pre('document' in atOnce && operations.every(({ path: to }) => !to.startsWith('//')));
        let current: Data = document;
        for (const each of operations) {
          const patched = applyPatch(current, [each], dataForm);
          if ('document' in patched) current = patched.document;
        }
        expect(atOnce).toEqual({ document: current });
      }),
    );
  });

  test('what no operation touches is shared, not copied', () => {
    const at = (data: Data, name: string): Data => (isMap(data) ? (data[name] ?? null) : null);
    const valuesIn = (data: Data) => at(at(data, 'spec'), 'values');
    const document: Data = { spec: { values: { a: 1 }, interval: '5m' }, data: { b: 2 } };
    const patched = applyPatch<Data>(document, [{ op: 'add', path: '/spec/timeout', value: '1m' }], dataForm);
    const result = 'document' in patched && isMap(patched.document) ? patched.document : {};
    expect(result['data']).toBe(document['data']);
    expect(result['spec']).toEqual({ values: { a: 1 }, interval: '5m', timeout: '1m' });
    expect(valuesIn(result)).toBe(valuesIn(document));
  });
});

describe('rule 36: hostile patches', () => {
  const patch = (document: Data, ...operations: [op: string, path: string, value?: Data][]) =>
    applyPatch(
      document,
      operations.map(([op, path, value = null]) => ({ op, path, value })),
      dataForm,
    );

  test('__proto__ is an ordinary key', () => {
    const patched = patch(
      { kind: 'A' },
      ['add', '/__proto__', { polluted: true }],
      ['add', '/__proto__/x', 1],
    );
    const result = 'document' in patched && isMap(patched.document) ? patched.document : {};
    expect(Object.keys(result)).toEqual(['kind', '__proto__']);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(patch({ kind: 'A' }, ['replace', '/constructor', 1])).toMatchObject({ index: 0 });
  });

  test('a path of a million keys is refused', () => {
    expect(patch({ a: {} }, ['add', '/a'.repeat(1_000_000), 1])).toMatchObject({
      error: 'exceeded max depth: a path has more than 1000 keys',
    });
  });

  test('operations can dig no deeper than that', () => {
    const dig = Array.from({ length: 1_100 }, (_, depth): [string, string, Data] => [
      'add',
      '/a'.repeat(depth + 1),
      {},
    ]);
    expect(patch({}, ...dig.slice(0, 999))).toHaveProperty('document');
    expect(patch({}, ...dig)).toHaveProperty('error');
  });

  test('ten thousand operations on ten thousand items', () => {
    const items = Array.from({ length: 10_000 }, (_, index) => index);
    const operations = items.map((index): [string, string, Data] => ['add', '/a/0', index]);
    const patched = patch({ a: items }, ...operations);
    const result = 'document' in patched && isMap(patched.document) ? patched.document['a'] : undefined;
    expect(Array.isArray(result) && [result.length, result[0]]).toEqual([20_000, 9_999]);
  });

  test('an unknown operator is refused before anything is done', () => {
    expect(patch({ a: 1 }, ['remove', '/b'], ['test', '/a', 1])).toEqual({
      error: 'invalid operation test /a: unsupported operation',
      index: 1,
    });
  });
});
