import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { editChecked } from '../../src/yaml/edit-checked.ts';
import { scalarText, textValue } from '../../src/yaml/write.ts';
import { awkwardStrings, texts, writableText } from '../yaml/texts.ts';

const isInstalled = spawnSync('kubectl', ['version', '--client']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'kubectl-oracle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What both real readers make of a file: `kubectl label --local` and `kubectl kustomize`, neither needs a cluster. */
function readBoth(file: string): { readonly kubectl: Item[]; readonly kustomize: Item[] } {
  writeFileSync(join(folder, 'objects.yaml'), file);
  writeFileSync(join(folder, 'kustomization.yaml'), 'resources: [objects.yaml]\n');
  const built = join(folder, 'built.yaml.out');
  writeFileSync(built, run('kubectl', ['kustomize', folder]));
  return { kubectl: read(join(folder, 'objects.yaml')), kustomize: read(built) };
}

interface Item {
  readonly metadata: { readonly name: string };
  readonly data: Readonly<Record<string, string>>;
}

function read(file: string): Item[] {
  const items: Item[] = [];
  // One JSON object after the other, each over several lines.
  for (const object of run('kubectl', ['label', '--local', '-f', file, '-o', 'json', 'zz=1']).split(
    /^(?=\{)/m,
  )) {
    const parsed = JSON.parse(object);
    items.push(...(parsed.kind === 'List' ? parsed.items : [parsed]));
  }
  return items.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

function run(command: string, args: readonly string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
}

/** A ConfigMap whose data hold the text in every way that we write one. */
function configMap(name: string, text: string): string {
  return [
    'apiVersion: v1',
    'kind: ConfigMap',
    'metadata:',
    `  name: ${name}`,
    'data:',
    `  values.yaml: ${textValue(text, 4, 2)}`,
    `  inline: ${scalarText(text)}`,
    `  last: ${textValue(text, 7, 2)}`,
    '',
  ].join('\n');
}

describe.skipIf(!isInstalled)('the real readers take what we write as we meant it', () => {
  test('strings and texts of every kind', () => {
    const samples = [...awkwardStrings, ...fc.sample(texts, 1_000), ...fc.sample(writableText, 500)];
    const name = (index: number) => `c${String(index).padStart(5, '0')}`;
    const { kubectl, kustomize } = readBoth(
      samples.map((text, index) => configMap(name(index), text)).join('---\n'),
    );
    const wanted = samples.map((text) => ({ 'values.yaml': text, inline: text, last: text }));
    expect(kubectl.map(({ data }) => data)).toEqual(wanted);
    expect(kustomize.map(({ data }) => data)).toEqual(wanted);
  });

  test('texts set into an existing file', () => {
    const before = configMap('podinfo', 'a: 1\n');
    const samples = fc.sample(texts, 100);
    const edited = samples.map((text, index) =>
      editChecked(before.replace('podinfo', `c${String(index).padStart(5, '0')}`), [
        { kind: 'set', path: ['data', 'values.yaml'], value: text },
        { kind: 'set', path: ['data', 'new'], value: text },
        { kind: 'remove', path: ['data', 'inline'] },
      ]),
    );
    const { kubectl, kustomize } = readBoth(edited.join('---\n'));
    const wanted = samples.map((text) => ({ 'values.yaml': text, last: 'a: 1\n', new: text }));
    expect(kubectl.map(({ data }) => data)).toEqual(wanted);
    expect(kustomize.map(({ data }) => data)).toEqual(wanted);
  });
});
