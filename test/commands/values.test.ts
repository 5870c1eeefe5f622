import { describe, expect, test } from 'vitest';
import { runCli } from '../../src/commands/cli.ts';
import { type Files, filesOf } from '../../src/core/change.ts';
import { type FakeHost, fakeHost } from '../../src/io/fake.ts';
import type { ExampleChart } from '../../src/rules/rule.ts';
import { offering } from '../support/chart-offers.ts';
import { golden } from '../support/golden.ts';

const config = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';
const release = 'podinfo/helmrelease-podinfo.yaml';
const inline = '      valuesKey: values.yaml # the default, explicit for clarity\n';
const recorded =
  '    gitops-kit/chart: podinfo\n    gitops-kit/chart-version: 6.14.1\n    gitops-kit/values-digest: sha256:b8b6ca14f518c3da4980aac490fece257a79fd585be832b654e35c8cf06b8483\n';

/** podinfo's defaults; our values change some of them. */
const defaults = (tag: string) => `# How many copies run.
replicaCount: 1

image:
  repository: ghcr.io/stefanprodan/podinfo
  tag: ${tag}
  pullPolicy: IfNotPresent

ui:
  color: "#34577c"
  message: ""

cache: ""

ingress:
  enabled: false
  hosts: []

resources:
  requests:
    cpu: 10m
    memory: 32Mi
`;
const podinfo: ExampleChart = {
  url: 'https://stefanprodan.github.io/podinfo',
  chart: 'podinfo',
  versions: {
    '6.15.0': defaults('6.15.0'),
    '6.14.1': defaults('6.14.1'),
    '6.13.0': `${defaults('6.13.0')}old: 1\n`,
    '5.0.0': 'all: different\nthan: before\n',
  },
};
const textsOf = (files: Files) =>
  Object.fromEntries([...files.paths()].map((path) => [path, files.text(path) ?? '']));

/** Without the digest, which is of other defaults than these. */
const undigested = golden.with(
  config,
  /^ {4}gitops-kit\/values-digest.*\n/m.exec(golden.files.text(config) ?? '')?.[0] ?? '',
  '',
);

async function values(files: Files, ...more: string[]): Promise<FakeHost & { readonly code: number }> {
  const host = fakeHost({ files: textsOf(files), charts: offering(podinfo) });
  return { ...host, code: await runCli(['values', 'podinfo', ...more], host) };
}

describe('values --changed', () => {
  test('prints a values file of what is changed, with the comments beside it that are ours', async () => {
    const ran = await values(undigested);
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stdout()).toBe(
      'replicaCount: 2\n# Where podinfo keeps what it is told.\ncache: tcp://redis.redis:6379\n',
    );
    expect(ran.stderr()).toBe('podinfo: 2 values differ from podinfo 6.14.1\n');
  });

  test('as a table, with defaults and places', async () => {
    const ran = await values(undigested, '--changed', '--format', 'table');
    expect(ran.stdout()).toBe(
      [
        'VALUE         DEFAULT  YOURS                     SET IN',
        `replicaCount  1        2                         ${config}:14`,
        `cache         ""       "tcp://redis.redis:6379"  ${config}:26`,
        '',
      ].join('\n'),
    );
  });

  test('as JSON', async () => {
    const ran = await values(undigested, '--format', 'json');
    expect(JSON.parse(ran.stdout())).toEqual({
      chart: 'podinfo',
      version: '6.14.1',
      changed: [
        { path: 'replicaCount', default: 1, value: 2, file: config, line: 14 },
        { path: 'cache', default: '', value: 'tcp://redis.redis:6379', file: config, line: 26 },
      ],
    });
  });

  test('a base that was published anew is not taken for what it was', async () => {
    const ran = await values(golden.files);
    expect(ran.code).not.toBe(0);
    expect(ran.stderr()).toContain('is not the one that ConfigMap');
  });
});

describe('values --effective', () => {
  test('prints what Helm is given', async () => {
    const files = golden.with(release, inline, `${inline}  values:\n    ui:\n      message: hello\n`);
    const ran = await values(files, '--effective', '--format', 'table');
    expect(ran.code).toBe(0);
    expect(ran.stdout()).toMatch(/^ui\.message +hello +podinfo\/helmrelease-podinfo\.yaml:30$/m);
    expect(ran.stdout()).toMatch(/^ui\.color +"#34577c" +podinfo\/configmap-\S+:23$/m);
    expect((await values(files, '--effective')).stdout()).toContain(
      'ui:\n  color: "#34577c"\n  message: hello\n',
    );
  });

  test('a Secret is named, and nothing of it shown', async () => {
    const files = golden.changed({
      replace: [[release, inline, `${inline}    - kind: Secret\n      name: auth\n`]],
      create: {
        'podinfo/secret-auth.yaml':
          'apiVersion: v1\nkind: Secret\nmetadata:\n  name: auth\n  namespace: podinfo\nstringData:\n  values.yaml: |\n    password: hunter2\n',
      },
    });
    for (const format of ['yaml', 'table', 'json']) {
      const ran = await values(files, '--effective', '--format', format);
      expect(ran.stdout() + ran.stderr()).not.toContain('hunter2');
      expect(ran.stderr()).toContain(
        'note: Secret auth, key values.yaml, holds values that are not shown: it may set more\n',
      );
    }
  });

  test('where Flux would stop, the run is not green', async () => {
    const files = golden.with(release, 'valuesKey: values.yaml', 'valuesKey: value.yaml');
    const ran = await values(files, '--effective');
    expect(ran.code).toBe(1);
    expect(ran.stderr()).toContain(
      'Flux stops here: ConfigMap podinfo-helm-chart-value-overrides has no key value.yaml\n',
    );
  });
});

describe('what values --effective cannot see', () => {
  const secret = (fields: string, more = '') =>
    golden.changed({
      replace: [[release, inline, `${inline}    - kind: Secret\n      name: auth\n${more}`]],
      create: {
        'podinfo/secret-auth.yaml': `apiVersion: v1\nkind: Secret\nmetadata:\n  name: auth\n  namespace: podinfo\n${fields}`,
      },
    });

  test.each([
    ['', ''],
    ['stringData:\n  other: x\n', ''],
    ['data:\n  other: eA==\nsops:\n  version: 3.9.0\n', ''],
    ['data:\n  other: eA==\n', '      targetPath: ui.message\n'],
  ])('a Secret without the key stops Flux: %j %j', async (fields, more) => {
    const ran = await values(secret(fields, more), '--effective');
    expect(ran.code).toBe(1);
    expect(ran.stderr()).toBe('Flux stops here: Secret auth has no key values.yaml\n');
  });

  test('unless it may be absent', async () => {
    const ran = await values(secret('data:\n  other: eA==\n', '      optional: true\n'), '--effective');
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stderr()).toBe('');
  });

  test.each(['ConfigMap', 'HelmRelease'])('a patch of the %s is said', async (kind) => {
    const resources = [config, release].map((file) => `  - ${file.replace('podinfo/', '')}\n`).join('');
    const patch = `patches:\n  - target:\n      kind: ${kind}\n    patch: |\n      - op: remove\n        path: /x\n`;
    const ran = await values(
      golden.changed({ create: { 'podinfo/kustomization.yaml': `resources:\n${resources}${patch}` } }),
      '--effective',
    );
    expect(ran.code).toBe(0);
    const name = kind === 'ConfigMap' ? 'podinfo-helm-chart-value-overrides' : 'podinfo';
    expect(ran.stderr()).toBe(`note: a patch of kustomize aims at ${kind} ${name}: it may set more\n`);
  });
});

describe('values --detect-base', () => {
  const unrecorded = golden.with(config, recorded, '    owner: team-web\n');

  test('says which versions are nearest, and writes nothing', async () => {
    const ran = await values(unrecorded, '--detect-base');
    expect(ran.code).toBe(0);
    expect(ran.stdout().split('\n')[1]).toMatch(/^6\.14\.1 +8\d\.\d %$/);
    expect(ran.written).toEqual([]);
  });

  test('--write records it, and nothing else', async () => {
    const ran = await values(unrecorded, '--detect-base', '--write');
    expect(ran.code).toBe(0);
    const text = ran.files().text(config) ?? '';
    expect(text).toMatch(
      /\n {4}owner: team-web\n {4}gitops-kit\/chart: podinfo\n {4}gitops-kit\/chart-version: "?6\.14\.1"?\n {4}gitops-kit\/values-digest: "?sha256:[0-9a-f]{64}"?\n/,
    );
    expect(text.replace(/ {4}gitops-kit\/.*\n/g, '')).toBe(unrecorded.text(config));
    expect(ran.written.map(({ message }) => message)).toEqual([undefined]);
    const committed = await values(unrecorded, '--detect-base', '--write', '--commit');
    expect(committed.written.map(({ message }) => message)).toEqual([
      'record that the values of podinfo-helm-chart-value-overrides are those of podinfo 6.14.1',
    ]);
  });

  test('refuses where nothing is near enough, unless a version is said', async () => {
    const text = unrecorded.text(config) ?? '';
    const strange = `${text.slice(0, text.indexOf('\ndata:'))}\ndata:\n  values.yaml: |\n    some: thing\n    other: thing\n`;
    const files = golden.changed({ replace: [[config, golden.files.text(config) ?? '', strange]] });
    const refused = await values(files, '--detect-base', '--write');
    expect(refused.code).not.toBe(0);
    expect(refused.stderr()).toContain('no version of the chart is near enough');
    expect(refused.written).toEqual([]);
    const said = await values(files, '--detect-base', '--write', '--base', '6.13.0');
    expect(said.code).toBe(0);
    expect(said.files().text(config)).toMatch(/chart-version: "?6\.13\.0"?\n/);
  });

  test.each([
    ['--write', '--write goes with --detect-base'],
    ['--diff', '--diff goes with --detect-base --write'],
  ])('%s alone is refused', async (flag, message) => {
    const ran = await values(golden.files, flag);
    expect(ran.code).toBe(2);
    expect(ran.stderr()).toContain(message);
  });
});

test.each(['--changed', '--effective', '--detect-base'])(
  'values %s beside a file that cannot be read says so, and exits 1',
  async (mode) => {
    const ran = await values(filesOf({ ...textsOf(undigested), 'broken.yaml': 'kind: [\n' }), mode);
    expect(ran.stderr()).toMatch(/^1 file could not be read and may hold more: broken\.yaml:\d+:\d+$/m);
    expect(ran.stdout()).not.toBe('');
    expect(ran.code).toBe(1);
  },
);
