import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { positions } from '../../src/core/text.ts';
import { golden, lint, messages } from '../support/golden.ts';

const config = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';
const release = 'podinfo/helmrelease-podinfo.yaml';
const head =
  'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: podinfo-helm-chart-value-overrides\n  namespace: podinfo\n  labels:\n    reconcile.fluxcd.io/watch: Enabled\n';

function withConfig(text: string, also: Parameters<typeof golden.changed>[0] = {}) {
  return golden.changed({
    ...also,
    replace: [...(also.replace ?? []), [config, golden.files.text(config) ?? '', text]],
  });
}

function places(files: Parameters<typeof lint>[0]): string[] {
  return lint(files).findings.map(({ at, message }) => {
    const { line, column } = positions(files.text(at.file) ?? '')(at.range.start);
    return `${line}:${column} ${message.replace(/^.*: /, '')}`;
  });
}

describe('a fault inside values.yaml stands at its place in the outer file', () => {
  const twice = 'key image is there twice in one mapping';
  test.each([
    ['a literal block', `${head}data:\n  values.yaml: |\n    image: a\n    image: b\n`, '11:5'],
    [
      'a block that keeps its end',
      `${head}data:\n  values.yaml: |+\n      image: a\n      image: b\n\n`,
      '11:7',
    ],
    ['an indentation indicator', `${head}data:\n  values.yaml: |2-\n    image: a\n    image: b\n`, '11:5'],
    ['CRLF', `${head}data:\n  values.yaml: |\n    image: a\n    image: b\n`.replaceAll('\n', '\r\n'), '11:5'],
    ['double quotes', `${head}data:\n  values.yaml: "image: a\\nimage: b\\n"\n`, '9:27'],
  ])('%s', (_, text, place) => {
    expect(places(withConfig(text))).toEqual([`${place} ${twice}`]);
  });
});

describe('what is not the mistake of the user is not reported', () => {
  const upstream = 'image: a\nimage: b\n';
  const digest = createHash('sha256').update(upstream).digest('hex');
  const text = (recorded: string) =>
    `${head}  annotations:\n    gitops-kit/values-digest: sha256:${recorded}\ndata:\n  values.yaml: |\n    image: a\n    image: b\n`;

  test("text that is upstream's own", () => {
    expect(messages(lint(withConfig(text(digest))))).toEqual([]);
    expect(messages(lint(withConfig(text('0'.repeat(64)))))).toHaveLength(1);
  });

  test('a key that no release reads', () => {
    const other = `${head}data:\n  values.yaml: |\n    image: a\n  nginx.conf: |\n    a: b: c\n`;
    expect(messages(lint(withConfig(other)))).toEqual([]);
  });

  test('a value that goes to one path of the values', () => {
    const files = withConfig(`${head}data:\n  banner: "a: b: c"\n`, {
      replace: [
        [
          release,
          '      valuesKey: values.yaml #',
          '      valuesKey: banner\n      targetPath: ui.message #',
        ],
      ],
    });
    expect(messages(lint(files))).toEqual([]);
  });

  test('what SOPS encrypted', () => {
    const files = withConfig(
      `${head}data:\n  values.yaml: "ENC[AES256_GCM,data:a: b: c]"\nsops:\n  version: 3.9.0\n`,
      {
        replace: [
          [
            'flux-system/kustomizations/kustomization-podinfo.yaml',
            '  prune: true',
            '  decryption:\n    provider: sops\n  prune: true',
          ],
        ],
      },
    );
    expect(messages(lint(files))).toEqual([]);
  });
});

test('a key of another name is read when a release reads it', () => {
  const files = withConfig(`${head}data:\n  podinfo.yaml: |\n    a: b: c\n`, {
    replace: [[release, 'valuesKey: values.yaml', 'valuesKey: podinfo.yaml']],
  });
  expect(messages(lint(files))).toHaveLength(1);
});

test('a key in binaryData is not read by Flux', () => {
  expect(messages(lint(withConfig(`${head}binaryData:\n  values.yaml: YTogMQ==\n`)))).toEqual([
    'ConfigMap podinfo-helm-chart-value-overrides has key values.yaml in binaryData, which Flux does not read; expected it in data',
  ]);
});

test('a ConfigMap without data has no key', () => {
  expect(messages(lint(withConfig(head)))).toEqual([
    'ConfigMap podinfo-helm-chart-value-overrides has no key values.yaml; it has none',
  ]);
});
