import { describe, expect, test } from 'vitest';
import { readArchive } from '../../src/chart/archive.ts';
import { readsOf } from '../../src/chart/chart-reads.ts';
import { packChart } from '../support/chart-server.ts';

const reads = (text: string) => readsOf({}, new Map([['templates/deployment.yaml', text]]));

describe('which values a template uses as a whole', () => {
  test.each([
    ['replicas: {{ .Values.replicaCount }}', ['replicaCount']],
    ['{{ with .Values.ui.theme }}{{ .color }}{{ end }}', ['ui.theme']],
    ['{{ $.Values.a }} {{ .context.Values.b.c }}', ['a', 'b.c']],
    ['{{ index .Values "a-b" "c" }}', ['a-b.c']],
    ['{{ $has := hasKey .Values.ui "theme" }}', ['ui.theme']],
    ['{{- if .Values.ui }}{{ .Values.ui.color }}{{ else if .Values.b }}{{ end }}', ['ui.color']],
    ['{{ toYaml .Values }}', ['']],
    ['{{ default "info" .Values.logLevel }} {{ eq .Values.kind "a" }}', ['kind', 'logLevel']],
    ['.Values.notInAnAction', []],
    ['{{ .Values.open', ['open']],
  ])('%s', (text, whole) => {
    expect(reads(text)?.whole).toEqual(whole);
  });
});

test('the words of templates are fields and what stands in quotes', () => {
  expect(
    reads('plain {{ include "podinfo.name" . }} {{ .Values.ui.color | quote }} {{ get $x `raw` }}')?.words,
  ).toEqual(['Values', 'color', 'podinfo.name', 'raw', 'ui']);
});

test('an archive tells its dependencies, and what the templates of those ask for', async () => {
  const bytes = packChart({
    name: 'podinfo',
    version: '6.14.1',
    files: {
      'Chart.yaml':
        'name: podinfo\nversion: 6.14.1\ndependencies:\n  - name: redis\n    alias: cache\n    condition: redis.enabled\n',
      'README.md': '{{ .Values.prose }}',
      'crds/redisbackup.yaml': '{{ .Values.definition }}',
      'templates/deployment.yaml': '{{ .Values.image.tag }}',
      'charts/common/templates/_labels.tpl': '{{ .Values.commonLabels }}',
    },
  });
  expect((await readArchive(bytes)).reads).toEqual({
    charts: ['cache', 'common', 'redis'],
    words: ['Values', 'commonLabels', 'image', 'tag'],
    whole: ['commonLabels', 'image.tag'],
  });
});

test('of a chart that is packed inside nobody knows what it reads', async () => {
  const bytes = packChart({ name: 'podinfo', version: '6.14.1', files: { 'charts/common-2.0.0.tgz': 'x' } });
  expect((await readArchive(bytes)).reads).toBeUndefined();
});

test('a template without end is read in linear time', () => {
  const long = `{{ index ${'.'.repeat(300_000)} ${'index '.repeat(50_000)} ${'Values.'.repeat(50_000)}`;
  expect(reads(long)?.words).toContain('Values');
});
