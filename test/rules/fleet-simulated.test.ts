import { describe, expect, test } from 'vitest';
import { noCharts } from '../../src/chart/known-charts.ts';
import type { Files } from '../../src/core/change.ts';
import { fixAll } from '../../src/lint/fix.ts';
import { defaultSettings, type Settings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import { applyExample } from '../../src/rules/example.ts';
import { fleetRules } from '../../src/rules/fleet/rules.ts';
import type { Example } from '../../src/rules/rule.ts';
import { noSchemas } from '../../src/schema/schemas.ts';
import { bases, golden, lint } from '../support/golden.ts';

const override = 'podinfo/overridepolicy-podinfo.yaml';
const release = 'podinfo/helmrelease-podinfo.yaml';
const configMap = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';
const kustomization = 'flux-system/kustomizations/kustomization-redis.yaml';
const source = 'flux-system/helmrepositories/helmrepository-podinfo.yaml';
const prune = '  prune: true # remove what is later removed from the path\n';

const fleet = (change: Omit<Example, 'title' | 'finds'>): Files =>
  applyExample(bases, { title: 'in a test', finds: [], base: 'fleet', ...change });

/** What the rules of the fleet say of files. */
function said(files: Files, settings: Partial<Settings> = {}): string[] {
  const report = lint(files, settings);
  expect(report.failures).toEqual([]);
  return report.findings
    .map(({ rule, message }) => `${rule}: ${message}`)
    .filter((each) => /^fleet\//.test(each));
}

/** The policy's file with other overriders for member1. */
const overriding = (overriders: string): Files =>
  fleet({ replace: [[override, overridersOf(bases.fleet.text(override) ?? ''), overriders]] });

function overridersOf(text: string): string {
  return text.slice(text.indexOf('        fieldOverrider:'));
}

const field = (operations: string): string =>
  `        fieldOverrider:\n          - fieldPath: /data/values.yaml\n            yaml:\n${operations}`;
const replace = (pointer: string, value: string): string =>
  `              - subPath: ${pointer}\n                operator: replace\n                value: ${value}\n`;

test('nothing is simulated where there are no policies', () => {
  const settings = defaultSettings;
  const repo = readRepo(golden.files, settings);
  const context = {
    repo,
    before: undefined,
    settings,
    ruleIds: [],
    ignores: [],
    charts: noCharts,
    schemas: noSchemas,
    options: {},
    fleet: () => {
      throw new Error('simulated');
    },
  };
  expect(fleetRules.length).toBeGreaterThan(20);
  for (const rule of fleetRules) expect([...rule.check(context)], rule.id).toEqual([]);
});

describe('the layout with policies that say no namespace', () => {
  const policy = (
    name: string,
    apiVersion: string,
    kind: string,
  ): string => `apiVersion: policy.karmada.io/v1alpha1
kind: PropagationPolicy
metadata:
  name: ${name}
spec:
  resourceSelectors:
    - apiVersion: ${apiVersion}
      kind: ${kind}
      name: podinfo
  placement:
    clusterAffinity:
      clusterNames:
        - member1
`;
  const files = golden.changed({
    create: {
      'policies/propagationpolicy-helm-repo.yaml': policy(
        'helm-repo',
        'source.toolkit.fluxcd.io/v1',
        'HelmRepository',
      ),
      'policies/propagationpolicy-helm-release.yaml': policy(
        'helm-release',
        'helm.toolkit.fluxcd.io/v2',
        'HelmRelease',
      ),
    },
  });

  test('the values that no policy carries are found, though no policy finds the release either', () => {
    expect(said(files)).toEqual(
      [
        'fleet/selects-nothing: PropagationPolicy helm-release selects HelmRelease podinfo in namespace default, which does not exist; there is one in namespace podinfo',
        'fleet/selects-nothing: PropagationPolicy helm-repo selects HelmRepository podinfo in namespace default, which does not exist; there is one in namespace flux-system',
        'fleet/uncovered-object: ConfigMap podinfo-helm-chart-value-overrides is taken by no propagation policy, and HelmRelease podinfo, which needs it, is meant to go to clusters',
      ].toSorted(
        (a, b) => Number(a.includes('uncovered') ? -1 : 0) - Number(b.includes('uncovered') ? -1 : 0),
      ),
    );
  });

  test('--fix writes the namespaces, and has the values carried', () => {
    const { files: mended } = fixAll(files, (each) => ({ report: lint(each) }), new Set(['safe']));
    expect(mended.text('policies/propagationpolicy-helm-repo.yaml')).toContain('namespace: flux-system');
    const text = mended.text('policies/propagationpolicy-helm-release.yaml') ?? '';
    expect(text).toContain('  name: helm-release\n  namespace: podinfo\n');
    expect(text).toContain('      kind: ConfigMap\n      name: podinfo-helm-chart-value-overrides\n');
  });
});

describe('objects on clusters of which only names are known', () => {
  test('a source that labels place is not missed', () => {
    expect(said(fleet({ remove: ['fleet/clusters.jsonc'] }))).toEqual([]);
  });

  test('a source that names leave out is missed', () => {
    const files = fleet({
      remove: ['fleet/clusters.jsonc'],
      replace: [
        ['flux-system/propagationpolicies/propagationpolicy-podinfo.yaml', '        - member2\n', ''],
      ],
    });
    expect(said(files)).toEqual([
      'fleet/reference-left-behind: HelmRelease podinfo goes to member1 and member2, and HelmRepository podinfo, to which it refers, not to member2',
    ]);
  });
});

describe('what an object needs on its clusters', () => {
  const dependsOn: [string, string, string] = [
    release,
    '  interval: 15m\n',
    '  dependsOn:\n    - name: redis\n      namespace: redis\n  interval: 15m\n',
  ];
  const redis = [
    'redis/propagationpolicy-redis.yaml',
    'flux-system/propagationpolicies/propagationpolicy-redis.yaml',
  ];

  test('a dependency that is on no cluster on purpose is missed all the same', () => {
    expect(said(fleet({ replace: [dependsOn], remove: redis }))).toEqual([
      'fleet/reference-left-behind: HelmRelease podinfo goes to member1 and member2, and HelmRelease redis, on which it depends, to none of them',
    ]);
  });

  test('what the configuration knows to be there is not', () => {
    const externals = [{ kind: 'HelmRelease', namespace: 'redis', name: 'redis' }];
    expect(said(fleet({ replace: [dependsOn], remove: redis }), { externals })).toEqual([]);
  });

  test('a ServiceAccount that stays on the control plane', () => {
    const files = fleet({
      replace: [[release, '  interval: 15m\n', '  serviceAccountName: podinfo\n  interval: 15m\n']],
      create: {
        'podinfo/serviceaccount-podinfo.yaml':
          'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: podinfo\n  namespace: podinfo\n',
      },
    });
    expect(said(files)).toEqual([
      'fleet/reference-left-behind: HelmRelease podinfo goes to member1 and member2, and ServiceAccount podinfo, which it needs, to none of them',
    ]);
  });
});

describe('what an object needs, in a repository without Flux Kustomizations', () => {
  const without = (change: Omit<Example, 'title' | 'finds'>): Files =>
    fleet({
      ...change,
      remove: [
        ...[...bases.fleet.paths()].filter((path) =>
          bases.fleet.text(path)?.includes('kind: Kustomization\n'),
        ),
        ...(change.remove ?? []),
      ],
    });

  test('nothing is missed where all is there', () => {
    expect(said(without({})).filter((each) => each.includes('left-behind'))).toEqual([]);
  });

  test('a chart source and values that nobody holds are missed', () => {
    const files = without({ remove: [source, configMap] });
    expect(said(files)).toEqual(
      expect.arrayContaining([
        'fleet/reference-left-behind: HelmRelease podinfo goes to member1 and member2, and HelmRepository podinfo, to which it refers, does not exist',
        'fleet/reference-left-behind: HelmRelease podinfo goes to member1 and member2, and ConfigMap podinfo-helm-chart-value-overrides, which it reads, does not exist',
      ]),
    );
  });
});

describe('with Flux delivering to the control plane', () => {
  const settings = { fleet: { delivery: 'flux' as const } };
  const kubeConfig = `${prune}  kubeConfig:\n    secretRef:\n      name: karmada\n`;

  test('a Kustomization that stays on its own cluster may wait', () => {
    expect(
      said(fleet({ replace: [[kustomization, prune, `${prune}  wait: true\n`]] }), settings),
    ).not.toContain(
      'fleet/health-never-known: Kustomization redis waits for HelmRelease redis, whose status never comes to the control plane',
    );
  });

  test('a source that stays on the cluster of Flux is left behind', () => {
    expect(said(fleet({ replace: [[kustomization, prune, kubeConfig]] }), settings)).toContain(
      'fleet/reference-left-behind: HelmRelease redis goes to member1 and member2, and HelmRepository redis, to which it refers, is not applied to the control plane',
    );
  });

  test('one that applies to the control plane may not', () => {
    const files = fleet({ replace: [[kustomization, prune, `${kubeConfig}  wait: true\n`]] });
    expect(said(files, settings)).toContain(
      'fleet/health-never-known: Kustomization redis waits for HelmRelease redis, whose status never comes to the control plane',
    );
  });
});

describe('an override is judged once', () => {
  test('however many objects and clusters it fails for', () => {
    const files = fleet({
      replace: [
        [override, '              - subPath: /replicaCount', '              - subPath: /noSuchValue'],
        [
          override,
          '    - targetCluster:\n        clusterNames:\n          - member1\n      overriders',
          '    - overriders',
        ],
        [override, '      name: podinfo-helm-chart-value-overrides\n', ''],
      ],
    });
    expect(said(files).filter((each) => each.startsWith('fleet/override-fails'))).toEqual([
      'fleet/override-fails: OverridePolicy podinfo fails for member1 and member2: it replaces /noSuchValue in /data/values.yaml of ConfigMap podinfo-helm-chart-value-overrides, where there is nothing; what exists ends at the top',
    ]);
  });

  test('after what one before it wrote', () => {
    const operations = `${replace('/ui', '{ color: blue, message: "" }')}${replace('/ui/color', 'blue')}`;
    expect(said(overriding(field(operations)))).toEqual([]);
  });

  test('an item of a list is put before what stands there, and is never idle', () => {
    const operations =
      '              - subPath: /ingress/hosts/0\n                operator: add\n                value: a.example.com\n';
    expect(said(overriding(field(operations)))).toEqual([]);
  });
});

describe('hostile policies are findings, and no failures', () => {
  test('10,000 operations', () => {
    const many = Array.from({ length: 10_000 }, (_, at) => replace(`/missing${at}`, String(at))).join('');
    expect(said(overriding(field(many)))[0]).toMatch(/^fleet\/override-fails: .* it replaces \/missing0 /);
  });

  test('10,000 rules', () => {
    const text = bases.fleet.text(override) ?? '';
    const one = text.slice(text.indexOf('    - targetCluster'));
    const many = Array.from({ length: 10_000 }, (_, at) =>
      one.replace('/replicaCount', `/ui/setting${at}`).replace('operator: replace', 'operator: add'),
    );
    expect(said(fleet({ replace: [[override, one, many.join('')]] }))).toEqual([]);
  });

  test('pointers of 10,000 keys, and keys that are no keys elsewhere', () => {
    const operations = `${replace('/a'.repeat(10_000), '1')}${replace('/__proto__/polluted', '1')}`;
    const [first] = said(overriding(field(operations)));
    expect(first).toMatch(/^fleet\/override-fails: /);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test('an overridden text that is no YAML', () => {
    const files = fleet({ replace: [[configMap, '    replicaCount: 2\n', '    replicaCount: [2\n']] });
    expect(said(files).join('\n')).toMatch(
      /fleet\/override-fails: OverridePolicy podinfo fails for member1: /,
    );
  });
});

describe('Secrets', () => {
  const secret = {
    'podinfo/secret-podinfo-admin.yaml':
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: podinfo-admin\n  namespace: podinfo\nstringData:\n  password: Pa55 Word\n  settings.yaml: |\n    mode: 0644\n    logging: on\n',
  };
  const selector =
    '    - apiVersion: v1\n      kind: ConfigMap\n      name: podinfo-helm-chart-value-overrides\n      namespace: podinfo\n';
  const added = selector
    .replace('ConfigMap', 'Secret')
    .replace('podinfo-helm-chart-value-overrides', 'podinfo-admin');
  const whole = bases.fleet.text(override) ?? '';
  const changing = (overriders: string): string[] =>
    said(
      fleet({
        create: secret,
        replace: [
          ['podinfo/propagationpolicy-podinfo.yaml', selector, selector + added],
          [override, whole, whole.replace(overridersOf(whole), overriders).replace(selector, added)],
        ],
      }),
    ).filter((each) => !each.startsWith('fleet/secret-in-override'));

  test('their texts are under data on the control plane, in base64', () => {
    const plain = (path: string): string =>
      `        plaintext:\n          - path: ${path}\n            operator: replace\n            value: UzNjcmV0\n`;
    expect(changing(plain('/data/password'))).toEqual([]);
    expect(changing(plain('/stringData/password'))[0]).toMatch(/^fleet\/override-fails: /);
  });

  test.each([
    '        plaintext:\n          - path: /kind\n            operator: remove\n',
    '        imageOverrider:\n          - predicate:\n              path: /data/password\n            component: Tag\n            operator: replace\n            value: v2\n',
    '        fieldOverrider:\n          - fieldPath: /data/settings.yaml\n            yaml:\n              - subPath: /mode\n                operator: replace\n                value: 1\n',
  ])('no message says what one holds: %#', (overriders) => {
    const messages = changing(overriders);
    expect(messages).not.toEqual([]);
    for (const message of messages) expect(message).not.toMatch(/Pa55|UGE1NSBXb3Jk|0644|420|logging/);
  });
});

describe('what --fix writes', () => {
  const fixed = (overriders: string): string | undefined =>
    fixAll(overriding(overriders), (each) => ({ report: lint(each) }), new Set(['safe'])).files.text(
      override,
    );

  test.each(['1.20', '0644', '1e3', '0x1F', 'yes'])(
    'a value is put in quotes as it is written: %s',
    (value) => {
      const text = fixed(
        `        plaintext:\n          - path: /data/version\n            operator: add\n            value: ${value}\n`,
      );
      expect(text).toMatch(new RegExp(`value: ["']${value}["']\\n`));
    },
  );

  test('a labelsOverrider that does nothing goes as a whole', () => {
    const kept = overridersOf(bases.fleet.text(override) ?? '');
    const idle =
      '        labelsOverrider:\n          - operator: remove\n            value:\n              tier: gold\n';
    expect(fixed(idle + kept)).toBe(bases.fleet.text(override));
  });
});

test('an image that is none is said in the words of Karmada', () => {
  const messages = said(
    overriding(
      '        imageOverrider:\n          - predicate:\n              path: /data/values.yaml\n            component: Tag\n            operator: replace\n            value: v2\n',
    ),
  );
  expect(messages.join()).toContain('failed to parse image value(');
  expect(messages.join()).not.toContain('where there is nothing');
});

test('labels that a ClusterOverridePolicy writes may be those that an OverridePolicy selects by', () => {
  const policy = (kind: string, selector: string, overriders: string): string =>
    `apiVersion: policy.karmada.io/v1alpha1\nkind: ${kind}\nmetadata:\n  name: tier\n${kind === 'OverridePolicy' ? '  namespace: podinfo\n' : ''}spec:\n  resourceSelectors:\n    - apiVersion: v1\n      kind: ConfigMap\n      namespace: podinfo\n${selector}  overrideRules:\n    - overriders:\n${overriders}`;
  const label = (key: string): string =>
    `        labelsOverrider:\n          - operator: add\n            value:\n              ${key}: gold\n`;
  const second = {
    'podinfo/overridepolicy-tier.yaml': policy(
      'OverridePolicy',
      '      labelSelector:\n        matchLabels:\n          tier: gold\n',
      label('seen'),
    ),
  };
  const first = {
    'karmada/clusteroverridepolicy-tier.yaml': policy('ClusterOverridePolicy', '', label('tier')),
  };
  const nothing = (files: Files): string[] =>
    said(files).filter((each) => each.startsWith('fleet/selects-nothing'));
  expect(nothing(fleet({ create: second }))).toHaveLength(1);
  expect(nothing(fleet({ create: { ...first, ...second } }))).toEqual([]);
});

test('the label that leaves a Namespace to its policy is not offered where objects in it go further', () => {
  const files = fleet({
    create: {
      'flux-system/clusterpropagationpolicies/clusterpropagationpolicy-podinfo.yaml': `apiVersion: policy.karmada.io/v1alpha1
kind: ClusterPropagationPolicy
metadata:
  name: podinfo
spec:
  resourceSelectors:
    - apiVersion: v1
      kind: Namespace
      name: podinfo
  placement:
    clusterAffinity:
      clusterNames:
        - member1
`,
    },
  });
  const { changes } = fixAll(files, (each) => ({ report: lint(each) }), new Set(['safe', 'unsafe']));
  expect(changes).toEqual([]);
});
