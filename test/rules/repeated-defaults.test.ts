import { describe, expect, test } from 'vitest';
import { applyChanges, type Files } from '../../src/core/change.ts';
import type { Finding } from '../../src/core/finding.ts';
import {
  podinfoCharts,
  podinfoConfig,
  podinfoRelease,
  podinfoValuesKey,
} from '../../src/rules/chart-examples.ts';
import { exampleCharts } from '../../src/rules/example.ts';
import type { Example } from '../../src/rules/rule.ts';
import { golden, lint } from '../support/golden.ts';

const charts = exampleCharts({ charts: podinfoCharts({ '6.14.1': ['', ''], '6.15.0': ['', ''] }) });
const whole = golden.files.text(podinfoConfig) ?? '';
const start = whole.indexOf('    # How many copies');

/** The golden repository at podinfo 6.14.1, with other values; `replace` for what else is changed. */
function withValues(values: string, change: Pick<Example, 'replace' | 'create'> = {}): Files {
  const indented = values.replace(/^(?=.)/gm, '    ');
  return golden.changed({
    ...change,
    replace: [
      [podinfoConfig, whole, `${whole.slice(0, start)}${indented}`],
      ...(change.replace ?? [[podinfoRelease, 'version: 6.x', 'version: 6.14.1']]),
    ],
  });
}

function found(files: Files): readonly Finding[] {
  const report = lint(files, { extends: 'strict', valuesStyle: 'minimal' }, undefined, charts);
  expect(report.failures).toEqual([]);
  return report.findings.filter(({ rule }) => rule === 'values/equal-default');
}

/** What the findings say is set to its default. */
function repeated(files: Files): (string | undefined)[] {
  return found(files).map(({ message }) => / sets (.*?)(?: to the default)? of podinfo/.exec(message)?.[1]);
}

const color = 'ui:\n  color: "#34577c"\ncache: elsewhere\n';
const entry = (text: string) => [[podinfoRelease, podinfoValuesKey, `${podinfoValuesKey}${text}`]] as const;
const secret = '    - kind: Secret\n      name: podinfo-more\n';

describe('a value is a repetition', () => {
  test('whatever its style is, and not where its type differs', () => {
    expect(
      repeated(withValues("ui: {color: '#34577c'}\nreplicaCount: '1'\nimage:\n  tag: '6.14.1'\n")),
    ).toEqual(['ui', 'image']);
  });

  test.each([
    ['a Secret below it', [[podinfoRelease, '    - kind: ConfigMap', `${secret}    - kind: ConfigMap`]]],
    [
      'a ConfigMap of another repository below it',
      [
        [
          podinfoRelease,
          '    - kind: ConfigMap',
          '    - kind: ConfigMap\n      name: elsewhere\n    - kind: ConfigMap',
        ],
      ],
    ],
    ['a single value of a Secret above it', entry(`${secret}      targetPath: ui.color\n`)],
    ['a single value inside it', entry(`${secret}      targetPath: ui.color.deep\n`)],
    ['inline values above it', entry('  values:\n    ui:\n      color: red\n')],
    [
      'values of other files',
      [[podinfoRelease, '  interval: 15m', '      valuesFiles: [values-production.yaml]\n  interval: 15m']],
    ],
  ] as const)('but not with %s', (_, replace) => {
    expect(repeated(withValues(color))).toEqual(['ui']);
    expect(repeated(withValues(color, { replace }))).toEqual([]);
  });

  test('with a Secret above it, since that counts in either case', () => {
    expect(repeated(withValues(color, { replace: entry(secret) }))).toEqual(['ui']);
  });

  test('but not a list of which a single value sets an item', () => {
    const hosts = 'ingress:\n  hosts: []\ncache: elsewhere\n';
    expect(repeated(withValues(hosts))).toEqual(['ingress']);
    const replace = entry(`${secret}      targetPath: ingress.hosts[0]\n`);
    expect(repeated(withValues(hosts, { replace }))).toEqual([]);
  });

  test.each([
    ['a merge key', 'x: &x\n  color: red\nui:\n  <<: *x\n  color: "#34577c"\n'],
    ['null', 'ui: null\n'],
    ['an empty mapping over one with entries', 'ui: {}\n'],
    ['a name of every object', '__proto__: {}\nconstructor: {}\ntoString: x\n'],
  ])('but not %s', (_, values) => {
    expect(repeated(withValues(values))).toEqual([]);
  });

  test('but not where another release reads the same text', () => {
    const other = (golden.files.text(podinfoRelease) ?? '')
      .replace('  name: podinfo\n', '  name: second\n')
      .replace('releaseName: podinfo', 'releaseName: second')
      .replace('chart: podinfo', 'chart: unknown');
    expect(repeated(withValues(color, { create: { 'podinfo/helmrelease-second.yaml': other } }))).toEqual([]);
    const same = other.replace('chart: unknown', 'chart: podinfo');
    expect(repeated(withValues(color, { create: { 'podinfo/helmrelease-second.yaml': same } }))).toEqual([
      'ui',
    ]);
  });

  test('but not where a patch may write the values', () => {
    const files = golden.changed({
      replace: [
        [podinfoConfig, whole, `${whole.slice(0, start)}    ${color.replaceAll('\n', '\n    ').trimEnd()}\n`],
      ],
      create: {
        'podinfo/kustomization.yaml':
          'resources:\n  - helmrelease-podinfo.yaml\n  - configmap-podinfo-helm-chart-value-overrides.yaml\npatches:\n  - target:\n      kind: ConfigMap\n    patch: |\n      - op: remove\n        path: /data\n',
      },
    });
    expect(repeated(files)).toEqual([]);
  });
});

describe('the fix', () => {
  /** The text of the ConfigMap's values after all fixes, one after the other; undefined where none can be written. */
  function fixed(values: string): string | undefined {
    const files = withValues(values);
    const changes = found(files).flatMap(({ fix }) => fix?.changes ?? []);
    if (changes.length === 0) return undefined;
    const text = applyChanges(files, changes.slice(0, 1)).text(podinfoConfig) ?? '';
    return text.slice(start).replaceAll(/^ {4}/gm, '');
  }

  test('takes the mapping along that would be empty, and leaves all else as it is', () => {
    expect(fixed('# Ours.\ncache:   elsewhere # far\n\nui:\n    color: "#34577c"\nreplicaCount: 3\n')).toBe(
      '# Ours.\ncache:   elsewhere # far\n\nreplicaCount: 3\n',
    );
    expect(fixed('ui:\n  color: "#34577c"\n  message: hello\n')).toBe('ui:\n  message: hello\n');
  });

  test('leaves an empty mapping where nothing else was set', () => {
    expect(fixed('ui:\n  color: "#34577c"\nreplicaCount: 1\n')).toBe('{}\n');
  });

  test.each([
    ['beside it', 'ui:\n  color: "#34577c" # ours\n  message: hello\n'],
    ['above it', 'cache: elsewhere\n# ours\nui:\n  color: "#34577c"\n'],
    ['inside it', 'cache: elsewhere\nui:\n  # ours\n  color: "#34577c"\n'],
  ])('is none where a comment stands %s', (_, values) => {
    expect(repeated(withValues(values))).toHaveLength(1);
    expect(fixed(values)).toBeUndefined();
  });

  test('is safe only where the chart is pinned to one version', () => {
    expect(found(withValues(color)).map(({ fix }) => fix?.safety)).toEqual(['safe']);
    expect(found(withValues(color, { replace: [] })).map(({ fix }) => fix?.safety)).toEqual(['unsafe']);
  });
});
