import { describe, expect, test } from 'vitest';
import type { Files } from '../../src/core/change.ts';
import { positions } from '../../src/core/text.ts';
import type { Settings } from '../../src/model/config.ts';
import { golden, lint } from '../support/golden.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';
const config = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';
const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const strategies =
  '  install:\n    strategy:\n      name: RetryOnFailure\n  upgrade:\n    strategy:\n      name: RetryOnFailure\n';
const key = '      valuesKey: values.yaml # the default, explicit for clarity\n';
const record = / {2}annotations:[\s\S]*(?=data:\n {2}values)/;

/** What one rule says of files. */
function said(rule: string, files: Files, settings: Partial<Settings> = {}): string[] {
  const report = lint(files, { extends: 'strict', ...settings });
  expect(report.failures).toEqual([]);
  return report.findings.filter((finding) => finding.rule === rule).map(({ message }) => message);
}

/** The values ConfigMap of podinfo with other values, and nothing recorded. */
function withValues(values: string, also: Parameters<typeof golden.changed>[0] = {}): Files {
  const text = golden.files.text(config) ?? '';
  const own = text.replace(record, '').replace(/values\.yaml: \|\n[\s\S]*$/, `values.yaml: |\n${values}`);
  return golden.changed({ ...also, replace: [...(also.replace ?? []), [config, text, own]] });
}

describe('what a patch may add is not called missing', () => {
  const patched = (patches: string, create: Readonly<Record<string, string>> = {}): string[] =>
    said(
      'helmrelease/remediation-missing',
      golden.changed({
        replace: [
          [release, strategies, ''],
          [kustomization, '  prune: true', `${patches}  prune: true`],
        ],
        create,
      }),
    );
  const missing = ['HelmRelease podinfo gives up after its first failed installation or upgrade'];
  const upgrade = 'spec: {upgrade: {strategy: {name: RetryOnFailure}}}';
  const strategic = (kind: string, name: string, spec: string): string =>
    `  patches:\n    - patch: |\n        kind: ${kind}\n        metadata:\n          name: ${name}\n        ${spec}\n`;

  test('no patch', () => {
    expect(patched('')).toEqual(missing);
  });

  test('a patch that names the release', () => {
    expect(patched(strategic('HelmRelease', 'podinfo', upgrade))).toEqual([]);
  });

  test('a patch for another release, or another kind', () => {
    expect(patched(strategic('HelmRelease', 'redis', upgrade))).toEqual(missing);
    expect(patched(strategic('ConfigMap', 'podinfo', 'data: {}'))).toEqual(missing);
  });

  test('a target with expressions', () => {
    const target = (name: string): string =>
      `  patches:\n    - target:\n        kind: HelmRelease\n        name: ${name}\n      patch: |\n        - {op: add, path: /spec/timeout, value: 5m}\n`;
    expect(patched(target('"pod.*"'))).toEqual([]);
    expect(patched(target('"red.*"'))).toEqual(missing);
  });

  test('a patch that gives patches to Kustomizations', () => {
    const nested = `spec: {patches: [{target: {kind: HelmRelease}, patch: "${upgrade}"}]}`;
    expect(patched(strategic('Kustomization', 'others', nested))).toEqual([]);
  });

  test('a patch file of a kustomization.yaml', () => {
    const files = (name: string): Readonly<Record<string, string>> => ({
      'podinfo/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n  - helmrelease-podinfo.yaml\n  - configmap-podinfo-helm-chart-value-overrides.yaml\npatches:\n  - path: patches/retry.yaml\n',
      'podinfo/patches/retry.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: ${name}\n${upgrade}\n`,
    });
    expect(patched('', files('podinfo'))).toEqual([]);
    expect(patched('', files('redis'))).toEqual(missing);
  });
});

describe("flags of Flux's controllers count", () => {
  const instance = (more: string): Readonly<Record<string, string>> => ({
    'flux-system/fluxinstance-flux.yaml': `apiVersion: fluxcd.controlplane.io/v1\nkind: FluxInstance\nmetadata:\n  name: flux\n  namespace: flux-system\nspec:\n  distribution:\n    version: 2.9.x\n    registry: ghcr.io/fluxcd\n${more}`,
  });
  const patch = (flag: string): string =>
    `  kustomize:\n    patches:\n      - target:\n          kind: Deployment\n        patch: |\n          - {op: add, path: /spec/template/spec/containers/0/args/-, value: --${flag}}\n`;
  const forbidden = [
    'HelmRelease podinfo refers to HelmRepository podinfo in namespace flux-system, which --no-cross-namespace-refs forbids',
    'HelmRelease redis refers to HelmRepository redis in namespace flux-system, which --no-cross-namespace-refs forbids',
  ];

  test('a cluster that tenants share', () => {
    const shared = instance('  cluster:\n    multitenant: true\n');
    expect(said('helmrelease/cross-namespace', golden.changed({ create: shared }))).toEqual(forbidden);
  });

  test.each([
    ['no-cross-namespace-refs=true', forbidden],
    ['no-cross-namespace-refs=false', []],
    ['concurrent=8', []],
  ])('--%s', (flag, messages) => {
    const files = golden.changed({ create: instance(patch(flag)) });
    expect(said('helmrelease/cross-namespace', files)).toEqual(messages);
  });

  test('the retries that a feature gate gives', () => {
    const create = instance(patch('feature-gates=DefaultToRetryOnFailure=true'));
    const files = golden.changed({ replace: [[release, strategies, '']], create });
    expect(said('helmrelease/remediation-missing', files)).toEqual([]);
  });

  test('a label of their own to watch', () => {
    const create = instance(patch('watch-configs-label-selector=owner!=helm'));
    const replace = [[config, 'reconcile.fluxcd.io/watch: Enabled', 'team: web']] as const;
    expect(said('helmrelease/watch-label-missing', golden.changed({ replace }))).toHaveLength(1);
    expect(said('helmrelease/watch-label-missing', golden.changed({ replace, create }))).toEqual([]);
  });
});

describe('one release for Helm', () => {
  const second = (spec: string): string[] => {
    const text = (golden.files.text(release) ?? '')
      .replace('  name: podinfo\n  namespace: podinfo', '  name: podinfo-eu\n  namespace: podinfo')
      .replace('  releaseName: podinfo\n', spec);
    const create = { 'podinfo/helmrelease-podinfo-eu.yaml': text };
    return said('helmrelease/release-collision', golden.changed({ create }));
  };
  const collision = (name: string, namespace: string): string[] => [
    `HelmRelease podinfo has the release ${name} in namespace ${namespace}, which HelmRelease podinfo-eu has as well`,
  ];

  test('the same name', () => {
    expect(second('  releaseName: podinfo\n')).toEqual(collision('podinfo', 'podinfo'));
  });

  test('another target, but the history in one place', () => {
    expect(second('  releaseName: podinfo\n  targetNamespace: redis\n')).toEqual(
      collision('podinfo', 'podinfo'),
    );
  });

  test.each([
    ['the name of its object', ''],
    ['its history elsewhere', '  releaseName: podinfo\n  storageNamespace: redis\n'],
    ['another cluster', '  releaseName: podinfo\n  kubeConfig: {secretRef: {name: eu}}\n'],
    ['at rest', '  releaseName: podinfo\n  suspend: true\n'],
    ['a variable', `  releaseName: \${name}\n`],
  ])('not with %s', (_, spec) => {
    expect(second(spec)).toEqual([]);
  });
});

describe('values', () => {
  test('a mutable tag stands at its place in the outer file', () => {
    const files = withValues('    image:\n      repository: podinfo\n      tag: latest\n');
    const [found] = lint(files).findings.filter(({ rule }) => rule === 'values/image-latest');
    const { line, column } = positions(files.text(config) ?? '')(found?.at.range.start ?? 0);
    expect([line, column, found?.message]).toEqual([
      12,
      12,
      'values.yaml of ConfigMap podinfo-helm-chart-value-overrides: image.tag is latest, which changes without a commit',
    ]);
  });

  test("a mutable tag of values that new-app recorded may be the chart's own", () => {
    expect(said('values/image-latest', golden.with(config, 'tag: 6.14.1', 'tag: latest'))).toEqual([]);
  });

  test('values of a Secret in plain text are read as well', () => {
    const files = golden.changed({
      replace: [[release, key, `${key}    - kind: Secret\n      name: podinfo-more\n`]],
      create: {
        'podinfo/secret-podinfo-more.yaml':
          'apiVersion: v1\nkind: Secret\nmetadata:\n  name: podinfo-more\n  namespace: podinfo\nstringData:\n  values.yaml: |\n    a: b: c\n',
      },
    });
    expect(said('values/invalid-yaml', files)).toHaveLength(1);
  });

  test('a number beyond all doubles can be compared', () => {
    const files = withValues('    seed: 12345678901234567890\n', {
      replace: [[release, key, `${key}  values:\n    seed: 12345678901234567891\n`]],
    });
    expect(said('helmrelease/values-shadowed', files)).toHaveLength(1);
  });

  test('of three places each two that disagree', () => {
    const files = withValues('    color: red\n', {
      replace: [
        [
          release,
          key,
          `${key}    - kind: ConfigMap\n      name: podinfo-theme\n  values:\n    color: blue\n`,
        ],
      ],
      create: {
        'podinfo/configmap-podinfo-theme.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: podinfo-theme\n  namespace: podinfo\ndata:\n  values.yaml: |\n    color: green\n',
      },
    });
    expect(said('helmrelease/values-shadowed', files)).toEqual(
      [
        'HelmRelease podinfo sets color in ConfigMap podinfo-helm-chart-value-overrides and again in ConfigMap podinfo-theme',
        'HelmRelease podinfo sets color in ConfigMap podinfo-helm-chart-value-overrides and again in its inline values, which count',
        'HelmRelease podinfo sets color in ConfigMap podinfo-theme and again in its inline values, which count',
      ].sort(),
    );
  });

  test('a chart in a registry is compared with its tag', () => {
    const source = 'flux-system/helmrepositories/helmrepository-podinfo.yaml';
    const chart = golden.files.text(release)?.match(/ {2}chart:\n[\s\S]*?(?= {2}interval)/)?.[0] ?? '';
    const files = (tag: string): Files =>
      golden.changed({
        replace: [
          [
            release,
            chart,
            '  chartRef:\n    kind: OCIRepository\n    name: podinfo\n    namespace: flux-system\n',
          ],
        ],
        remove: [source],
        create: {
          'flux-system/ocirepositories/ocirepository-podinfo.yaml': `apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata:\n  name: podinfo\n  namespace: flux-system\nspec:\n  interval: 15m\n  url: oci://ghcr.io/stefanprodan/charts/podinfo\n  ref:\n    tag: ${tag}\n`,
        },
      });
    expect(said('values/stale-base', files('6.14.1'))).toEqual([]);
    expect(said('values/stale-base', files('6.15.0'))).toEqual([
      'ConfigMap podinfo-helm-chart-value-overrides holds the values of podinfo 6.14.1, but HelmRelease podinfo takes 6.15.0',
    ]);
  });
});

describe('durations and sizes', () => {
  test('one MiB of values is taken, a byte more is not', () => {
    const line = (length: number): Files =>
      golden.changed({
        create: {
          'podinfo/configmap-podinfo-theme.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: podinfo-theme\n  namespace: podinfo\ndata:\n  theme.css: ${'x'.repeat(length)}\n`,
        },
      });
    const full = 1024 * 1024;
    expect(said('helmrelease/configmap-too-large', line(full))).toEqual([]);
    expect(said('helmrelease/configmap-nearly-full', line(full))).toHaveLength(1);
    expect(said('helmrelease/configmap-too-large', line(full + 1))).toEqual([
      'ConfigMap podinfo-theme holds 1048577 bytes; expected at most 1048576',
    ]);
    expect(said('helmrelease/configmap-nearly-full', line(full + 1))).toEqual([]);
    expect(said('helmrelease/configmap-nearly-full', line(800_000))).toEqual([]);
  });
});
