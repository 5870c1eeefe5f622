import { describe, expect, test } from 'vitest';
import { runCli } from '../../src/commands/cli.ts';
import { applyChanges, type Files } from '../../src/core/change.ts';
import { type FakeHost, fakeHost } from '../../src/io/fake.ts';
import { applyExample } from '../../src/rules/example.ts';
import type { Example } from '../../src/rules/rule.ts';
import { bases, golden } from '../support/golden.ts';

const override = 'podinfo/overridepolicy-podinfo.yaml';
const policy = 'podinfo/propagationpolicy-podinfo.yaml';
const release = 'podinfo/helmrelease-podinfo.yaml';

const changed = (change: Omit<Example, 'title' | 'finds'>): Files =>
  applyExample(bases, { title: 'in a test', finds: [], base: 'fleet', ...change });
const textsOf = (files: Files) =>
  Object.fromEntries([...files.paths()].map((path) => [path, files.text(path) ?? '']));

async function run(
  command: string,
  {
    files = bases.fleet,
    before,
    userFiles = {},
  }: {
    readonly files?: Files;
    readonly before?: Files;
    readonly userFiles?: Readonly<Record<string, string>>;
  } = {},
): Promise<FakeHost & { readonly code: number }> {
  const world = { files: textsOf(files), userFiles };
  const host = fakeHost(before === undefined ? world : { ...world, before: textsOf(before) });
  const code = await runCli(command.split(' '), host);
  return { ...host, code };
}

/** The override fails: there is no such path. */
const failing = changed({
  replace: [[override, 'subPath: /replicaCount', 'subPath: /replicas']],
});

describe('fleet', () => {
  test('shows apps beside clusters', async () => {
    const { stdout, stderr, code } = await run('fleet');
    expect(stdout()).toBe(
      [
        'APP      member1     member2  member3',
        'podinfo  overridden  placed   -',
        'redis    placed      placed   -',
        '',
      ].join('\n'),
    );
    expect(stderr()).toBe('2 apps on 2 of 3 clusters: 1 overridden\n');
    expect(code).toBe(0);
  });

  test('for scripts has every cell', async () => {
    const { clusters, apps, cells } = JSON.parse((await run('fleet --format json')).stdout());
    expect(clusters).toEqual(['member1', 'member2', 'member3']);
    expect(apps[0]).toEqual({ name: 'podinfo', kind: 'HelmRelease', namespace: 'podinfo', nowhere: null });
    expect(cells).toContainEqual({ app: 'podinfo', cluster: 'member1', states: ['placed', 'overridden'] });
    expect(cells).toContainEqual({ app: 'redis', cluster: 'member3', states: [] });
    expect(cells).toHaveLength(6);
  });

  test('for a pull request is a table of Markdown', async () => {
    const { stdout } = await run('fleet --format markdown');
    expect(stdout()).toContain('| app | `member1` | `member2` | `member3` |');
    expect(stdout()).toContain('| `podinfo` | overridden | placed |  |');
  });

  test('says where an override blocks an app, and exits 1', async () => {
    const { stdout, code } = await run('fleet', { files: failing });
    expect(stdout()).toMatch(/^podinfo +overridden, blocked +placed +-$/m);
    expect(code).toBe(1);
  });

  test('says where an app lacks something that it needs', async () => {
    const files = changed({ remove: ['flux-system/propagationpolicies/propagationpolicy-podinfo.yaml'] });
    const { stdout, code } = await run('fleet', { files });
    expect(stdout()).toMatch(/^podinfo +overridden, missing dependency +missing dependency +-$/m);
    expect(code).toBe(1);
  });

  test('says what is frozen', async () => {
    const files = changed({
      replace: [[policy, '  placement:\n', '  suspension:\n    dispatching: true\n  placement:\n']],
    });
    expect((await run('fleet', { files })).stdout()).toMatch(
      /^podinfo +overridden, suspended +suspended +-$/m,
    );
  });

  test('takes the clusters of a file in place of the inventory', async () => {
    const cluster = (name: string) =>
      `apiVersion: cluster.karmada.io/v1alpha1\nkind: Cluster\nmetadata:\n  name: ${name}\n`;
    const { stdout } = await run('fleet --clusters live.yaml', {
      userFiles: { 'live.yaml': `${cluster('member2')}---\n${cluster('member9')}` },
    });
    expect(stdout()).toMatch(/^APP +member2 +member9$/m);
  });

  test('without any policy says how to begin', async () => {
    const { stderr, code } = await run('fleet', { files: golden.files });
    expect(stderr()).toContain('this repository has no PropagationPolicy');
    expect(stderr()).toContain('gitops-kit place APP --clusters');
    expect(code).toBe(2);
  });

  test('with an inventory that cannot be used says where it is wrong', async () => {
    const files = changed({ replace: [['fleet/clusters.jsonc', '"provider": "aws"', '"provider": 1']] });
    const { stderr, code } = await run('fleet', { files });
    expect(stderr()).toContain('fleet/clusters.jsonc:6');
    expect(code).toBe(2);
  });
});

test('list says where apps run, in a fleet', async () => {
  expect((await run('list')).stdout()).toMatch(/^podinfo .* member1, member2 +clean$/m);
  const { apps } = JSON.parse((await run('list --format json')).stdout());
  expect(apps[0].clusters).toEqual(['member1', 'member2']);
  const plain = await run('list', { files: golden.files });
  expect(plain.stdout()).not.toContain('CLUSTERS');
});

describe('fleet --since', () => {
  const touched = async (files: Files, before = bases.fleet) => {
    const { stdout, code } = await run('fleet --since main --format json', { files, before });
    const { changes } = JSON.parse(stdout());
    const words = changes.map(
      ({ cluster, object, change, paths }: Record<string, string> & { paths: string[] }) =>
        `${cluster} ${object} ${change} ${paths.join(' ')}`.trimEnd(),
    );
    return { words, code };
  };

  test('nothing is touched by a comment', async () => {
    const files = changed({ replace: [[release, " # the upstream chart's name", '']] });
    expect(await touched(files)).toEqual({ words: [], code: 0 });
    expect((await run('fleet --since main', { files, before: bases.fleet })).stderr()).toBe(
      'none of 3 clusters is touched\n',
    );
  });

  test('a field of a release changes on the clusters that have it', async () => {
    const files = changed({ replace: [[release, '  timeout: 5m', '  timeout: 6m']] });
    expect((await touched(files)).words).toEqual([
      'member1 HelmRelease podinfo/podinfo changed /spec/timeout',
      'member2 HelmRelease podinfo/podinfo changed /spec/timeout',
    ]);
  });

  test('an override changes one cluster', async () => {
    const files = changed({ replace: [[override, 'value: 3', 'value: 4']] });
    expect((await touched(files)).words).toEqual([
      'member1 ConfigMap podinfo/podinfo-helm-chart-value-overrides changed /data/values.yaml',
    ]);
  });

  test('which values an override changes is said, from what to what', async () => {
    const files = changed({ replace: [[override, 'value: 3', 'value: 4']] });
    const { stdout } = await run('fleet --since main', { files, before: bases.fleet });
    expect(stdout()).toMatch(/ changed: \/data\/values\.yaml \(replicaCount: 3 to 4\)$/m);
    const json = await run('fleet --since main --format json', { files, before: bases.fleet });
    expect(JSON.parse(json.stdout()).changes[0].values).toEqual([
      {
        pointer: '/data/values.yaml',
        changes: [{ path: 'replicaCount', from: '3', to: '4' }],
        more: 0,
      },
    ]);
  });

  test('of many values the first five are shown, and no credential', async () => {
    const keys = ['password', ...Array.from({ length: 8 }, (_, at) => `key${at}`)];
    const added = keys.map(
      (key) =>
        `              - subPath: /${key}\n                operator: add\n                value: correct-horse-8472\n`,
    );
    const files = changed({
      replace: [
        [
          override,
          '              - subPath: /replicaCount\n',
          `${added.join('')}              - subPath: /replicaCount\n`,
        ],
      ],
    });
    const { stdout } = await run('fleet --since main', { files, before: bases.fleet });
    expect(stdout()).toContain('key0: (not there) to correct-horse-8472');
    expect(stdout()).toMatch(/ and 4 more\)$/m);
    expect(stdout()).not.toContain('password: (not there) to correct');
  });

  test('of a Secret only the place is said', async () => {
    const secret = (text: string) =>
      `apiVersion: v1\nkind: Secret\nmetadata:\n  name: keys\n  namespace: podinfo\ndata:\n  values.yaml: |\n    level: ${text}\n`;
    const selected: Omit<Example, 'title' | 'finds'> = {
      replace: [
        [
          policy,
          '  dependentOverrides:',
          '    - apiVersion: v1\n      kind: Secret\n      name: keys\n      namespace: podinfo\n  dependentOverrides:',
        ],
      ],
    };
    const before = changed({ ...selected, create: { 'podinfo/secret-keys.yaml': secret('low') } });
    const files = changed({ ...selected, create: { 'podinfo/secret-keys.yaml': secret('high') } });
    for (const format of ['text', 'json', 'markdown']) {
      const { stdout } = await run(`fleet --since main --format ${format}`, { files, before });
      expect(stdout()).toContain('/data/values.yaml');
      expect(stdout()).not.toMatch(/low|high/);
    }
  });

  test('a placement adds and removes', async () => {
    const files = changed({ replace: [[policy, '        - member2\n', '        - member3\n']] });
    expect((await touched(files)).words).toEqual([
      'member2 ConfigMap podinfo/podinfo-helm-chart-value-overrides removed',
      'member2 HelmRelease podinfo/podinfo removed',
    ]);
    const tolerant = changed({
      replace: [
        [
          policy,
          '        - member2\n',
          '        - member3\n    clusterTolerations:\n      - key: dedicated\n        operator: Exists\n',
        ],
      ],
    });
    expect((await touched(tolerant)).words).toContain('member3 HelmRelease podinfo/podinfo added');
  });

  test('an override that begins to fail blocks, and the exit code says so', async () => {
    expect(await touched(failing)).toEqual({
      words: ['member1 ConfigMap podinfo/podinfo-helm-chart-value-overrides blocked'],
      code: 1,
    });
    expect((await touched(bases.fleet, failing)).words).toEqual([
      'member1 ConfigMap podinfo/podinfo-helm-chart-value-overrides unblocked',
    ]);
  });

  test('a label of the inventory moves what is placed by labels', async () => {
    const files = changed({
      replace: [
        [
          'fleet/clusters.jsonc',
          '"labels": { "env": "production" },\n      "provider": "gcp"',
          '"provider": "gcp"',
        ],
      ],
    });
    expect((await touched(files)).words).toContain('member2 HelmRelease redis/redis removed');
  });
});

test('an app that a policy takes and the scheduler places nowhere is trouble', async () => {
  const constraint =
    '  placement:\n    spreadConstraints:\n      - spreadByField: cluster\n        minGroups: 3\n        maxGroups: 3\n';
  const files = changed({ replace: [[policy, '  placement:\n', constraint]] });
  const { stderr, code } = await run('fleet', { files });
  expect(stderr()).toContain('podinfo goes nowhere: ');
  expect(code).toBe(1);
});

describe('an app that its policy means and does not select goes nowhere', () => {
  test.each([
    [
      'at another version',
      'helm.toolkit.fluxcd.io/v2\n',
      'helm.toolkit.fluxcd.io/v2beta1\n',
      'it selects helm.toolkit.fluxcd.io/v2beta1, and the control plane has helm.toolkit.fluxcd.io/v2',
    ],
    [
      'by another name',
      'kind: HelmRelease\n      name: podinfo\n',
      'kind: HelmRelease\n      name: podinof\n',
      'it selects name podinof',
    ],
  ])('%s', async (_how, old, text, why) => {
    const { stderr, code } = await run('fleet', { files: changed({ replace: [[policy, old, text]] }) });
    expect(stderr()).toContain(
      `podinfo goes nowhere: PropagationPolicy podinfo selects no HelmRelease: ${why}\n`,
    );
    expect(code).toBe(1);
  });

  test('but not where none means it', async () => {
    const selector =
      '    - apiVersion: helm.toolkit.fluxcd.io/v2\n      kind: HelmRelease\n      name: podinfo\n      namespace: podinfo\n';
    const { stdout, stderr, code } = await run('fleet', {
      files: changed({ replace: [[policy, selector, '']] }),
    });
    expect(stdout()).toMatch(/^podinfo +- +- +-$/m);
    expect(stderr()).not.toContain('goes nowhere');
    expect(code).toBe(0);
  });

  test('nor where it comes from outside', async () => {
    const external = '{ "externals": [{ "kind": "HelmRelease", "namespace": "podinfo", "name": "other" }] }';
    const files = changed({
      replace: [
        [policy, 'kind: HelmRelease\n      name: podinfo\n', 'kind: HelmRelease\n      name: other\n'],
      ],
      create: { '.gitops-kit.jsonc': external },
    });
    expect((await run('fleet', { files })).stderr()).not.toContain('goes nowhere');
  });
});

test('with delivery by Flux, policies that no Kustomization applies are told apart from none', async () => {
  const files = changed({ create: { '.gitops-kit.jsonc': '{ "fleet": { "delivery": "flux" } }' } });
  expect((await run('fleet', { files })).stderr()).toContain(
    'no Kustomization with spec.kubeConfig applies one',
  );
});

test('names of the repository begin no line of their own', async () => {
  const files = changed({
    replace: [[override, 'subPath: /replicaCount', 'subPath: "/a\\n::error file=x::b"']],
  });
  for (const command of ['render --cluster member1', 'why podinfo --cluster member1']) {
    const { stdout, stderr } = await run(command, { files });
    expect(`${stdout()}${stderr()}`).not.toMatch(/^::error/m);
    expect(`${stdout()}${stderr()}`).toContain('/a\\n::error');
  }
});

describe('render', () => {
  test('shows what a cluster gets, as documents', async () => {
    const { stdout, stderr, code } = await run('render --cluster member1');
    expect(stdout().match(/^kind: .*$/gm)).toEqual([
      'kind: HelmRepository',
      'kind: HelmRepository',
      'kind: Namespace',
      'kind: Namespace',
      'kind: ConfigMap',
      'kind: HelmRelease',
      'kind: ConfigMap',
      'kind: HelmRelease',
    ]);
    expect(stdout()).toContain('    replicaCount: 3\n');
    expect(stderr()).toBe('member1: 8 objects\n');
    expect(code).toBe(0);
  });

  test('leaves the text of a cluster without overrides as it is', async () => {
    const { stdout } = await run('render podinfo --cluster member2');
    expect(stdout()).toContain('    # How many copies run.\n    replicaCount: 2\n');
    expect(stdout()).not.toContain('redis/redis');
  });

  test('sends namespaces everywhere, and nothing else where no policy leads', async () => {
    expect((await run('render --cluster member3')).stdout().match(/^kind: .*$/gm)).toEqual([
      'kind: Namespace',
      'kind: Namespace',
    ]);
  });

  test('explains who sent and wrote what', async () => {
    const { stdout } = await run('render podinfo --cluster member1 --explain');
    expect(stdout()).toContain(
      [
        '# Source: podinfo/configmap-podinfo-helm-chart-value-overrides.yaml',
        '# PropagationPolicy podinfo/podinfo sends it (podinfo/propagationpolicy-podinfo.yaml:12)',
        '# /data/values.yaml, in it /replicaCount: replace by OverridePolicy podinfo/podinfo (podinfo/overridepolicy-podinfo.yaml:20)',
      ].join('\n'),
    );
  });

  test('fills in what the definitions of Flux fill in, or not', async () => {
    expect((await run('render podinfo --cluster member1')).stdout()).toContain(
      'reconcileStrategy: ChartVersion',
    );
    expect((await run('render podinfo --cluster member1 --no-crd-defaults')).stdout()).not.toContain(
      'reconcileStrategy',
    );
  });

  test('exits 1 where an override fails, with the nearest that exists', async () => {
    const { stdout, stderr, code } = await run('render podinfo --cluster member1', { files: failing });
    expect(stdout()).not.toMatch(/^kind: ConfigMap$/m);
    expect(stderr()).toContain(
      'error: ConfigMap podinfo/podinfo-helm-chart-value-overrides does not arrive on member1',
    );
    expect(stderr()).toContain('podinfo/overridepolicy-podinfo.yaml:20');
    expect(code).toBe(1);
    expect((await run('render podinfo --cluster member2', { files: failing })).code).toBe(0);
  });

  test('renders the others where one object holds a number that JSON has not', async () => {
    const files = changed({
      replace: [[release, '  interval: 15m\n', '  interval: 15m\n  values:\n    limit: .inf\n']],
    });
    const all = await run('render --all-clusters --output-dir ../out', { files });
    expect([...all.results.keys()].filter((path) => path.includes('helmrelease-'))).toEqual([
      '../out/member1/redis/helmrelease-redis.yaml',
      '../out/member2/redis/helmrelease-redis.yaml',
    ]);
    expect(all.stderr()).toMatch(/^3 clusters, 2 objects blocked$/m);
    expect(all.code).toBe(1);
    const one = await run('render podinfo --cluster member2', { files });
    expect(one.stderr()).toBe(
      `error: HelmRelease podinfo/podinfo does not arrive on member2: spec.values.limit is Infinity, and the JSON of the API server has no such number
  --> ${release}:17
  = help: write a number, or put it in quotes if it is text
member2: 3 objects, 1 blocked
`,
    );
    const { objects } = JSON.parse(
      (await run('render podinfo --cluster member2 --format json', { files })).stdout(),
    );
    expect(objects.find(({ kind }: { readonly kind: string }) => kind === 'HelmRelease')).toMatchObject({
      outcome: 'refused',
      object: null,
      error: { policy: null, at: `${release}:17` },
    });
  });

  test('of a cluster that no policy names says that there is no inventory', async () => {
    const files = applyChanges(changed({}), [{ kind: 'delete', path: 'fleet/clusters.jsonc' }]);
    const { stderr, code } = await run('render podinfo --cluster member3', { files });
    expect(code).toBe(2);
    expect(stderr()).toContain('error: no policy names cluster member3, and there is no inventory\n');
  });

  test('never shows what a Secret holds', async () => {
    const files = applyChanges(
      changed({
        replace: [
          [
            policy,
            '  dependentOverrides:',
            '    - apiVersion: v1\n      kind: Secret\n      name: keys\n      namespace: podinfo\n  dependentOverrides:',
          ],
        ],
      }),
      [
        {
          kind: 'create',
          path: 'podinfo/secret-keys.yaml',
          text: `apiVersion: v1
kind: Secret
metadata:
  name: keys
  namespace: podinfo
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: '{"stringData":{"password":"correct horse"}}'
stringData:
  password: correct horse
`,
        },
      ],
    );
    for (const format of ['yaml', 'json']) {
      const { stdout } = await run(`render --cluster member1 --format ${format}`, { files });
      expect(stdout()).toContain('(hidden)');
      expect(stdout()).not.toContain('correct horse');
    }
  });

  test('writes a file for each object of every cluster', async () => {
    const { results, stderr } = await run('render --all-clusters --output-dir ../out');
    expect([...results.keys()].filter((path) => path.includes('podinfo/'))).toEqual([
      '../out/member1/podinfo/configmap-podinfo-helm-chart-value-overrides.yaml',
      '../out/member1/podinfo/helmrelease-podinfo.yaml',
      '../out/member2/podinfo/configmap-podinfo-helm-chart-value-overrides.yaml',
      '../out/member2/podinfo/helmrelease-podinfo.yaml',
    ]);
    expect(results.get('../out/member3/namespace-podinfo.yaml')).toContain('kind: Namespace');
    expect(stderr()).toBe('3 clusters\n');
  });

  test.each(['out', '.', 'podinfo/out', '../fleet'])(
    'does not write into the repository: %s',
    async (folder) => {
      const { results, stderr, code } = await run(`render --all-clusters --output-dir ${folder}`);
      const isInside = !folder.startsWith('../');
      expect(results.size === 0).toBe(isInside);
      expect(stderr().includes('would count as objects of it')).toBe(isInside);
      expect(code).toBe(isInside ? 2 : 0);
    },
  );

  test('a cluster that nobody knows is refused with the nearest', async () => {
    const { stderr, code } = await run('render --cluster membr1');
    expect(stderr()).toContain('cluster membr1 is not in fleet/clusters.jsonc; did you mean member1?');
    expect(code).toBe(2);
  });
});

describe('why', () => {
  test('an object is sent, and changed', async () => {
    const { stdout } = await run(
      'why ConfigMap/podinfo/podinfo-helm-chart-value-overrides --cluster member1',
    );
    expect(stdout()).toContain('  wins: PropagationPolicy podinfo/podinfo, by name: no other policy matches');
    expect(stdout()).toContain(
      '/data/values.yaml, in it /replicaCount: replace by OverridePolicy podinfo/podinfo',
    );
  });

  test('a cluster is not chosen', async () => {
    const { stdout, code } = await run('why HelmRelease/podinfo --cluster member3');
    expect(stdout()).toContain('not sent: PropagationPolicy podinfo/podinfo does not choose member3');
    expect(code).toBe(0);
  });

  test('a policy at another version matches nothing, and that is said', async () => {
    const files = changed({
      replace: [[policy, 'helm.toolkit.fluxcd.io/v2\n', 'helm.toolkit.fluxcd.io/v2beta1\n']],
    });
    const { stdout } = await run('why helmrelease/podinfo/podinfo --cluster member1', { files });
    expect(stdout()).toContain('no match: PropagationPolicy podinfo/podinfo');
    expect(stdout()).toContain('v2beta1');
  });

  test('what it needs and does not find there is said', async () => {
    const files = changed({ remove: ['flux-system/propagationpolicies/propagationpolicy-podinfo.yaml'] });
    expect((await run('why HelmRelease/podinfo --cluster member1', { files })).stdout()).toContain(
      'HelmRepository flux-system/podinfo, in spec.chart.spec.sourceRef (podinfo/helmrelease-podinfo.yaml:13): it is not sent there',
    );
  });

  test('an app is all of its objects, a file what it holds', async () => {
    const app = JSON.parse((await run('why podinfo --cluster member1 --format json')).stdout());
    expect(app.objects.map(({ kind }: { kind: string }) => kind)).toEqual([
      'HelmRepository',
      'Namespace',
      'ConfigMap',
      'HelmRelease',
    ]);
    const file = JSON.parse((await run(`why ${release} --cluster member1 --format json`)).stdout());
    expect(file.objects).toHaveLength(1);
  });

  test('a file is named as the user stands, or from the top', async () => {
    const asked = async (word: string, prefix: string) => {
      const host = fakeHost({ files: textsOf(bases.fleet), prefix });
      const code = await runCli(['why', word, '--cluster', 'member1'], host);
      return { code, first: host.stdout().split('\n')[0], err: host.stderr() };
    };
    const found = { code: 0, first: `HelmRelease podinfo/podinfo (${release}:4)`, err: '' };
    expect(await asked('helmrelease-podinfo.yaml', 'podinfo')).toEqual(found);
    expect(await asked('./helmrelease-podinfo.yaml', 'podinfo')).toEqual(found);
    expect(await asked('../podinfo/helmrelease-podinfo.yaml', 'redis')).toEqual(found);
    expect(await asked(release, 'redis')).toEqual(found);
    expect((await asked('propagationpolicy-podinfo.yaml', 'podinfo')).err).toContain('never travels');
  });

  test('what never travels is told apart from what is not there', async () => {
    const stays = await run('why Kustomization/podinfo --cluster member1');
    expect(stays.stderr()).toContain('never travels');
    expect(stays.code).toBe(2);
    const unknown = await run('why HelmRelease/podinf --cluster member1');
    expect(unknown.stderr()).toContain('there is no object or app HelmRelease/podinf');
  });
});

describe('the name of a cluster where a file is expected', () => {
  const help =
    '  = help: --clusters is a file of Cluster objects; one cluster: --cluster member1 (render, why and values have it)\n';

  test.each(['fleet', 'lint', 'render', 'why podinfo'])('%s --clusters member1', async (command) => {
    for (const word of ['member1', 'member1,member2']) {
      const { stderr, code } = await run(`${command} --clusters ${word}`);
      expect(stderr()).toBe(`error: ${word} cannot be read\n${help}`);
      expect(code).toBe(2);
    }
  });

  test('another word is only a file that is not there', async () => {
    for (const word of ['membr1', 'member1,x', '-'])
      expect((await run(`fleet --clusters ${word}`)).stderr()).toBe(`error: ${word} cannot be read\n`);
  });

  test.each(['fleet', 'lint'])('%s --cluster says which commands show one', async (command) => {
    const { stderr, code } = await run(`${command} --cluster member1`);
    expect(stderr()).toContain(`error: ${command} has no option --cluster\n`);
    expect(stderr()).toContain('gitops-kit render --cluster NAME');
    expect(stderr()).not.toContain('did you mean');
    expect(code).toBe(2);
  });
});

describe('values --cluster', () => {
  test('are those that arrive there, each with its place', async () => {
    const { stdout } = await run('values podinfo --cluster member1 --format table');
    expect(stdout()).toMatch(/^replicaCount +3 +podinfo\/overridepolicy-podinfo\.yaml:20$/m);
    expect(stdout()).toMatch(/^image\.tag +"6\.14\.1" +podinfo\/configmap-podinfo-\S+:19$/m);
    expect((await run('values podinfo --cluster member2')).stdout()).toContain('replicaCount: 2\n');
  });

  test('inline values that an override adds count above the ConfigMap', async () => {
    const files = changed({
      create: {
        'podinfo/overridepolicy-inline.yaml': `apiVersion: policy.karmada.io/v1alpha1
kind: OverridePolicy
metadata:
  name: inline
  namespace: podinfo
spec:
  resourceSelectors:
    - apiVersion: helm.toolkit.fluxcd.io/v2
      kind: HelmRelease
      name: podinfo
      namespace: podinfo
  overrideRules:
    - overriders:
        plaintext:
          - path: /spec/values
            operator: add
            value:
              replicaCount: 7
`,
      },
    });
    const { stdout } = await run('values podinfo --cluster member1 --format table', { files });
    expect(stdout()).toMatch(/^replicaCount +7 +podinfo\/overridepolicy-inline\.yaml:\d+$/m);
    expect((await run('values podinfo --cluster member2', { files })).stdout()).toContain(
      'replicaCount: 7\n',
    );
  });

  test('Flux stops where an override blocks the ConfigMap', async () => {
    const { stderr, code } = await run('values podinfo --cluster member1', { files: failing });
    expect(stderr()).toContain(
      'Flux stops here: ConfigMap podinfo-helm-chart-value-overrides does not arrive on member1',
    );
    expect(code).toBe(1);
  });

  test('a release that does not arrive has none', async () => {
    const { stdout, stderr, code } = await run('values podinfo --cluster member3');
    expect(stdout()).toBe('');
    expect(stderr()).toContain('HelmRelease podinfo/podinfo does not arrive on member3');
    expect(code).toBe(1);
  });
});

describe('a file that cannot be read', () => {
  const broken = changed({ replace: [[policy, 'spec:\n', 'spec: [\n']] });

  test.each([
    'fleet',
    'render --cluster member1',
    'render --all-clusters --output-dir ../out',
    'why redis --cluster member1',
    'values redis --cluster member1',
    'graph',
    'list',
    'list --format json',
  ])('%s names it and exits 1', async (command) => {
    const { stderr, code } = await run(command, { files: broken });
    expect(stderr()).toMatch(
      /^1 file could not be read and may hold more: podinfo\/propagationpolicy-podinfo\.yaml:\d+:\d+$/m,
    );
    expect(stderr()).toContain('  = help: gitops-kit lint says what is wrong\n');
    expect(code).toBe(1);
  });

  test.each(['fleet', 'fleet --since main', 'list'])('%s names it in each form', async (command) => {
    const shown = async (format: string) =>
      (await run(`${command} --format ${format}`, { files: broken, before: bases.fleet })).stdout();
    expect(JSON.parse(await shown('json')).unread).toEqual([policy]);
    if (command !== 'list')
      expect(await shown('markdown')).toContain(
        `**1 file could not be read and may hold more:** \`${policy}\`\n\n| `,
      );
  });

  test('is named where nothing is left to show', async () => {
    const files = applyChanges(
      bases.fleet,
      [...bases.fleet.paths()]
        .filter((path) => path.includes('propagationpolicy'))
        .map((path) => ({ kind: 'edit', path, edits: [{ range: { start: 0, end: 0 }, text: 'a: [\n' }] })),
    );
    const { stderr, code } = await run('fleet', { files });
    expect(stderr()).toMatch(
      /^\d files could not be read and may hold more: (\S+:\d+:\d+, ){2}\S+:\d+:\d+( and \d more)?$/m,
    );
    expect(stderr()).toContain('this repository has no PropagationPolicy');
    expect(code).toBe(2);
  });

  const since = async (files: Files, before: Files) => {
    const ran = await run('fleet --since main', { files, before });
    const rows = ran.stdout().trimEnd().split('\n').slice(1);
    return { rows: rows.map((row) => row.replaceAll(/ +/g, ' ')), stderr: ran.stderr(), code: ran.code };
  };

  test.each([
    ['a policy', policy, 4],
    ['the release', release, 2],
    ['an override that is waited for', override, 4],
  ])('of %s, nobody says that its objects were removed', async (_what, path, unknown) => {
    const files = changed({ replace: [[path, '\nspec:\n', '\nspec: [\n']] });
    const { rows, stderr, code } = await since(files, bases.fleet);
    expect(rows).toHaveLength(unknown);
    for (const row of rows) expect(row).toContain(` unknown: ${path} could not be read`);
    expect(stderr).toContain(`none of 3 clusters is touched: ${unknown} unknown\n`);
    expect(code).toBe(1);
    const mended = await since(bases.fleet, files);
    expect(mended.rows).toEqual(rows);
    expect(mended.stderr).toContain(`1 file could not be read before the change and may hold more: ${path}:`);
    expect(mended.code).toBe(1);
  });

  test('beside it, what is known to change is said', async () => {
    const files = changed({
      replace: [
        [policy, 'spec:\n', 'spec: [\n'],
        ['redis/helmrelease-redis.yaml', '  timeout: 5m', '  timeout: 6m'],
      ],
    });
    const { rows, stderr } = await since(files, bases.fleet);
    expect(rows.filter((row) => !row.includes('unknown'))).toEqual([
      'member1 HelmRelease redis/redis changed: /spec/timeout',
      'member2 HelmRelease redis/redis changed: /spec/timeout',
    ]);
    expect(stderr).toContain('2 of 3 clusters touched: 4 unknown, 2 changed\n');
    const { stdout } = await run('fleet --since main --format markdown', {
      files: broken,
      before: bases.fleet,
    });
    expect(stdout()).toContain('**no cluster is touched, 4 unknown**');
  });
});
