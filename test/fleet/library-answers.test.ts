import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { imageText, parseImage } from '../../src/fleet/image.ts';
import { getPointer } from '../../src/fleet/json-pointer.ts';
import { type Json, parseJson } from '../../src/fleet/json-text.ts';
import { patchJsonText } from '../../src/fleet/patch-json-text.ts';
import { readSigsYaml, writeSigsYaml } from '../../src/fleet/sigs-yaml.ts';
import type { Data } from '../../src/yaml/node.ts';
import { isSameData } from '../../src/yaml/same-data.ts';

const recorded = new URL('../../fixtures/vectors/karmada/library-answers.json', import.meta.url);
const answers = parseJson(readFileSync(recorded, 'utf8'));

/** The items of one of its lists, each with its fields as texts; `json` keeps what is no text. */
function recordedIn(
  list: string,
): { readonly fields: Readonly<Record<string, string>>; readonly json: Json }[] {
  return itemsOf(fieldOf(answers, list)).map((json) => ({ json, fields: textsOf(json) }));
}

function textsOf(json: Json): Record<string, string> {
  if (json.kind !== 'object') return {};
  return Object.fromEntries(
    [...json.entries].flatMap(([name]) => {
      const text = textIn(json, name);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

function itemsOf(json: Json | undefined): readonly Json[] {
  return json?.kind === 'list' ? json.items : [];
}

function fieldOf(json: Json | undefined, name: string): Json | undefined {
  return json?.kind === 'object' ? json.entries.get(name) : undefined;
}

function textIn(json: Json | undefined, name: string): string | undefined {
  const found = fieldOf(json, name);
  const text: unknown = found?.kind === 'scalar' ? JSON.parse(found.raw) : undefined;
  return typeof text === 'string' ? text : undefined;
}

/** What is read of a text, for a comparison in which neither the order of keys counts nor how numbers are written. */
function read(text: string): Data {
  const answer = readSigsYaml(text);
  if ('error' in answer) throw new Error(answer.error);
  return answer.data;
}

describe('rule 36: patches', () => {
  test.each(recordedIn('patches').map(({ json, fields }) => ({ ...fields, json })))('$doc', ({ json }) => {
    const operations = itemsOf(fieldOf(json, 'patch')).map((operation) => ({
      op: textIn(operation, 'op') ?? '',
      path: textIn(operation, 'path') ?? '',
      value: fieldOf(operation, 'value') ?? ({ kind: 'scalar', raw: 'null' } as const),
    }));
    const patched = patchJsonText(textIn(json, 'doc') ?? '', operations);
    expect('error' in patched ? patched.error : patched.text).toBe(
      textIn(json, 'error') ?? textIn(json, 'result') ?? '',
    );
  });
});

describe('rule 38: texts', () => {
  test.each(recordedIn('texts').map(({ fields }) => fields))('$text', ({ text = '', json, result }) => {
    const answer = readSigsYaml(text);
    expect('error' in answer).toBe(json === undefined);
    if ('error' in answer || json === undefined) return;
    const written = writeSigsYaml(answer.data);
    expect('error' in written ? undefined : written.text).toBe(result);
    if (result !== undefined) expect(isSameData(answer.data, read(json))).toBe(true);
  });

  test('a template without quotes is no text of values', () => {
    expect(readSigsYaml('a: {{ .Values.x }}')).toEqual({
      error: 'yaml: invalid map key: a mapping is used as a key; Kubernetes needs text',
    });
  });
});

describe('rule 38: pointers', () => {
  const document = read(textIn(answers, 'document') ?? '');
  test.each(recordedIn('pointers').map(({ fields }) => fields))(
    '$pointer',
    ({ pointer = '', found, error }) => {
      const answer = getPointer(document, pointer);
      if ('error' in answer) expect(answer.error).toBe(error);
      else expect(isSameData(answer.value, read(found ?? ''))).toBe(true);
    },
  );
});

describe('rule 39: images', () => {
  test.each(recordedIn('images').map(({ fields }) => fields))(
    '$image',
    ({ image = '', name, tag, digest, error }) => {
      const answer = parseImage(image);
      if ('error' in answer) expect(answer.error).toBe(error);
      else
        expect({ ...answer, name: imageText({ ...answer, tag: '', digest: '' }) }).toMatchObject({
          name,
          tag: tag ?? '',
          digest: digest ?? '',
        });
    },
  );
});
