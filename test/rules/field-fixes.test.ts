import { describe, expect, test } from 'vitest';
import { applyChanges, type Files } from '../../src/core/change.ts';
import type { Fix } from '../../src/core/finding.ts';
import { golden, lint } from '../support/golden.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const release = 'podinfo/helmrelease-podinfo.yaml';
const config = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';
const namespace = 'flux-system/namespaces/namespace-redis.yaml';
const repository = 'flux-system/helmrepositories/helmrepository-podinfo.yaml';
const variables = '  postBuild:\n    substitute:\n      domain: example.com\n';

/** The fixes of a rule's findings, each undefined where there is none. */
function fixes(rule: string, files: Files): (Fix | undefined)[] {
  const { findings, failures } = lint(files, { extends: 'strict' });
  expect(failures).toEqual([]);
  const own = findings.filter((finding) => finding.rule === rule);
  expect(own, 'the rule speaks').not.toEqual([]);
  return own.map(({ fix }) => fix);
}

/** A file after the one fix of a rule. */
function fixed(rule: string, files: Files, file: string): string | undefined {
  const [fix, ...others] = fixes(rule, files);
  expect(others).toEqual([]);
  return applyChanges(files, fix?.changes ?? []).text(file);
}

describe('a comment is not lost, and does not come to speak of something else', () => {
  const rule = 'metadata/creation-timestamp-null';
  const withLines = (lines: string): Files =>
    golden.with(namespace, '  name: redis\n', `${lines}  name: redis\n`);

  test.each([
    ['beside what would go', '  creationTimestamp: null # since 2020\n'],
    ['right above it', '  # since 2020\n  creationTimestamp: null\n'],
  ])('one %s', (_, lines) => {
    expect(fixes(rule, withLines(lines)).map((fix) => fix?.changes)).toEqual([[]]);
  });

  test('one that is set apart is no obstacle', () => {
    const files = withLines('  # since 2020\n\n  creationTimestamp: null\n');
    expect(fixed(rule, files, namespace)).toContain('metadata:\n  # since 2020\n\n  name: redis\n');
  });

  test('one inside of what would go', () => {
    const files = golden.with(kustomization, '  prune: true', '  wait: true\n  prune: true');
    expect(fixes('kustomization/health-checks-ignored', files).map((fix) => fix?.changes)).toEqual([[]]);
  });
});

describe('no fix where it could be wrong', () => {
  const path: [string, string, string] = [kustomization, 'path: ./podinfo', 'path: podinfo'];

  test.each([
    ['writes the field', 'replace, path: /spec/path, value: ./podinfo', [undefined]],
    ['writes another', 'add, path: /spec/suspend, value: true', ['write retryInterval: 2m']],
  ])('a patch that %s', (_, operation, titles) => {
    const create = {
      'flux-system/kustomizations/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [kustomization-podinfo.yaml, kustomization-redis.yaml]
patches:
  - target: {kind: Kustomization}
    patch: '[{op: ${operation}}]'
`,
    };
    const isPath = operation.includes('/spec/path');
    const rule = isPath ? 'kustomization/path-style' : 'kustomization/retry-interval-unset';
    const change: [string, string, string] = isPath ? path : [kustomization, '  retryInterval: 2m\n', ''];
    const found = fixes(rule, golden.changed({ replace: [change], create }));
    expect(found.map((fix) => fix?.title)).toEqual(titles);
  });

  test('SOPS encrypted the file', () => {
    const text = `apiVersion: v1
kind: Secret
metadata:
  creationTimestamp: null
  name: redis-token
  namespace: redis
data:
  token: ENC[AES256_GCM,data:3mPq,iv:Zm9v,tag:YmFy,type:str]
sops:
  version: 3.9.4
`;
    const files = golden.changed({ create: { 'redis/secret-redis-token.yaml': text } });
    expect(fixes('metadata/creation-timestamp-null', files)).toEqual([undefined]);
  });

  test('a variable stands there', () => {
    const url = 'url: https://stefanprodan.github.io/podinfo';
    const files = golden.with(repository, url, `type: \${type}\n  url: oci://ghcr.io/stefanprodan/charts`);
    expect(fixes('helmrepository/oci-type', files)).toEqual([undefined]);
  });

  test('two sources in other namespaces bear the name', () => {
    const text = golden.files.text(repository)?.replace('namespace: flux-system', 'namespace: redis') ?? '';
    const files = golden.changed({
      replace: [[release, '        namespace: flux-system # all HelmRepositories live in flux-system\n', '']],
      create: { 'redis/helmrepository-podinfo.yaml': text },
    });
    expect(fixes('helmrelease/source-missing', files)).toEqual([undefined]);
  });

  test('controllers may not look into other namespaces', () => {
    const files = golden.with(
      release,
      '        namespace: flux-system # all HelmRepositories live in flux-system\n',
      '',
    );
    const ruleOptions = { 'helmrelease/cross-namespace': { noCrossNamespaceRefs: true } };
    const { findings } = lint(files, { ruleOptions });
    expect(findings.map(({ rule, fix }) => [rule, fix])).toContainEqual([
      'helmrelease/source-missing',
      undefined,
    ]);
  });

  test('something reads the values where they are', () => {
    const other = golden.files.text('redis/helmrelease-redis.yaml') ?? '';
    const files = golden.changed({
      replace: [
        [config, 'namespace: podinfo', 'namespace: redis'],
        ['redis/helmrelease-redis.yaml', other, other.replace('redis-helm-chart', 'podinfo-helm-chart')],
      ],
    });
    expect(fixes('helmrelease/values-missing', files)).toEqual([undefined]);
  });

  test('what would be waited for may wait itself', () => {
    const file = 'flux-system/kustomizations/kustomization-redis.yaml';
    const checks = / {2}healthChecks:[\s\S]*$/.exec(golden.files.text(file) ?? '')?.[0] ?? '';
    const text = `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: redis-users
  namespace: flux-system
spec:
  dependsOn:
    - name: redis
  interval: 15m
  retryInterval: 2m
  path: ./redis-users
  prune: true
  sourceRef:
    kind: GitRepository
    name: flux-system
`;
    const files = golden.changed({
      replace: [[file, checks, '']],
      create: {
        'redis/kustomization-redis-users.yaml': text,
        'redis-users/configmap-redis-users.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: redis-users\n  namespace: redis\n',
      },
    });
    expect(fixes('kustomization/health-unchecked', files)).toEqual([undefined]);
  });

  test('the last variable switches substitution on', () => {
    const files = golden.changed({
      replace: [
        [kustomization, '  prune: true', `${variables}  prune: true`],
        [release, 'version: 6.x', `version: \${podinfo_version:=6.x}`],
      ],
    });
    expect(fixes('substitution/unused-variable', files)).toEqual([undefined]);
  });

  test('another Kustomization applies the text as it stands', () => {
    const text =
      golden.files.text(kustomization)?.replace('  name: podinfo\n', '  name: podinfo-again\n') ?? '';
    const files = golden.changed({
      replace: [
        [config, 'message: ""', `message: "from \${HOSTNAME}"`],
        [kustomization, '  prune: true', `${variables}  prune: true`],
      ],
      create: { 'flux-system/kustomizations/kustomization-podinfo-again.yaml': text },
    });
    expect(fixes('substitution/values-clash', files)).toEqual([undefined]);
  });
});

test('a text that is no variable is escaped wherever it stands in the values, and nothing else changes', () => {
  const files = golden.changed({
    replace: [
      [config, 'message: ""', `message: "\${HOSTNAME} \${domain}"  # as \${HOSTNAME} says`],
      [kustomization, '  prune: true', `${variables}  prune: true`],
    ],
  });
  const before = files.text(config) ?? '';
  expect(fixed('substitution/values-clash', files, config)).toBe(
    before.split(`\${HOSTNAME}`).join(`$\${HOSTNAME}`),
  );
});

test('a health check of a release that the Kustomization cannot wait for is not written', () => {
  const files = golden.changed({
    replace: [
      [
        kustomization,
        'helm.toolkit.fluxcd.io/v2\n      kind: HelmRelease',
        'apps/v1\n      kind: Deployment',
      ],
      [release, '  timeout: 5m', '  timeout: 1h'],
    ],
  });
  expect(fixes('kustomization/healthcheck-deployment', files)).toEqual([undefined]);
});

test('a field that is added stands where new-app writes it', () => {
  const files = golden.with(kustomization, '  retryInterval: 2m\n', '');
  expect(fixed('kustomization/retry-interval-unset', files, kustomization)).toBe(
    golden.files.text(kustomization),
  );
});

test('what an action retries with is added below the chart and above the values', () => {
  const written =
    '  install:\n    strategy:\n      name: RetryOnFailure\n  upgrade:\n    strategy:\n      name: RetryOnFailure\n';
  const files = golden.with(release, written, '');
  expect(fixed('helmrelease/remediation-missing', files, release)).toBe(golden.files.text(release));
});
