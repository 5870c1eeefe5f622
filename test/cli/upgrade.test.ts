import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startRegistry } from '../../scripts/registry-server.mjs';
import { startChartServer } from '../support/chart-server.ts';
import { environment, program, repositoryWith, run, type Scratch } from '../support/cli.ts';

const old = `# Values of the small app.

# How many copies run side by side.
replicaCount: 1

image:
  repository: example.com/small
  tag: 1.4.0

ui:
  color: blue # any colour
  message: ""

logLevel: info

service:
  port: 9898
`;

const next = `# Values of the small app.

# How many copies run side by side, at least two.
replicaCount: 2

image:
  registry: example.com
  repository: small
  tag: 2.0.0

ui:
  color: blue # any colour
  message: ""
  # Below the message.
  footer: ""

log:
  level: info

service:
  port: 9898
  annotations: {}
`;

const schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  properties: { service: { properties: { port: { type: 'integer', minimum: 1024 } } } },
};

/** Asks for whatever is below `service`. */
const templates = { 'templates/service.yaml': 'spec: {{ toYaml .Values.service | nindent 2 }}\n' };

const charts = [
  { name: 'small', version: '1.4.0', files: { ...templates, 'values.yaml': old } },
  {
    name: 'small',
    version: '1.4.2',
    files: { ...templates, 'values.yaml': old.replace('tag: 1.4.0', 'tag: 1.4.2') },
  },
  { name: 'small', version: '2.0.0', files: { ...templates, 'values.yaml': next } },
  {
    name: 'small',
    version: '3.0.0-rc.1',
    files: { ...templates, 'values.yaml': next, 'values.schema.json': JSON.stringify(schema) },
  },
];

let server: Awaited<ReturnType<typeof startChartServer>>;
/** What `init` and `new-app small` at 1.4.0 write. */
let start: Record<string, string> = {};
beforeAll(async () => {
  server = await startChartServer(charts);
  const folder = mkdtempSync(join(tmpdir(), 'gitops-kit-small-'));
  const made = ['new-app', 'small', '--repo-url', server.url, '--chart-version', '1.4.0', '--pin', 'major'];
  expect(await run(process.execPath, [program, 'init'], folder, environment())).toMatchObject({ code: 0 });
  expect(await run(process.execPath, [program, ...made, '--no-commit'], folder, environment())).toMatchObject(
    { code: 0 },
  );
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const texts = files.filter((path) => statSync(join(folder, path)).isFile());
  start = Object.fromEntries(texts.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
  rmSync(folder, { recursive: true });
});
afterAll(() => server.close());

const values = 'small/configmap-small-helm-chart-value-overrides.yaml';
const release = 'small/helmrelease-small.yaml';

/** A repository with the app at 1.4.0, its values as the user left them. */
function withSmall(change: (text: string) => string = (text) => text): Scratch {
  const files = Object.entries(start).map(([path, text]) => [path, path === values ? change(text) : text]);
  return repositoryWith(Object.fromEntries(files));
}

const mine = (text: string): string =>
  text.replace('message: ""', 'message: hello # mine').replace('port: 9898', 'port: 80\n      extra: true');

describe('upgrade', () => {
  test('merges, moves the pin and the record, and commits exactly these two files', async () => {
    const repository = withSmall(mine);
    repository.write('mine.txt', 'staged\n');
    repository.git('add', 'mine.txt');
    const ran = await repository.kit('upgrade', 'small');
    expect(ran).toMatchObject({ code: 0, err: expect.stringContaining('next: git push') });
    expect(ran.out).toMatch(/^small: chart small 1\.4\.0 -> 2\.0\.0, range 1\.x -> 2\.x$/m);
    expect(ran.out).toMatch(/^ {4}ui\.message: "" -> hello$/m);
    expect(ran.out).toMatch(/^ {4}\+ ui\.footer: ""$/m);
    expect(repository.git('show', '--format=%s', '--name-only', 'HEAD').trim().split('\n')).toEqual([
      'upgrade small to small 2.0.0',
      '',
      values,
      release,
    ]);
    expect(repository.git('status', '--porcelain')).toBe('A  mine.txt\n');
    expect(repository.read(release)).toContain('version: 2.x');
    const text = repository.read(values);
    expect(text).toContain('gitops-kit/chart-version: 2.0.0');
    expect(text).toContain('      message: hello # mine\n');
    expect(text).toContain('    # How many copies run side by side, at least two.\n    replicaCount: 2\n');
    expect(text).toContain('      port: 80\n      extra: true\n      annotations: {}\n');
    expect(await repository.kit('lint', '--fail-on', 'info')).toMatchObject({ code: 0, out: '' });

    expect(await repository.kit('upgrade', 'small')).toMatchObject({
      code: 0,
      out: '',
      err:
        'note: plain http: what ' +
        server.url +
        ' sends can be read and changed on its way\nsmall is at small 2.0.0 already\n',
    });
  });

  test('within the range leaves the pin alone, and --to goes back', async () => {
    const repository = withSmall(mine);
    const before = repository.git('rev-parse', 'HEAD^{tree}');
    expect(await repository.kit('upgrade', 'small', '--within')).toMatchObject({ code: 0 });
    expect(repository.git('show', '--format=', '--name-only', 'HEAD').trim()).toBe(values);
    expect(repository.read(values)).toContain('tag: 1.4.2');
    expect(await repository.kit('upgrade', 'small', '--to', '1.4.0')).toMatchObject({ code: 0 });
    expect(repository.git('rev-parse', 'HEAD^{tree}')).toBe(before);
  });

  test('with a conflict writes yours, commits nothing, and says where', async () => {
    const repository = withSmall((text) => text.replace('replicaCount: 1', 'replicaCount: 3'));
    const ran = await repository.kit('upgrade', 'small');
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('next: settle what is open') });
    expect(ran.out).toMatch(
      /1 conflict: yours is kept\n +replicaCount, line (\d+)\n +was +1\n +yours +3\n +chart +2\n/,
    );
    const line = Number(/replicaCount, line (\d+)/.exec(ran.out)?.[1]);
    expect(repository.read(values).split('\n')[line - 1]).toBe('    replicaCount: 3');
    expect(repository.git('log', '-1', '--format=%s').trim()).toBe('Start');
    expect(repository.git('status', '--porcelain')).toBe(` M ${values}\n M ${release}\n`);
  });

  test('does not forget a conflict when it is asked again', async () => {
    const repository = withSmall((text) => text.replace('replicaCount: 1', 'replicaCount: 3'));
    await repository.kit('upgrade', 'small');
    for (const more of [[], ['--conflict', 'theirs']]) {
      const again = await repository.kit('upgrade', 'small', ...more);
      expect(again).toMatchObject({
        code: 1,
        err: expect.stringContaining(
          `small is at small 2.0.0 already, in files that are not committed: ${values}`,
        ),
      });
    }
  });

  test('never goes back by itself', async () => {
    const repository = withSmall();
    expect(await repository.kit('upgrade', 'small', '--to', '3.0.0-rc.1')).toMatchObject({ code: 0 });
    expect(await repository.kit('upgrade', 'small')).toMatchObject({
      code: 0,
      err: expect.stringContaining(
        'the newest version to take, 2.0.0, is older than 3.0.0-rc.1: --to goes back',
      ),
    });
    expect(repository.read(release)).toContain('version: 3.0.0-rc.1');
  });

  test('refuses where the values are not there to be merged, or the version is a variable', async () => {
    const repository = withSmall();
    const text = repository.read(release);
    for (const [old, now, message] of [
      ['valuesKey: values.yaml', 'valuesKey: other.yaml', 'has no text other.yaml'],
      ['name: small-helm-chart-value-overrides', 'name: elsewhere', 'ConfigMap elsewhere is in no file'],
      ['version: 1.x', 'version: ${ver}', 'the version in HelmRelease small is a variable'],
      ['version: 1.x', 'version: 1', 'the version in HelmRelease small is no text'],
    ] as const) {
      repository.write(release, text.replace(old, now));
      const before = repository.state();
      expect(await repository.kit('upgrade', 'small', '--base', '1.4.0', '--no-commit')).toMatchObject({
        code: 2,
        err: expect.stringContaining(message),
      });
      expect(repository.state()).toBe(before);
    }
  });

  test('a Secret is not merged, and its content is not shown', async () => {
    const repository = withSmall();
    const secret =
      '{apiVersion: v1, kind: Secret, metadata: {name: own, namespace: small}, stringData: {values.yaml: "logLevel: hunter4"}}\n';
    repository.write('small/secret-own.yaml', secret);
    repository.write(
      release,
      repository.read(release).replace(/ {2}valuesFrom:\n/, '$&    - kind: Secret\n      name: own\n'),
    );
    repository.git('add', '--all');
    repository.git('commit', '--quiet', '--message', 'A secret');
    const ran = await repository.kit('upgrade', 'small');
    expect(ran).toMatchObject({
      code: 0,
      err: expect.stringContaining('Secret own holds values, which are not looked at'),
    });
    expect(ran.out + ran.err + repository.git('log', '-1', '--format=%B')).not.toContain('hunter4');
    expect(repository.read('small/secret-own.yaml')).toBe(secret);
  });

  test.each([
    ['theirs', 'replicaCount: 2'],
    ['ours', 'replicaCount: 3'],
  ])('--conflict %s is a decision, and is committed', async (choice, expected) => {
    const repository = withSmall((text) => text.replace('replicaCount: 1', 'replicaCount: 3'));
    expect(await repository.kit('upgrade', 'small', '--conflict', choice)).toMatchObject({ code: 0 });
    expect(repository.read(values)).toContain(expected);
    expect(repository.git('log', '-1', '--format=%s').trim()).toBe('upgrade small to small 2.0.0');
    expect(repository.git('log', '-1', '--format=%b')).toContain('replicaCount');
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  test('--conflict markers writes both, and is never committed', async () => {
    const repository = withSmall((text) => text.replace('replicaCount: 1', 'replicaCount: 3'));
    expect(await repository.kit('upgrade', 'small', '--conflict', 'markers')).toMatchObject({ code: 1 });
    expect(repository.read(values)).toMatch(/ {4}<<<<<<< .*\n {4}replicaCount: 3\n/);
    expect(repository.git('log', '-1', '--format=%s').trim()).toBe('Start');
  });

  test('shows, and writes nothing, with --diff and --dry-run', async () => {
    const repository = withSmall(mine);
    const before = repository.state();
    const diff = await repository.kit('upgrade', 'small', '--diff');
    expect(diff).toMatchObject({ code: 1, err: expect.stringContaining('kept from you') });
    expect(diff.out).toMatch(/^diff --git /);
    expect(diff.out).toContain('-  replicaCount: 1\n'.replace('-  ', '-    '));
    expect(await repository.kit('upgrade', 'small', '--dry-run')).toMatchObject({
      code: 0,
      out: expect.stringContaining(`would be changed ${values}\n`),
    });
    expect(repository.state()).toBe(before);
  });

  test('prints a summary for a pull request, or for scripts', async () => {
    const repository = withSmall((text) =>
      mine(text).replace('replicaCount: 1', 'replicaCount: 3').replace('blue', '"`|@all"'),
    );
    const markdown = await repository.kit('upgrade', 'small', '--format', 'markdown', '--no-commit');
    expect(markdown.out).toMatch(
      /^### Upgrade `small`: chart `small` `1\.4\.0 -> 2\.0\.0, range 1\.x -> 2\.x`\n/,
    );
    expect(markdown.out).toMatch(/\| `replicaCount` \| \d+ \| `1` \| `3` \| `2` \|/);
    repository.git('checkout', '--quiet', '.');
    const json = await repository.kit('upgrade', 'small', '--format', 'json');
    expect(JSON.parse(json.out)).toMatchObject({
      upgrades: [
        {
          app: 'small',
          from: { version: '1.4.0', range: '1.x' },
          to: { version: '2.0.0', range: '2.x' },
          values: [{ file: values, conflicts: [{ path: ['replicaCount'], base: 1, ours: 3, theirs: 2 }] }],
        },
      ],
    });
  });

  test('of values that cannot be read writes only a merge of lines, beside them', async () => {
    const repository = withSmall((text) => text.replace('message: ""', 'message: "'));
    const ran = await repository.kit('upgrade', 'small');
    expect(ran).toMatchObject({ code: 1, out: expect.stringContaining(`is in ${values}.merge`) });
    const fault = repository
      .read(values)
      .split('\n')
      .findIndex((line) => line.includes('message: "'));
    expect(ran.out).toMatch(new RegExp(`not merged: your values cannot be read: .* \\(line ${fault + 1}\\)`));
    expect(repository.git('status', '--porcelain')).toBe(`?? ${values}.merge\n`);
    expect(repository.read(`${values}.merge`)).toContain('footer: ""');
    repository.write(`${values}.merge`, 'half done: true\n');
    expect(await repository.kit('upgrade', 'small')).toMatchObject({
      code: 2,
      err: expect.stringContaining(`${values}.merge is there, and is not what would be written`),
    });
    expect(repository.read(`${values}.merge`)).toBe('half done: true\n');
  });

  test('asks for the base where nothing is recorded, and takes what is said', async () => {
    const repository = withSmall((text) => text.replace(/ {2}annotations:.*\n(?: {4}gitops-kit.*\n)+/, ''));
    expect(await repository.kit('upgrade', 'small')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(
        /^error: nothing says from which version of small .*\n {2}= help: find it: gitops-kit values small --detect-base/m,
      ),
    });
    expect(await repository.kit('upgrade', 'small', '--base', '1.4.0')).toMatchObject({ code: 0 });
    expect(repository.read(values)).toContain('gitops-kit/chart-version: 2.0.0');
  });

  test('refuses a base that was published anew', async () => {
    const repository = withSmall((text) => text.replace(/(values-digest: sha256:).{4}/, '$10000'));
    expect(await repository.kit('upgrade', 'small')).toMatchObject({
      code: 2,
      err: expect.stringContaining('it was published anew'),
    });
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  test("that breaks the chart's schema is written, and not committed", async () => {
    const repository = withSmall(mine);
    const ran = await repository.kit('upgrade', 'small', '--to', '3.0.0-rc.1', '--conflict', 'ours');
    expect(ran).toMatchObject({ code: 1, out: expect.stringContaining('Helm will refuse this') });
    const line = repository.read(values).split('\n').indexOf('      port: 80') + 1;
    expect(ran.out).toContain(`\n  ${values}:${line}: HelmRelease small has a value in service.port`);
    expect(ran.out).toContain('range 1.x -> 3.0.0-rc.1');
    expect(repository.git('log', '-1', '--format=%s').trim()).toBe('Start');
    const sound = withSmall();
    expect(await sound.kit('upgrade', 'small', '--to', '3.0.0-rc.1')).toMatchObject({ code: 0 });
  });

  test('that breaks it by what an override makes of the values on one cluster is not committed either', async () => {
    const repository = withSmall();
    expect(await repository.kit('place', 'small', '--clusters', 'member1,member2')).toMatchObject({
      code: 0,
    });
    const overridden = ['override', 'small', '--cluster', 'member1', '--set', 'service.port=80'];
    expect(await repository.kit(...overridden)).toMatchObject({ code: 0 });
    const ran = await repository.kit('upgrade', 'small', '--to', '3.0.0-rc.1');
    expect(ran).toMatchObject({ code: 1, out: expect.stringContaining('Helm will refuse this') });
    expect(ran.out).toMatch(
      /^ {2}small\/overridepolicy-small\.yaml:\d+: as OverridePolicy small changes it for member1, HelmRelease small has a value in service\.port/m,
    );
    expect(repository.git('log', '-1', '--format=%s').trim()).not.toContain('upgrade');
  });

  test('merges values of the HelmRelease itself', async () => {
    const repository = withSmall();
    repository.git('rm', '--quiet', values);
    const text = repository.read(release).replace(/ {2}valuesFrom:[\s\S]*$/, '');
    repository.write(
      release,
      `${text}  values:\n    # our own\n    replicaCount: 3\n    ui:\n      color: red\n`,
    );
    repository.git('commit', '--all', '--quiet', '--message', 'Inline');
    const ran = await repository.kit('upgrade', 'small');
    expect(ran).toMatchObject({
      code: 1,
      err: expect.stringContaining('compared with small 1.4.2, the newest version in 1.x'),
    });
    expect(ran.out).toMatch(/replicaCount, line \d+\n +was +1\n +yours +3\n +chart +2\n/);
    expect(repository.git('status', '--porcelain')).toBe(` M ${release}\n`);
    repository.git('checkout', '--quiet', '.');
    expect(await repository.kit('upgrade', 'small', '--conflict', 'theirs')).toMatchObject({ code: 0 });
    expect(repository.read(release)).toMatch(
      /version: 2\.x[\s\S]* {2}values:\n(?: +#.*\n)? {4}ui:\n {6}color: red\n$/,
    );
  });

  test('moves the version in the OCIRepository, where it is pinned there', async () => {
    const registry = await startRegistry(charts);
    onTestFinished(() => registry.close());
    const repository = repositoryWith(
      Object.fromEntries(Object.entries(start).filter(([path]) => !/small/.test(path))),
    );
    const made = [
      'new-app',
      'small',
      '--repo-url',
      registry.charts,
      '--chart-version',
      '1.4.0',
      '--pin',
      'major',
    ];
    expect(await repository.kit(...made)).toMatchObject({ code: 0 });
    const source = 'flux-system/ocirepositories/ocirepository-small.yaml';
    expect(await repository.kit('upgrade', 'small')).toMatchObject({ code: 0 });
    expect(repository.git('show', '--format=', '--name-only', 'HEAD').trim().split('\n')).toEqual([
      source,
      values,
    ]);
    expect(repository.read(source)).toContain('semver: 2.x # pinned to the major version');
    expect(await repository.kit('lint', '--fail-on', 'info')).toMatchObject({ code: 0, out: '' });

    repository.write(
      source,
      repository.read(source).replace('semver: 2.x', `digest: sha256:${'0'.repeat(64)}`),
    );
    expect(await repository.kit('upgrade', 'small', '--to', '1.4.2', '--base', '2.0.0')).toMatchObject({
      code: 2,
      err: expect.stringContaining(
        'the chart of small cannot be upgraded: OCIRepository small is pinned by a digest',
      ),
    });
  });

  test('--all upgrades every app with a commit of its own, and goes on behind a failure', async () => {
    const repository = withSmall(mine);
    for (const app of ['second', 'third']) {
      const made = await repository.kit(
        ...['new-app', app, '--chart', 'small', '--chart-version', '1.4.0', '--pin', 'major'],
      );
      expect(made).toMatchObject({ code: 0 });
    }
    const second = 'second/configmap-second-helm-chart-value-overrides.yaml';
    repository.write(second, repository.read(second).replace('chart-version: 1.4.0', 'chart-version: 1.3.9'));
    repository.git('commit', '--all', '--quiet', '--message', 'Break one');
    const ran = await repository.kit('upgrade', '--all');
    expect(ran).toMatchObject({
      code: 2,
      err: expect.stringContaining('second: small has no version 1.3.9'),
    });
    expect(repository.git('log', '-2', '--format=%s').trim().split('\n')).toEqual([
      'upgrade third to small 2.0.0',
      'upgrade small to small 2.0.0',
    ]);
  });

  test('never prints a credential', async () => {
    const secret = 'Sup3rS3cretValue99';
    const repository = withSmall((text) =>
      text.replace('message: ""', `adminPassword: ${secret}\n      message: ""`),
    );
    const ran = await repository.kit('upgrade', 'small');
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('+ ui.adminPassword: "(hidden)"') });
    expect(ran.out + ran.err).not.toContain(secret);
    expect(repository.git('log', '-1', '--format=%B')).not.toContain(secret);
  });

  test.each([
    [['upgrade'], /takes the name of an app, or --all/],
    [['upgrade', 'small', '--all'], /takes the name of an app, or --all/],
    [['upgrade', '--all', '--to', '2.0.0'], /are for one app/],
    [['upgrade', 'small', '--to', 'newest'], /--to newest is no version/],
    [['upgrade', 'smal'], /app smal does not exist; did you mean small\?/],
    [['upgrade', 'small', '--to', '3.0.0'], /small has no version 3\.0\.0/],
  ])('%j is refused', async (args, message) => {
    const repository = withSmall();
    const before = repository.state();
    expect(await repository.kit(...args)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(message),
    });
    expect(repository.state()).toBe(before);
  });
});
