import { describe, expect, test } from 'vitest';
import type { ChartFacts } from '../../src/chart/chart.ts';
import { readArguments } from '../../src/commands/arguments.ts';
import { initCommand } from '../../src/commands/init.ts';
import { newAppCommand } from '../../src/commands/new-app.ts';
import { KitError } from '../../src/core/errors.ts';
import { packagedText } from '../../src/io/assets.ts';
import { type FakeHost, type FakeWorld, fakeHost } from '../../src/io/fake.ts';
import type { ChartRequest } from '../../src/io/host.ts';
import { lint, messages } from '../support/golden.ts';

const facts: ChartFacts = {
  name: 'podinfo',
  version: '6.14.1',
  appVersion: '6.14.1',
  values: 'replicaCount: 1\n',
  valuesDigest: `sha256:${'0a'.repeat(32)}`,
  valuesSchema: undefined,
  reads: undefined,
  hasCrds: false,
  deprecated: false,
};

const served = 'https://stefanprodan.github.io/podinfo';

/** A host whose charts come from one repository that serves podinfo. */
function host(world: FakeWorld = {}): FakeHost {
  return fakeHost({
    charts: {
      serves: async (url, chart) => url === served && chart === 'podinfo',
      fetch: async ({ chart }) => ({ facts: { ...facts, name: chart }, notes: [] }),
    },
    ...world,
  });
}

/** What `init` leaves in an empty folder. */
async function initialised(): Promise<Record<string, string>> {
  const empty = fakeHost();
  await initCommand.run(await readArguments(initCommand, ['init']), empty);
  const files = empty.files();
  return Object.fromEntries([...files.paths()].map((path) => [path, files.text(path) ?? '']));
}

async function newApp(world: FakeHost, ...argv: string[]): Promise<string> {
  try {
    return String(await newAppCommand.run(await readArguments(newAppCommand, ['new-app', ...argv]), world));
  } catch (error) {
    if (error instanceof KitError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

test('init, then new-app podinfo: five files in one commit, and what to run next', async () => {
  const world = host({ files: await initialised() });
  expect(await newApp(world, 'podinfo')).toBe('0');
  expect(world.stdout().split('\n')).toEqual([
    'created flux-system/helmrepositories/helmrepository-podinfo.yaml',
    'created flux-system/kustomizations/kustomization-podinfo.yaml',
    'created flux-system/namespaces/namespace-podinfo.yaml',
    'created podinfo/configmap-podinfo-helm-chart-value-overrides.yaml',
    'created podinfo/helmrelease-podinfo.yaml',
    '',
  ]);
  expect(world.stderr()).toBe('next: git push\n');
  expect(world.written.map(({ message }) => message)).toEqual(['add podinfo (chart podinfo 6.14.1)']);
});

test('on a detached HEAD it is said that no branch holds the commit', async () => {
  const world = host({ files: await initialised(), branch: 'detached' });
  expect(await newApp(world, 'podinfo')).toBe('0');
  expect(world.stderr()).toBe(
    'note: HEAD is detached: no branch holds the commit abc1234\nnext: git switch --create BRANCH\n',
  );
});

test('from a registry: the chart is fetched from there, and its OCIRepository is one of the five files', async () => {
  const asked: ChartRequest[] = [];
  const world = host({
    files: await initialised(),
    charts: {
      serves: async (url) => url === 'oci://ghcr.io/stefanprodan/charts',
      fetch: async (request) => {
        asked.push(request);
        return { facts, notes: [] };
      },
    },
  });
  const url = 'oci://ghcr.io/stefanprodan/charts/podinfo';
  expect(await newApp(world, 'podinfo', '--repo-url', url, '--secret-ref', 'login', '--pin', 'minor')).toBe(
    '0',
  );
  expect(asked).toEqual([{ url: 'oci://ghcr.io/stefanprodan/charts', chart: 'podinfo', version: undefined }]);
  expect(world.stdout()).toContain('created flux-system/ocirepositories/ocirepository-podinfo.yaml\n');
  expect(world.stderr()).toBe(
    `note: ${url} is understood as the chart itself, in oci://ghcr.io/stefanprodan/charts\nnote: this repository has no Secret login; Flux looks for it in flux-system: flux create secret oci login --namespace=flux-system --url=ghcr.io --username=USER --password=TOKEN\nnext: git push\n`,
  );
  const text = world.files().text('flux-system/ocirepositories/ocirepository-podinfo.yaml');
  expect(text).toContain(`  url: ${url}\n  ref:\n    semver: 6.14.x # pinned to the minor version\n`);
});

test('--dry-run lists, --diff prints a diff and exits 1, and neither writes', async () => {
  const files = await initialised();
  const dry = host({ files });
  expect(await newApp(dry, 'podinfo', '--dry-run')).toBe('0');
  expect(dry.stdout()).toContain('would be created podinfo/helmrelease-podinfo.yaml\n');
  const diff = host({ files });
  expect(await newApp(diff, 'podinfo', '--diff')).toBe('1');
  expect(diff.stdout()).toContain('+++ b/podinfo/helmrelease-podinfo.yaml\n');
  expect([...dry.written, ...diff.written]).toEqual([]);
});

test('--no-commit leaves the files in the work tree', async () => {
  const world = host({ files: await initialised(), git: false });
  expect(await newApp(world, 'podinfo')).toMatch(/^not-a-git-repository/);
  expect(world.written).toEqual([]);
  expect(await newApp(world, 'podinfo', '--no-commit')).toBe('0');
  expect(world.written.map(({ message }) => message)).toEqual([undefined]);
});

test('the message of the commit comes from the configuration', async () => {
  const files = {
    ...(await initialised()),
    '.gitops-kit.jsonc': '{ "commit": { "new-app": "feat({app}): {chart} {version} in {namespace}" } }',
  };
  const world = host({ files });
  await newApp(world, 'podinfo', '--namespace', 'web');
  expect(world.written.map(({ message }) => message)).toEqual(['feat(podinfo): podinfo 6.14.1 in web']);
});

test('on a terminal the source is asked for; --yes asks nothing', async () => {
  const files = await initialised();
  const asked = host({ files, answers: ['https://charts.example.com'] });
  expect(await newApp(asked, 'own')).toBe('0');
  expect(asked.questions).toEqual(['URL of the repository that serves the chart own']);
  expect(await newApp(host({ files, answers: ['https://charts.example.com'] }), 'own', '--yes')).toMatch(
    /^no-source/,
  );
});

test('values and settings of the user go into the ConfigMap', async () => {
  const world = host({ files: await initialised(), userFiles: { 'mine.yaml': 'replicaCount: 2\n' } });
  await newApp(world, 'podinfo', '--values', 'mine.yaml');
  expect(world.files().text('podinfo/configmap-podinfo-helm-chart-value-overrides.yaml')).toContain(
    'replicaCount: 2',
  );
});

test('what is wrong with the words is said before anything is fetched', async () => {
  const files = await initialised();
  const offline: FakeWorld = {
    files,
    charts: {
      serves: () => Promise.reject(new Error('fetched')),
      fetch: () => Promise.reject(new Error('fetched')),
    },
  };
  expect(await newApp(host(offline), '../x')).toMatch(/^bad-name/);
  expect(await newApp(host(offline), 'podinfo', '--set', 'a')).toMatch(/^bad-set/);
  expect(await newApp(host(offline), 'podinfo', '--chart-version', '>>1')).toMatch(/^bad-range/);
  expect(await newApp(host(offline), 'podinfo', '--depends-on', 'redis')).toMatch(/^no-such-dependency/);
  expect(await newApp(host({ ...offline, files: {} }), 'podinfo')).toMatch(/^no-root/);
});

describe('templates of the repository', () => {
  const settings = '{ "templates": "house" }';
  const kustomization = (change: (text: string) => string): Record<string, string> => ({
    '.gitops-kit.jsonc': settings,
    'house/kustomization.yaml.hbs': change(packagedText('templates/kustomization.yaml.hbs')),
  });
  const unreachable: FakeWorld['charts'] = {
    serves: () => Promise.reject(new Error('asked')),
    fetch: () => Promise.reject(new Error('fetched')),
  };

  test('new-app and --repair write with them', async () => {
    const own = kustomization((text) => text.replace('interval: 15m', 'interval: 1h # ours'));
    const world = host({ files: { ...(await initialised()), ...own } });
    const path = 'flux-system/kustomizations/kustomization-podinfo.yaml';
    expect(await newApp(world, 'podinfo')).toBe('0');
    const text = world.files().text(path) ?? '';
    expect(text).toContain('  interval: 1h # ours\n');
    const texts = Object.fromEntries(
      [...world.files().paths()].map((each) => [each, world.files().text(each) ?? '']),
    );
    delete texts[path];
    const again = host({ files: texts, charts: unreachable });
    expect(await newApp(again, '--repair', 'podinfo')).toBe('0');
    expect(again.files().text(path)).toBe(text);
  });

  test('what lint would report of them is their fault, not ours, and nothing is written', async () => {
    const own = kustomization((text) => text.replace('  prune: true', '  pruned: true\n  prune: true'));
    const world = host({ files: { ...(await initialised()), ...own } });
    expect(await newApp(world, 'podinfo')).toContain(
      'bad-template: house/kustomization.yaml.hbs writes what lint would report: flux-system/kustomizations/kustomization-podinfo.yaml: ',
    );
    expect(world.written).toEqual([]);
  });

  test('a fault of theirs is said before anything is fetched', async () => {
    const own = kustomization((text) => text.replace('{{path}}', '{{folder}}'));
    const world = host({ files: { ...(await initialised()), ...own }, charts: unreachable });
    for (const argv of [['podinfo'], ['--repair', 'podinfo']]) {
      expect(await newApp(world, ...argv)).toBe(
        'bad-template: house/kustomization.yaml.hbs:16:11: unknown variable folder',
      );
    }
  });
});

test("a password that is the chart's own is left alone when something else is set, and one that is set is not", async () => {
  const values = 'replicaCount: 1\nadminPassword: prom-operator\n';
  const charts: FakeWorld['charts'] = {
    serves: async () => true,
    fetch: async ({ chart }) => ({ facts: { ...facts, name: chart, values }, notes: [] }),
  };
  const files = await initialised();
  const at = ['podinfo', '--repo-url', served];
  expect(await newApp(host({ files, charts }), ...at, '--set', 'replicaCount=2')).toBe('0');
  expect(await newApp(host({ files, charts }), ...at, '--set', 'adminPassword=correct-horse')).toMatch(
    /^would-break: .*holds adminPassword in the open; expected it in a Secret/,
  );
});

describe('new-app --clusters', () => {
  const inventory = { 'fleet/clusters.jsonc': '{ "clusters": { "member1": {}, "member2": {} } }\n' };

  test('writes the policies with the app, in one commit, clean at strict', async () => {
    const world = host({ files: { ...(await initialised()), ...inventory } });
    expect(await newApp(world, 'podinfo', '--clusters', 'member1,member2')).toBe('0');
    expect(world.stdout().split('\n')).toEqual([
      'created flux-system/helmrepositories/helmrepository-podinfo.yaml',
      'created flux-system/kustomizations/kustomization-podinfo.yaml',
      'created flux-system/namespaces/namespace-podinfo.yaml',
      'created flux-system/propagationpolicies/propagationpolicy-podinfo.yaml',
      'created podinfo/configmap-podinfo-helm-chart-value-overrides.yaml',
      'created podinfo/helmrelease-podinfo.yaml',
      'created podinfo/propagationpolicy-podinfo.yaml',
      '',
    ]);
    expect(world.stderr()).toBe('next: git push\n');
    expect(world.written.map(({ message }) => message)).toEqual([
      'add podinfo (chart podinfo 6.14.1) on member1, member2',
    ]);
    const kustomization = world.files().text('flux-system/kustomizations/kustomization-podinfo.yaml');
    expect(kustomization).toContain('  timeout: 10m\n');
    expect(kustomization).not.toContain('healthChecks');
    expect(messages(lint(world.files(), { extends: 'strict' }))).toEqual([]);
  });

  test('does not go with --repair', async () => {
    const world = fakeHost({ files: await initialised() });
    expect(await newApp(world, 'podinfo', '--repair', '--clusters', 'member1')).toBe(
      'bad-option: --clusters and --repair do not go together',
    );
  });

  test('an unknown cluster is refused before anything is fetched', async () => {
    const world = fakeHost({ files: { ...(await initialised()), ...inventory } });
    expect(await newApp(world, 'podinfo', '--clusters', 'member3')).toBe(
      'no-such-cluster: cluster member3 is not in fleet/clusters.jsonc',
    );
  });
});

describe('values that the schema of the chart refuses', () => {
  const valuesSchema = JSON.stringify({
    properties: { replicaCount: { type: 'integer' }, speaker: { required: ['mode'] } },
  });
  const strict = (values = 'replicaCount: 1\n') => ({
    serves: async () => true,
    fetch: async () => ({ facts: { ...facts, values, valuesSchema }, notes: [] }),
  });

  test('are refused, from the command line and from a file, and nothing is written', async () => {
    const world = host({
      files: await initialised(),
      charts: strict(),
      userFiles: { 'mine.yaml': 'replicaCount: two\n' },
    });
    const said =
      'would-break: the new files would bring what lint reports: podinfo/configmap-podinfo-helm-chart-value-overrides.yaml: HelmRelease podinfo has replicaCount, a text, in its values; podinfo 6.14.1 expects a whole number [values/schema-broken]';
    expect(await newApp(world, 'podinfo', '--set', 'replicaCount=maybe')).toBe(said);
    expect(await newApp(world, 'podinfo', '--values', 'mine.yaml')).toBe(said);
    expect(world.written).toEqual([]);
    expect(await newApp(world, 'podinfo', '--set', 'replicaCount=3')).toBe('0');
  });

  test('are refused where the chart itself has them, and --set is the way out', async () => {
    const world = host({ files: await initialised(), charts: strict('speaker: {}\n') });
    expect(await newApp(world, 'podinfo')).toContain(
      'HelmRelease podinfo has no speaker.mode in its values, which podinfo 6.14.1 requires',
    );
    expect(await newApp(world, 'podinfo', '--set', 'speaker.mode=l2')).toBe('0');
  });

  test('of another app are its own business', async () => {
    const files = await initialised();
    const first = host({ files });
    await newApp(first, 'redis', '--chart', 'podinfo', '--set', 'replicaCount=many');
    const written = first.files();
    const texts = Object.fromEntries([...written.paths()].map((path) => [path, written.text(path) ?? '']));
    expect(await newApp(host({ files: texts, charts: strict() }), 'podinfo')).toBe('0');
  });
});
