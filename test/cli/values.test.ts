import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ChartServer, startChartServer } from '../support/chart-server.ts';
import { environment, program, repositoryWith, run, type Scratch } from '../support/cli.ts';

const upstream = `# How many copies run.
replicaCount: 1

ui:
  color: blue # any colour
  message: ""

service:
  port: 9898
  type: ClusterIP
`;
const templates = { 'templates/all.yaml': '{{ .Values.replicaCount }} {{ .Values.ui.color }}\n' };
const version = (name: string, text: string) => ({
  name: 'small',
  version: name,
  files: { ...templates, 'values.yaml': text },
});
const charts = [
  version('1.4.0', upstream),
  version('1.5.0', upstream.replace('ClusterIP', 'NodePort').replace('color: blue', 'color: green')),
];

let server: ChartServer;
let isDown = false;
/** What `init` and `new-app small` at 1.4.0 write. */
let start: Record<string, string> = {};
beforeAll(async () => {
  server = await startChartServer(charts, {
    answer: (_, response) => {
      if (isDown) response.writeHead(503).end();
      return isDown;
    },
  });
  const folder = mkdtempSync(join(tmpdir(), 'gitops-kit-values-'));
  const made = ['new-app', 'small', '--repo-url', server.url, '--chart-version', '1.4.0', '--pin', 'exact'];
  for (const args of [['init'], [...made, '--no-commit']])
    expect(await run(process.execPath, [program, ...args], folder, environment())).toMatchObject({ code: 0 });
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const texts = files.filter((path) => statSync(join(folder, path)).isFile());
  start = Object.fromEntries(texts.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
  rmSync(folder, { recursive: true });
});
afterAll(() => server.close());

const values = 'small/configmap-small-helm-chart-value-overrides.yaml';
const release = 'small/helmrelease-small.yaml';
const secret = 'Sup3rS3cretValue99';

type Change = (text: string) => string;

/** The app at 1.4.0, with its files as the user left them, and a cache that knows nothing. */
function withSmall(changes: Readonly<Record<string, Change>> = {}, more = {}): Scratch {
  const files = Object.entries(start).map(([path, text]) => [path, changes[path]?.(text) ?? text]);
  return repositoryWith({ ...Object.fromEntries(files), ...more });
}

const mine: Change = (text) =>
  text.replace('message: ""', 'message: hello # ours').replace('port: 9898', 'port: 80');
const unrecorded: Change = (text) => text.replace(/ {2}annotations:.*\n(?: {4}gitops-kit.*\n)+/, '');

test('values shows what is changed: as a values file, with defaults and places, and nothing but that', async () => {
  const repository = withSmall({ [values]: mine });
  const before = repository.state();
  const changed = await repository.kit('values', 'small', '--changed');
  expect(changed).toMatchObject({
    code: 0,
    out: 'ui:\n  message: hello # ours\nservice:\n  port: 80\n',
    err: expect.stringContaining('small: 2 values differ from small 1.4.0\n'),
  });
  expect(await repository.kit('values', 'small')).toMatchObject({ code: 0, out: changed.out });
  const line = repository.read(values).split('\n').indexOf('      port: 80') + 1;
  const table = await repository.kit('values', 'small', '--format', 'table', '--offline');
  expect(table.out).toMatch(new RegExp(`^service\\.port +9898 +80 +${values}:${line}$`, 'm'));
  expect(repository.state()).toBe(before);
});

test('values --effective merges as Flux does, and prints nothing of a Secret', async () => {
  const sources = `    - kind: ConfigMap
      name: small-port
      valuesKey: port
      targetPath: service.port
    - kind: Secret
      name: small-credentials
      valuesKey: password
      targetPath: auth.password
    - kind: Secret
      name: small-more
  values:
    replicaCount: 3
`;
  const held = (kind: string, name: string, text: string) =>
    `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: small\n${text}`;
  const repository = withSmall(
    { [values]: mine, [release]: (text) => `${text.trimEnd()}\n${sources}` },
    {
      'small/configmap-small-port.yaml': held('ConfigMap', 'small-port', 'data:\n  port: "8080"\n'),
      'small/secret-small-credentials.yaml': held(
        'Secret',
        'small-credentials',
        `stringData:\n  password: ${secret}\n`,
      ),
      'small/secret-small-more.yaml': held(
        'Secret',
        'small-more',
        `stringData:\n  values.yaml: |\n    token: ${secret}\n`,
      ),
    },
  );
  const asked = server.requests.length;
  const effective = await repository.kit('values', 'small', '--effective');
  expect(effective).toMatchObject({
    code: 0,
    out: [
      'replicaCount: 3',
      'ui:',
      '  color: blue',
      '  message: hello',
      'service:',
      '  port: 8080',
      '  type: ClusterIP',
      'auth:',
      '  password: "(in Secret small-credentials, key password)"',
      '',
    ].join('\n'),
    err: expect.stringMatching(/^note: Secret small-more, key values\.yaml, .*: it may set more$/m),
  });
  const json = await repository.kit('values', 'small', '--effective', '--format', 'json');
  expect(JSON.parse(json.out)).toMatchObject({
    values: { replicaCount: 3, service: { port: 8080, type: 'ClusterIP' } },
    origins: expect.arrayContaining([expect.objectContaining({ path: 'replicaCount', file: release })]),
  });
  expect(effective.out + effective.err + json.out + json.err).not.toContain(secret);
  expect(server.requests, 'no chart is needed').toHaveLength(asked);
});

describe('values --detect-base', () => {
  test('finds the version by its text, and writes nothing', async () => {
    const repository = withSmall({ [values]: unrecorded });
    const before = repository.state();
    const found = await repository.kit('values', 'small', '--detect-base');
    expect(found.code).toBe(0);
    expect(found.out).toMatch(/^VERSION +THE SAME LINES\n1\.4\.0 +100\.0 %\n/);
    expect(repository.state()).toBe(before);
  });

  test('--write --commit records it, in a commit of that file alone', async () => {
    const template = '{ "commit": { "values": "docs({app}): made from {chart} {version}" } }\n';
    const repository = withSmall(
      { [values]: unrecorded },
      { '.gitops-kit.jsonc': template, 'mine.txt': 'one\n' },
    );
    repository.write('mine.txt', 'two\n');
    repository.git('add', 'mine.txt');
    expect(await repository.kit('values', 'small', '--detect-base', '--write', '--diff')).toMatchObject({
      code: 1,
      out: expect.stringContaining('+    gitops-kit/chart-version: 1.4.0\n'),
    });
    expect(await repository.kit('values', 'small', '--detect-base', '--write', '--commit')).toMatchObject({
      code: 0,
    });
    expect(repository.git('show', '--format=%s', '--name-only', 'HEAD').trim().split(/\n+/)).toEqual([
      'docs(small): made from small 1.4.0',
      values,
    ]);
    expect(repository.git('status', '--porcelain')).toBe('M  mine.txt\n');
    const parts = (text: string) => text.split('\n').sort();
    expect(parts(repository.read(values)).filter((line) => line.includes('gitops-kit/'))).toEqual(
      parts(start[values] ?? '').filter((line) => line.includes('gitops-kit/')),
    );
  });

  test('--write alone leaves the file in the work tree', async () => {
    const repository = withSmall({ [values]: unrecorded });
    expect(await repository.kit('values', 'small', '--detect-base', '--write')).toMatchObject({ code: 0 });
    expect(repository.git('status', '--porcelain')).toBe(` M ${values}\n`);
  });

  test('is not sure of values that are like none: exit 1, and nothing to write', async () => {
    const repository = withSmall({
      [values]: (text) =>
        `${unrecorded(text).replace(/ {2}values\.yaml: \|\n[\s\S]*$/, '')}  values.yaml: |\n    a: 1\n    b: 2\n`,
    });
    const before = repository.state();
    expect(await repository.kit('values', 'small', '--detect-base')).toMatchObject({ code: 1 });
    expect(await repository.kit('values', 'small', '--detect-base', '--write')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/no version of the chart is near enough[\s\S]*--base VERSION/),
    });
    expect(repository.state()).toBe(before);
  });
});

test('lint asks no repository unless it is told to, and says then which did not answer', async () => {
  const repository = withSmall({ [values]: (text) => text.replace('color: blue', 'colour: blue') });
  const asked = server.requests.length;
  expect(await repository.kit('lint', '--fail-on', 'warning')).toMatchObject({ code: 0, out: '' });
  expect(server.requests).toHaveLength(asked);

  isDown = true;
  try {
    expect(await repository.kit('lint', '--online')).toMatchObject({
      code: 3,
      err: expect.stringMatching(/^not asked: HelmRepository small: .*; what depends on it was not judged$/m),
    });
  } finally {
    isDown = false;
  }
  const online = await repository.kit('lint', '--online', '--fail-on', 'warning');
  expect(online).toMatchObject({
    code: 1,
    out: expect.stringContaining('sets ui.colour, which small 1.4.0 does not know; did you mean color?'),
  });

  const known = server.requests.length;
  expect(known).toBeGreaterThan(asked);
  expect(await repository.kit('lint', '--fail-on', 'warning')).toMatchObject({ code: 1, out: online.out });
  expect(server.requests).toHaveLength(known);
});
