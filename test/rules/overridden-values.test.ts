import { describe, expect, test } from 'vitest';
import { podinfoCharts } from '../../src/rules/chart-examples.ts';
import { applyExample, exampleCharts } from '../../src/rules/example.ts';
import type { Example } from '../../src/rules/rule.ts';
import { bases, lint } from '../support/golden.ts';

const policy = 'podinfo/overridepolicy-podinfo.yaml';
const config = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';
const schema = JSON.stringify({ properties: { replicaCount: { type: 'integer' } } });
const template = '{{ .Values.replicaCount }} {{ .Values.cache }}';
const versions = { '6.14.1': ['cache: ""\n', 'cache: ""\nlogo: ""\n'], '6.15.0': ['', ''] } as const;
const known = exampleCharts({ charts: podinfoCharts(versions, { schema, template }) });
const rule = `    - targetCluster:
        clusterNames:
          - member1
      overriders:
        fieldOverrider:
          - fieldPath: /data/values.yaml
            yaml:
              - subPath: /replicaCount
                operator: replace
                value: 3
`;
const operations = (cluster: string, text: string): string =>
  rule
    .replace('- member1', `- ${cluster}`)
    .replace(/ +- subPath[\s\S]*/, () => text.replace(/^/gm, ' '.repeat(14)).trimEnd())
    .concat('\n');
const plaintext = (cluster: string, path: string, value: string): string =>
  rule
    .replace('- member1', `- ${cluster}`)
    .replace(
      / +fieldOverrider:[\s\S]*/,
      () =>
        `        plaintext:\n          - path: ${path}\n            operator: add\n            value: ${value}\n`,
    );

/** What the two rules say, each with the text at its place. */
function said(rules: string, ...replace: NonNullable<Example['replace']>): string[] {
  const files = applyExample(bases, {
    title: 'in a test',
    base: 'fleet',
    replace: [[policy, rule.trimEnd(), rules.trimEnd()], ...replace],
    finds: [],
  });
  return lint(files, {}, undefined, known).findings.flatMap(({ rule: id, at, message }) =>
    /values-broken|unknown-value/.test(id)
      ? [`${files.text(at.file)?.slice(at.range.start, at.range.end)}: ${message}`]
      : [],
  );
}

const onRelease: readonly [string, string, string] = [
  policy,
  '    - apiVersion: v1\n      kind: ConfigMap\n      name: podinfo-helm-chart-value-overrides\n',
  '    - apiVersion: helm.toolkit.fluxcd.io/v2\n      kind: HelmRelease\n      name: podinfo\n',
];

describe('values that overrides make', () => {
  const text = '- subPath: /replicaCount\n  operator: replace\n  value: many\n';

  test('are refused once for the clusters that share their overrides', () => {
    const both = operations('member1', text).replace('- member1', '- member1\n          - member2');
    expect(said(both)).toEqual([
      'many: as OverridePolicy podinfo changes it for member1 and member2, HelmRelease podinfo has replicaCount, a text, in its values; podinfo 6.15.0 expects a whole number',
    ]);
  });

  test('are what arrives: an operation that another one writes over is none of the faults', () => {
    const later = '- subPath: /replicaCount\n  operator: replace\n  value: 5\n';
    expect(said(operations('member1', `${text}${later}`))).toEqual([]);
  });

  test('are not blamed for what the values of all clusters have', () => {
    const base: readonly [string, string, string] = [config, 'replicaCount: 2', 'replicaCount: two'];
    const other = '- subPath: /ui/message\n  operator: replace\n  value: hello\n';
    expect(said(operations('member1', other), base)).toEqual([]);
  });

  test('are judged at the version that the cluster takes', () => {
    const pin = plaintext('member1', '/spec/chart/spec/version', '6.14.1');
    const inline = plaintext('member1', '/spec/values', '{ logo: new }');
    expect(said(`${pin}${inline}${inline.replace('member1', 'member2')}`, onRelease)).toEqual([
      'logo: for member2, OverridePolicy podinfo sets logo, which podinfo 6.15.0 does not know',
    ]);
  });

  test('of a whole text are judged, at the text', () => {
    const whole = plaintext('member1', '/data/values.yaml', '"replicaCount: no\\ncahce: x\\n"');
    const text = '"replicaCount: no\\ncahce: x\\n"';
    expect(said(whole)).toEqual([
      `${text}: for member1, OverridePolicy podinfo sets cahce, which podinfo 6.15.0 does not know; did you mean cache?`,
      `${text}: as OverridePolicy podinfo changes it for member1, HelmRelease podinfo has replicaCount, a boolean, in its values; podinfo 6.15.0 expects a whole number`,
    ]);
  });

  test('that fail to be written have a rule of their own', () => {
    const failing = '- subPath: /replicaCnt/x\n  operator: add\n  value: 1\n';
    expect(said(operations('member1', failing))).toEqual([]);
  });

  test('of another chart are not judged by this one', () => {
    const other = `${plaintext('member1', '/spec/chart/spec/chart', 'nginx')}${plaintext('member1', '/spec/values', '{ cahce: 1 }')}`;
    expect(said(other, onRelease)).toEqual([]);
  });
});
