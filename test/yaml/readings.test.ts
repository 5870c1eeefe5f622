import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { toData } from '../../src/yaml/data.ts';
import type { Data, Reader, YamlFile } from '../../src/yaml/node.ts';
import { readYaml } from '../../src/yaml/read.ts';
import { isList, isMap } from '../../src/yaml/render.ts';

interface Reading {
  readonly id: string;
  readonly name: string;
  readonly input: string;
  readonly kubectl: unknown;
  readonly kustomize: unknown;
}

const vectors = new URL('../../fixtures/vectors/yaml/readings.jsonl', import.meta.url);
const readings: readonly Reading[] = readFileSync(vectors, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const bytes = readings.filter(({ input }) => input.startsWith('base64:'));
const texts = readings.filter(({ input }) => !input.startsWith('base64:'));

describe('107 recorded readings: the value of both Kubernetes readers, or a problem', () => {
  test('there are 107', () => expect(readings).toHaveLength(107));

  test.each(texts)('$id $name', ({ input, kubectl, kustomize }) => {
    const file = readYaml(input);
    if (file.problems.length > 0) return;
    if (isRefused(kubectl) || isRefused(kustomize)) {
      // Sound YAML that is no object: the readers of models and schemas report it.
      expect(meaning(file, 'kubectl').some(isNoObject)).toBe(true);
      return;
    }
    expect(answers(file, 'kubectl')).toEqual(numbers(kubectl));
    expect(answers(file, 'kustomize')).toEqual(numbers(kustomize));
  });

  test.each(bytes)('$id $name is not UTF-8 and never becomes a text', ({ input }) => {
    const raw = Buffer.from(input.replace(/^base64:(?:\/\/)?/, ''), 'base64');
    const isUtf16 = raw[0] === 0xff || raw[0] === 0xfe || raw.includes(0);
    expect(isUtf16 || !isUtf8(raw)).toBe(true);
  });
});

function isRefused(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'error' in answer;
}

function isNoObject(data: Data): boolean {
  if (!isMap(data) || typeof data['kind'] !== 'string') return true;
  const metadata = data['metadata'];
  return metadata === undefined || !isMap(metadata) || typeof metadata['name'] !== 'string';
}

function meaning(file: YamlFile, reader: Reader): Data[] {
  const documents = file.documents.flatMap(({ root }) => (root === undefined ? [] : [toData(root, reader)]));
  return documents.flatMap((data) =>
    isMap(data) && data['kind'] === 'List' && data['items'] !== undefined && isList(data['items'])
      ? data['items']
      : [data],
  );
}

/** In the form of the recordings: without what every input has in common. */
function answers(file: YamlFile, reader: Reader): unknown {
  const stripped = meaning(file, reader).map((data) => {
    if (!isMap(data)) return data;
    const entries = Object.entries(data).filter(([key, value]) => {
      if (key === 'apiVersion' || key === 'kind') return false;
      return key !== 'metadata' || JSON.stringify(value) !== '{"name":"x"}';
    });
    return plain(Object.fromEntries(entries));
  });
  return stripped.length === 1 ? stripped[0] : stripped;
}

function plain(data: Data): unknown {
  if (typeof data === 'bigint') return Number(data);
  if (isList(data)) return data.map(plain);
  if (!isMap(data)) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, plain(value)]));
}

function numbers(answer: unknown): unknown {
  if (typeof answer === 'string' && answer.startsWith('number:')) return Number(answer.slice(7));
  if (Array.isArray(answer)) return answer.map(numbers);
  if (typeof answer !== 'object' || answer === null) return answer;
  return Object.fromEntries(Object.entries(answer).map(([key, value]) => [key, numbers(value)]));
}

function isUtf8(raw: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(raw);
    return true;
  } catch {
    return false;
  }
}
