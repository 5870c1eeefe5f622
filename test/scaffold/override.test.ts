import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { filesOf } from '../../src/core/change.ts';
import { KitError } from '../../src/core/errors.ts';
import { dataForm } from '../../src/fleet/data-form.ts';
import { goYamlText } from '../../src/fleet/go-yaml-text.ts';
import { readSigsYaml } from '../../src/fleet/sigs-yaml.ts';
import { valueAt } from '../../src/scaffold/override-operation.ts';
import type { Data } from '../../src/yaml/node.ts';
import { lint, messages } from '../support/golden.ts';
import { refusal } from '../support/refusal.ts';
import { delivered, overridden, type Told } from './overridden.ts';
import { fleetWith, placed, unplaced } from './placed.ts';

const override = 'podinfo/overridepolicy-podinfo.yaml';
const placement = 'podinfo/propagationpolicy-podinfo.yaml';
const values = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';
const waits = '  dependentOverrides: # nothing is sent before this OverridePolicy is there\n    - podinfo\n';
const release = 'podinfo/helmrelease-podinfo.yaml';
const fleet = fleetWith();
const text = (path: string): string => fleet[path] ?? '';

/** The fleet before anything was overridden. */
const plain = fleetWith({ [override]: undefined, [placement]: text(placement).replace(waits, '') });

const podinfo = (texts: typeof fleet, told: Told) => overridden(texts, 'podinfo', told);

/** The values that a cluster gets. */
const valuesOn = (texts: typeof fleet, cluster: string): string =>
  delivered(texts, 'ConfigMap', 'podinfo-helm-chart-value-overrides', cluster);

/** The lines of a policy's operations, from the first on. */
const operationsIn = (texts: typeof fleet, path = override): string =>
  (texts[path] ?? '').slice((texts[path] ?? '').indexOf('              - ')).replace(/^ {14}/gm, '');

/** The fleet whose policy has these operations, and no others. */
const operating = (operations: string): typeof fleet =>
  fleetWith({ [override]: text(override).replace(/- subPath: \/replicaCount[\s\S]*$/, () => operations) });

describe('override', () => {
  test('writes the policy of the fleet, byte for byte, and lets the placement wait for it', () => {
    const { texts, touched, title, notes } = podinfo(plain, { set: ['replicaCount=3'] });
    expect(touched).toEqual([override, placement]);
    expect(texts[override]).toBe(text(override));
    expect(texts[placement]).toBe(text(placement).replace(waits, '  dependentOverrides:\n    - podinfo\n'));
    expect([title, notes]).toEqual(['override podinfo on member1: replicaCount', []]);
    expect(valuesOn(texts, 'member1')).toContain('replicaCount: 3\n');
    expect(valuesOn(texts, 'member2')).toContain('replicaCount: 2\n');
    expect(messages(lint(filesOf(texts)))).toEqual([]);
  });

  test('again changes nothing', () => {
    expect(podinfo(fleet, { set: ['replicaCount=3'] }).touched).toEqual([]);
    const once = podinfo(plain, {
      set: ['a.b.c=1', 'ui.color=red'],
      cluster: ['member1', 'member2'],
    });
    expect(
      podinfo(once.texts, {
        set: ['a.b.c=1', 'ui.color=red'],
        cluster: ['member2', 'member1'],
      }).touched,
    ).toEqual([]);
  });

  test('another value is written in place of the one before, and comments stay', () => {
    const commented = text(override).replace('value: 3', 'value: 3 # half of the others');
    const { texts, touched } = podinfo(fleetWith({ [override]: commented }), { set: ['replicaCount=5'] });
    expect(touched).toEqual([override]);
    expect(texts[override]).toBe(commented.replace('value: 3', 'value: 5'));
  });

  test('replaces what is there, adds what is not, with what lies between', () => {
    const set = [
      'ui.color=red',
      'ui.logo.url=x',
      'tls.enabled=true',
      'ingress.hosts={a,b}',
      'args[0]=--debug',
    ];
    const { texts } = podinfo(plain, { set });
    expect(operationsIn(texts)).toBe(`- subPath: /ui/color
  operator: replace
  value: red
- subPath: /ui/logo
  operator: add
  value:
    url: x
- subPath: /tls
  operator: add
  value:
    enabled: true
- subPath: /ingress/hosts
  operator: replace
  value:
    - a
    - b
- subPath: /args
  operator: add
  value:
    - "--debug"
`);
    expect(valuesOn(texts, 'member1')).toContain('    ui:\n      color: red\n      logo:\n        url: x\n');
  });

  test('items of lists by their index', () => {
    const listed = text(values).replace('hosts: []', 'hosts: [a, b]');
    const { texts } = podinfo(
      { ...plain, [values]: listed },
      { set: ['ingress.hosts[1]=c', 'ingress.hosts[2]=d'] },
    );
    expect(valuesOn(texts, 'member1')).toContain('      hosts:\n      - a\n      - c\n      - d\n');
    expect(refusal(() => podinfo({ ...plain, [values]: listed }, { set: ['ingress.hosts[3]=d'] }))).toEqual([
      'bad-path',
      'ingress.hosts[3] cannot be set: ingress.hosts has 2 items; the next one is [2]',
    ]);
    expect(refusal(() => podinfo(plain, { set: ['ui[0]=d'] }))[1]).toBe(
      'ui[0] cannot be set: ui is a mapping, and has no item 0',
    );
    expect(refusal(() => podinfo(plain, { set: ['ingress.hosts.a=d'] }))[1]).toBe(
      'ingress.hosts.a cannot be set: ingress.hosts is a list, and has no key a',
    );
    expect(refusal(() => podinfo(plain, { set: ['args[2]=d'] }))[1]).toBe(
      'args[2] cannot be set: there is no list yet, and a new one begins with item [0]',
    );
  });

  test('a value inside one that the rule brought is changed there', () => {
    const first = podinfo(plain, { set: ['ui.logo.url=x'] }).texts;
    const { texts } = podinfo(first, { set: ['ui.logo.alt=y', 'ui.logo.url=z'] });
    expect(operationsIn(texts)).toBe(
      '- subPath: /ui/logo\n  operator: add\n  value:\n    url: z\n    alt: "y"\n',
    );
  });

  test('a mapping that becomes a value, and a value that becomes a mapping, are said', () => {
    expect(podinfo(plain, { set: ['ui=red', 'cache.url=x', 'ui=red', 'replicaCount=5'] }).notes).toEqual([
      'cache was a single value on member1; a mapping takes its place',
      'ui was a mapping on member1; a single value takes its place',
    ]);
  });

  test('keys with slashes, tildes and dots', () => {
    const { texts } = podinfo(plain, { set: ['annotations.example\\.com/a~b=x', 'annotations.plain=y'] });
    const next = podinfo(texts, { set: ['annotations.example\\.com/a~b=z'], unset: ['annotations.plain'] });
    expect(valuesOn(next.texts, 'member1')).toContain('    annotations:\n      example.com/a~b: z\n');
    expect(operationsIn(podinfo(texts, { set: ['annotations.x.y=1'] }).texts)).toContain(
      'subPath: /annotations\n',
    );
  });

  test('each cluster has a rule of its own, and other rules stay as they are', () => {
    const { texts } = podinfo(fleet, { cluster: ['member2', 'member1'], set: ['ui.message=hello'] });
    const [first = '', second = ''] = (texts[override] ?? '').split(/(?=^ {4}- targetCluster)/m).slice(1);
    expect(first).toContain('- member1\n');
    expect(first).toContain('subPath: /replicaCount');
    expect(first).toContain('subPath: /ui/message');
    expect(second).toContain('- member2\n');
    expect(second).not.toContain('replicaCount');
  });

  test('a rule of several clusters is nobody’s own', () => {
    const shared = text(override).replace(
      '          - member1\n',
      '          - member1\n          - member2\n',
    );
    const { texts } = podinfo(fleetWith({ [override]: shared }), { set: ['replicaCount=5'] });
    expect(texts[override]?.startsWith(shared)).toBe(true);
    expect(
      [valuesOn(texts, 'member1'), valuesOn(texts, 'member2')].map(
        (each) => /replicaCount: \d/.exec(each)?.[0],
      ),
    ).toEqual(['replicaCount: 5', 'replicaCount: 3']);
  });

  test('of values for one key the last counts, as with Helm', () => {
    expect(podinfo(plain, { set: ['a=1', 'a=2'] }).texts).toEqual(podinfo(plain, { set: ['a=2'] }).texts);
    expect(podinfo(plain, { set: ['a.b=1,a=2'] }).texts).toEqual(podinfo(plain, { set: ['a=2'] }).texts);
  });

  test('clusters in one word, with spaces after the commas', () => {
    const told = { set: ['replicaCount=5'] };
    const { texts } = podinfo(plain, { ...told, cluster: ['member1, member2'] });
    expect(texts).toEqual(podinfo(plain, { ...told, cluster: ['member1', 'member2'] }).texts);
  });

  test('a value that every cluster has is written all the same', () => {
    expect(operationsIn(podinfo(plain, { set: ['replicaCount=2'] }).texts)).toContain('value: 2\n');
  });

  test('an app whose values are empty', () => {
    const empty = text(values).replace(/( {2}values\.yaml: )[\s\S]*$/, '$1"# none"\n');
    const { texts } = podinfo({ ...plain, [values]: empty }, { set: ['ui.color=red', 'a=1'] });
    expect(valuesOn(texts, 'member1')).toContain('  values.yaml: |\n    a: 1\n    ui:\n      color: red\n');
  });
});

describe('override --unset', () => {
  test('takes back what was set; the last one takes the policy along', () => {
    const two = podinfo(fleet, { set: ['ui.color=red'] }).texts;
    expect(podinfo(two, { unset: ['ui.color'] }).texts).toEqual(fleet);
    const { texts, touched } = podinfo(fleet, { unset: ['replicaCount'] });
    expect(touched).toEqual([override, placement]);
    expect(texts).toEqual(plain);
  });

  test('with the entries of a kustomization.yaml', () => {
    const entry = {
      'podinfo/kustomization.yaml':
        'resources:\n  - helmrelease-podinfo.yaml\n  - configmap-podinfo-helm-chart-value-overrides.yaml\n  - propagationpolicy-podinfo.yaml\n',
    };
    const before = { ...plain, ...entry };
    const there = podinfo(before, { set: ['replicaCount=3'] });
    expect(there.texts['podinfo/kustomization.yaml']).toContain('  - overridepolicy-podinfo.yaml\n');
    expect(podinfo(there.texts, { unset: ['replicaCount'] }).texts).toEqual(before);
  });

  test('twice is refused, and a value that all clusters share stays', () => {
    const refused = [
      'not-overridden',
      'nothing overrides replicaCount on member1',
      "to let member1 have no such value at all, not even the chart's: --set replicaCount=null --via spec-values",
      'nothing was written',
    ];
    const once = podinfo(fleet, { unset: ['replicaCount'] }).texts;
    expect(refusal(() => podinfo(once, { unset: ['replicaCount'] }))).toEqual(refused);
    const both = podinfo(fleet, { set: ['ui.color=red'] }).texts;
    const beside = podinfo(both, { unset: ['replicaCount'] }).texts;
    expect(refusal(() => podinfo(beside, { unset: ['replicaCount'] }))).toEqual(refused);
    expect(refusal(() => podinfo(beside, { unset: ['replicaCount'], cluster: ['member2'] }))[1]).toBe(
      'nothing overrides replicaCount on member2',
    );
  });

  test('what its refusal names takes the value away', () => {
    const { texts } = podinfo(plain, { set: ['cache=null'], via: 'spec-values' });
    expect(podinfo(texts, { set: ['cache=null'], via: 'spec-values' }).touched).toEqual([]);
    expect(refusal(() => podinfo(texts, { unset: ['cache'] }))).toEqual([
      'not-overridden',
      'nothing overrides cache on member1',
      'it is overridden inline: --unset cache --via spec-values',
      'nothing was written',
    ]);
    expect(podinfo(texts, { unset: ['cache'], via: 'spec-values' }).texts).toEqual(plain);
  });

  test('a value that the rule removes is there again', () => {
    const removing = operating('- subPath: /cache\n                operator: remove\n');
    const { texts, notes } = podinfo(removing, { unset: ['cache'] });
    expect([texts, notes]).toEqual([plain, []]);
    expect(operationsIn(podinfo(removing, { set: ['cache=x'] }).texts)).toBe(
      '- subPath: /cache\n  operator: replace\n  value: x\n',
    );
  });

  test('what is in a value that the rule removes is refused', () => {
    const removing = operating('- subPath: /ui\n                operator: remove\n');
    expect(refusal(() => podinfo(removing, { unset: ['ui.color'] }))).toEqual([
      'bad-path',
      'ui.color is not overridden alone on member1: ui is, as a whole',
      'take that back: --unset ui',
      'nothing was written',
    ]);
    expect(podinfo(removing, { unset: ['ui'] }).texts).toEqual(plain);
  });

  test('so is what was set in it before', () => {
    const texts = operating(
      '- {subPath: /ui/color, operator: replace, value: red}\n              - {subPath: /ui, operator: remove}\n',
    );
    expect(refusal(() => podinfo(texts, { unset: ['ui.color'] }))[1]).toBe(
      'ui.color is not overridden alone on member1: ui is, as a whole',
    );
    expect(podinfo(texts, { unset: ['ui'] }).texts).toEqual(plain);
  });

  test('inside a mapping that the rule wrote, the value of all clusters', () => {
    const wrote = (value: string): typeof fleet =>
      operating(`- subPath: /ui\n                operator: replace\n                value: ${value}\n`);
    const { texts, notes } = podinfo(wrote('{color: red, message: hi}'), { unset: ['ui.color'] });
    expect(notes).toEqual([]);
    expect(valuesOn(texts, 'member1')).toContain("      color: '#34577c'\n      message: hi\n");
    expect(texts[override]).toContain('value: {color: "#34577c", message: hi}\n');
    expect(refusal(() => podinfo(texts, { unset: ['ui.color'] }))[1]).toBe(
      'nothing overrides ui.color on member1',
    );
    expect(podinfo(texts, { unset: ['ui.message'] }).texts).toEqual(plain);
    // What the mapping leaves out is gone there: it comes back as well.
    const missing = podinfo(wrote('{message: hi}'), { unset: ['ui.color'] }).texts;
    expect(valuesOn(missing, 'member1')).toContain("      color: '#34577c'\n      message: hi\n");
    const other = podinfo(wrote('{color: red, title: hi}'), { unset: ['ui.title'] }).texts;
    expect(valuesOn(other, 'member1')).toContain('    ui:\n      color: red\n');
  });

  test('with all that was set in it', () => {
    const { texts } = podinfo(plain, { set: ['image.tag=x', 'image.repository=y'] });
    expect(podinfo(texts, { unset: ['image'] }).texts).toEqual(plain);
  });

  test('what was set inside a value that the rule brought', () => {
    const both = podinfo(plain, { set: ['ui.logo.url=x', 'ui.logo.alt=y'] }).texts;
    const one = podinfo(both, { unset: ['ui.logo.alt'] });
    expect(one.texts).toEqual(podinfo(plain, { set: ['ui.logo.url=x'] }).texts);
    expect(podinfo(one.texts, { unset: ['ui.logo.url'] }).texts).toEqual(plain);
  });

  test('a value with what was set below it', () => {
    const policy = text(override).replace(
      /- subPath: \/replicaCount[\s\S]*$/,
      '- subPath: /tls\n                operator: add\n                value: {}\n              - subPath: /tls/cert\n                operator: add\n                value: x\n',
    );
    expect(podinfo(fleetWith({ [override]: policy }), { unset: ['tls'] }).texts).toEqual(plain);
  });

  test('a value that was set once as a whole and once from inside', () => {
    const { texts } = podinfo(podinfo(plain, { set: ['a=1'] }).texts, { set: ['a.b=1'] });
    expect(podinfo(texts, { unset: ['a'] }).texts).toEqual(plain);
  });

  test('an item of a list that the rule removes: what is there now is another item', () => {
    const listed = { [values]: text(values).replace('hosts: []', 'hosts: [a, b]') };
    const texts = {
      ...operating('- subPath: /ingress/hosts/0\n                operator: remove\n'),
      ...listed,
    };
    const next = podinfo(texts, { set: ['ingress.hosts[0]=z'] }).texts;
    expect(valuesOn(next, 'member1')).toContain('      hosts:\n      - z\n');
    expect(refusal(() => podinfo(texts, { unset: ['ingress.hosts[0]'] }))).toEqual([
      'bad-path',
      'ingress.hosts[0] was removed on member1 already; what is there now is another item',
      'set the whole list: --set ingress.hosts={…}',
      'nothing was written',
    ]);
  });

  test('a value with what is in it, named twice', () => {
    const { texts } = podinfo(plain, { set: ['image.tag=x'] });
    expect(podinfo(texts, { unset: ['image.tag', 'image'] }).texts).toEqual(plain);
  });

  test('an item of a list that the rule brought', () => {
    const { texts } = podinfo(plain, { set: ['args={a,b}'] });
    expect(podinfo(texts, { unset: ['args[0]'] }).notes).toEqual([]);
  });

  test('items of a list by the indexes that they have before', () => {
    const { texts } = podinfo(plain, { set: ['args={a,b,c}'] });
    const { texts: left } = podinfo(texts, { unset: ['args[0]', 'args[1]'] });
    expect(valuesOn(left, 'member1')).toContain('    args:\n    - c\n');
  });

  test('a value that is not there is refused, with the one that was meant', () => {
    expect(refusal(() => podinfo(plain, { unset: ['ui.colour'] }))).toEqual([
      'no-such-value',
      'ui.colour is not among the values of ConfigMap podinfo-helm-chart-value-overrides on member1; did you mean color?',
      'nothing was written',
    ]);
  });

  test('of a cluster that is gone, or that the app has left', () => {
    const inventory = 'fleet/clusters.jsonc';
    const pruned = { ...fleet, [inventory]: '{ "clusters": { "member2": {} } }\n' };
    expect(podinfo(pruned, { unset: ['replicaCount'] }).texts).toEqual({
      ...plain,
      [inventory]: pruned[inventory],
    });
    expect(podinfo(fleet, { unset: ['replicaCount'] }).title).toBe(
      'override podinfo on member1: unset replicaCount',
    );
    expect(refusal(() => podinfo(pruned, { set: ['replicaCount=2'] }))[0]).toBe('no-such-cluster');
    expect(
      refusal(() => podinfo({ ...plain, [inventory]: pruned[inventory] }, { unset: ['replicaCount'] }))[0],
    ).toBe('no-such-cluster');
    const left = placed(fleet, 'podinfo', 'member2').texts;
    expect(podinfo(left, { unset: ['replicaCount'] }).touched).toContain(override);
    expect(refusal(() => podinfo(left, { unset: ['ui.color'] }))[0]).toBe('not-placed');
  });

  test('says when comments go with the policy', () => {
    const commented = fleetWith({ [override]: `# Asked for by the team of member1.\n${text(override)}` });
    const { texts, notes } = podinfo(commented, { unset: ['replicaCount'] });
    expect(texts[override]).toBeUndefined();
    expect(notes).toEqual([
      'OverridePolicy podinfo overrides nothing any more: podinfo/overridepolicy-podinfo.yaml goes, with its comments',
    ]);
  });

  test('what a rule of several clusters brought is refused, and said once the own value is taken back', () => {
    const shared = fleetWith({
      [override]: text(override).replace(
        '          - member1\n',
        '          - member1\n          - member2\n',
      ),
    });
    expect(refusal(() => podinfo(shared, { unset: ['replicaCount'] }))).toEqual([
      'overridden-elsewhere',
      'replicaCount is overridden on member1 by another rule: OverridePolicy podinfo in podinfo/overridepolicy-podinfo.yaml',
      'change it there',
      'or give member1 a value of its own: --set replicaCount=…',
      'nothing was written',
    ]);
    const own = podinfo(shared, { set: ['replicaCount=5'] }).texts;
    const { texts, notes } = podinfo(own, { unset: ['replicaCount'] });
    expect(texts).toEqual(shared);
    expect(notes).toEqual([
      'replicaCount is still overridden on member1, by OverridePolicy podinfo in podinfo/overridepolicy-podinfo.yaml',
    ]);
  });

  test.each(['alpha', 'zebra'])('what policy %s brought is refused', (name) => {
    const other = text(override)
      .replace('name: podinfo\n', `name: ${name}\n`)
      .replace('/replicaCount', '/ui/color')
      .replace('operator: replace', 'operator: add')
      .replace('value: 3', 'value: red');
    const texts = { ...fleet, [`podinfo/overridepolicy-${name}.yaml`]: other };
    expect(refusal(() => podinfo(texts, { unset: ['ui.color'] }))[1]).toContain(
      `OverridePolicy ${name} in podinfo/overridepolicy-${name}.yaml`,
    );
  });

  test('what another policy removes is said', () => {
    const zebra = text(override)
      .replace('name: podinfo\n', 'name: zebra\n')
      .replace('operator: replace', 'operator: remove')
      .replace('                value: 3\n', '');
    const texts = { ...fleet, 'podinfo/overridepolicy-zebra.yaml': zebra };
    expect(podinfo(texts, { unset: ['replicaCount'] }).notes).toEqual([
      'replicaCount is still missing on member1: another rule removes it',
    ]);
  });
});

describe('override --via spec-values', () => {
  test.each([
    [
      'an override',
      (): typeof fleet => podinfo(plain, { set: ['replicaCount=7'], via: 'spec-values' }).texts,
      'OverridePolicy podinfo in podinfo/overridepolicy-podinfo.yaml',
    ],
    [
      'the HelmRelease',
      (): typeof fleet => ({ ...plain, [release]: `${text(release)}  values:\n    replicaCount: 7\n` }),
      'podinfo/helmrelease-podinfo.yaml',
    ],
  ])('is the way over inline values of %s', (_, inline, where) => {
    expect(refusal(() => podinfo(inline(), { set: ['replicaCount=4'] }))).toEqual([
      'overridden-later',
      `replicaCount would not be so on member1: the inline values of HelmRelease podinfo go over it: ${where}`,
      'change it inline: --via spec-values',
      'nothing was written',
    ]);
    const { texts } = podinfo(inline(), { set: ['replicaCount=4'], via: 'spec-values' });
    expect(delivered(texts, 'HelmRelease', 'podinfo', 'member1')).toContain('    replicaCount: 4\n');
  });

  test('writes operations on the HelmRelease, in a policy of its own where the first has other objects', () => {
    const { texts, touched } = podinfo(fleet, {
      set: ['replicaCount=4', 'ui.color=red'],
      via: 'spec-values',
    });
    const path = 'podinfo/overridepolicy-podinfo-helmrelease.yaml';
    expect(touched).toEqual([path, placement]);
    expect(texts[path]).toContain('    - apiVersion: helm.toolkit.fluxcd.io/v2\n      kind: HelmRelease\n');
    expect(texts[path]).toContain(`        plaintext:
          - path: /spec/values
            operator: add
            value:
              replicaCount: 4
              ui:
                color: red
`);
    expect(texts[placement]).toContain('    - podinfo\n    - podinfo-helmrelease\n');
    expect(delivered(texts, 'HelmRelease', 'podinfo', 'member1')).toContain(
      '  values:\n    replicaCount: 4\n',
    );
    expect(messages(lint(filesOf(texts)))).toEqual([]);
    expect(podinfo(texts, { unset: ['replicaCount', 'ui.color'], via: 'spec-values' }).texts).toEqual(fleet);
  });

  test('is the way for an old Karmada, for Secrets and for values that cannot be read', () => {
    const settings = { karmadaVersion: '1.11' };
    expect(refusal(() => podinfo(plain, { set: ['a=1'], settings }))).toEqual([
      'no-field-overrider',
      'Karmada 1.11 cannot patch the text of a ConfigMap: fieldOverrider came with 1.12',
      'override the values inline: --via spec-values',
    ]);
    expect(podinfo(plain, { set: ['a=1'], settings, via: 'spec-values' }).touched).toEqual([
      override,
      placement,
    ]);
    const secret = text('podinfo/helmrelease-podinfo.yaml').replace('kind: ConfigMap', 'kind: Secret');
    expect(
      refusal(() => podinfo({ ...plain, 'podinfo/helmrelease-podinfo.yaml': secret }, { set: ['a=1'] })),
    ).toEqual([
      'unseen-values',
      'the values of podinfo are in Secret podinfo-helm-chart-value-overrides, whose texts Karmada cannot patch',
      'override them inline, over all others: --via spec-values',
      'nothing was written',
    ]);
  });

  test.each([
    [
      '    # How many',
      '    x: {{ .Values.x }}\n    # How many',
      '14:9',
      'is no YAML that Karmada can patch: yaml: invalid map key',
    ],
    ['    # How many', '    x: [\n    # How many', '16:5', 'is no YAML that Karmada can patch: yaml: '],
    [
      '    ui:\n',
      '    ---\n    ui:\n',
      '23:5',
      'holds several documents, of which Karmada would keep the first alone',
    ],
    [/( {2}values\.yaml: )[\s\S]*$/, '$1"- a"\n', '13:17', 'is no mapping of values'],
  ])('values that Karmada cannot patch: %s', (was, now, at, why) => {
    const broken = { ...plain, [values]: text(values).replace(was, now) };
    const [code, message, ...help] = refusal(() => podinfo(broken, { set: ['a=1'] }));
    expect([code, ...help]).toEqual([
      'broken-values',
      `mend it there: gitops-kit lint ${values}`,
      'nothing was written',
    ]);
    expect(message).toContain(
      `${values}:${at}: ConfigMap podinfo-helm-chart-value-overrides, key values.yaml, ${why}`,
    );
  });

  test('null goes inline only: Karmada takes it for no value elsewhere', () => {
    expect(refusal(() => podinfo(plain, { set: ['ui=null'] }))).toEqual([
      'bad-path',
      'ui=null cannot be written: Karmada takes null for no value',
      'write it inline: --via spec-values',
      'nothing was written',
    ]);
    const { texts } = podinfo(plain, { set: ['ui=null'], via: 'spec-values' });
    expect(delivered(texts, 'HelmRelease', 'podinfo', 'member1')).toContain('  values:\n    ui: null\n');
  });
});

describe('other releases that read the ConfigMap', () => {
  const second = text(release).replaceAll('name: podinfo\n', 'name: second\n');
  const both = (changed: string): typeof fleet => ({ ...plain, 'podinfo/helmrelease-second.yaml': changed });

  test('are named where they run, too', () => {
    const selected = text(placement).replace(
      '    - apiVersion: v1\n',
      '    - apiVersion: helm.toolkit.fluxcd.io/v2\n      kind: HelmRelease\n      name: second\n    - apiVersion: v1\n',
    );
    const texts = { ...both(second), [placement]: selected.replace(waits, '') };
    const told = { set: ['replicaCount=4'], cluster: ['member1', 'member2'] };
    expect(podinfo(texts, told).notes).toEqual([
      'HelmRelease second in podinfo/helmrelease-second.yaml reads the same ConfigMap podinfo-helm-chart-value-overrides: it changes on member1, member2, too',
    ]);
    expect(podinfo(texts, { ...told, via: 'spec-values' }).notes).toEqual([]);
    expect(podinfo(podinfo(texts, told).texts, told).notes).toEqual([]);
  });

  test('are not where they go to no cluster, or read another key', () => {
    expect(podinfo(both(second), { set: ['replicaCount=4'] }).notes).toEqual([]);
    const other = second
      .replace('valuesKey: values.yaml', 'valuesKey: more.yaml')
      .replace('name: second', 'name: podinfo2');
    expect(podinfo(both(other), { set: ['replicaCount=4'] }).notes).toEqual([]);
  });
});

describe('override refuses', () => {
  test('an app that nothing places', () => {
    expect(refusal(() => podinfo(unplaced(), { set: ['a=1'] }))).toEqual([
      'not-placed',
      'ConfigMap podinfo-helm-chart-value-overrides goes nowhere: no policy takes it to a cluster',
      'place it first: gitops-kit place podinfo --clusters …',
      'nothing was written',
    ]);
  });

  test('a cluster that is not known, and one on which the app is not', () => {
    expect(refusal(() => podinfo(plain, { cluster: ['memeber1'], set: ['a=1'] })).slice(0, 2)).toEqual([
      'no-such-cluster',
      'cluster memeber1 is not in fleet/clusters.jsonc; did you mean member1?',
    ]);
    expect(refusal(() => podinfo(plain, { cluster: ['member3'], set: ['a=1'] }))).toEqual([
      'not-placed',
      'app podinfo is not placed on member3: it is not among the cluster names',
      'it is placed on member1, member2',
      'member3 has the taint dedicated:NoSchedule: first let the policies tolerate it, under clusterTolerations',
      'place it there, too: gitops-kit place podinfo --clusters member1,member2,member3',
      'nothing was written',
    ]);
  });

  test('a slip where only policies name clusters', () => {
    const { 'fleet/clusters.jsonc': _, ...nameless } = plain;
    expect(refusal(() => podinfo(nameless, { cluster: ['memeber1'], set: ['a=1'] }))[1]).toBe(
      'app podinfo is not placed on memeber1; did you mean member1?',
    );
  });

  test('what fails on its cluster, in Karmada’s words', () => {
    const failing = text(override).replace('/replicaCount', '/none/replicaCount');
    expect(refusal(() => podinfo(fleetWith({ [override]: failing }), { set: ['ui.color=red'] }))).toEqual([
      'override-fails',
      'ConfigMap podinfo-helm-chart-value-overrides would not reach member1: OverridePolicy podinfo in podinfo/overridepolicy-podinfo.yaml fails with replace operation does not apply: doc is missing path: /none/replicaCount: missing value',
      'of /none/replicaCount there is nothing',
      'nothing was written',
    ]);
    expect(podinfo(fleetWith({ [override]: failing }), { unset: ['none.replicaCount'] }).texts).toEqual(
      plain,
    );
  });

  test('what a later policy writes over', () => {
    const later = text(override).replace('name: podinfo\n', 'name: zebra\n');
    const texts = {
      ...plain,
      'podinfo/overridepolicy-zebra.yaml': later,
    };
    const both = {
      ...texts,
      [override]: text(override).replace('/replicaCount', '/ui/color').replace('value: 3', 'value: red'),
    };
    expect(refusal(() => podinfo(both, { set: ['replicaCount=7'] }))).toEqual([
      'overridden-later',
      'replicaCount would not be so on member1: OverridePolicy zebra in podinfo/overridepolicy-zebra.yaml comes after it',
      'change it there',
      'nothing was written',
    ]);
  });

  test('a policy in the form that counts no more beside rules', () => {
    const old = text(override).replace(/ {2}overrideRules:[\s\S]*$/, '  overriders:\n    plaintext: []\n');
    expect(refusal(() => podinfo(fleetWith({ [override]: old }), { set: ['a=1'] }))[0]).toBe(
      'override-by-hand',
    );
  });

  test('words that say nothing, or too much', () => {
    const wish = (told: Told) => refusal(() => podinfo(plain, told))[1];
    expect(wish({ cluster: [], set: ['a=1'] })).toBe('on which cluster? --cluster NAME is missing');
    expect(wish({})).toBe('nothing to override: --set KEY=VALUE or --unset KEY is missing');
    expect(wish({ unset: ['password=secret'] })).toBe('--unset password=… has a value; expected a key alone');
    expect(wish({ set: ['a.b=1'], unset: ['a.b'] })).toBe(
      'a.b is set and unset at once; expected one of them',
    );
    expect(wish({ set: ['a.b=1'], unset: ['a'] })).toBe('a.b is set and unset at once; expected one of them');
    expect(wish({ set: ['a=1,a.b=2'] })).toBe('a.b is set, and what is around it; expected one of them');
  });
});

describe('override, whatever the values', () => {
  const key = fc.constantFrom('a', 'b', 'on', '1', 'a/b', 'x~y', '~1', 'a.b', '__proto__', 'null', 'é');
  const leaf = fc.constantFrom<Data>(
    1,
    0,
    -5,
    true,
    false,
    'x',
    '',
    'yes',
    '1.10',
    '0644',
    'a: b',
    'a\nb\n',
    ' ',
  );
  const { tree } = fc.letrec<{ tree: Data }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.constant(null),
      fc.array(leaf, { maxLength: 2 }),
      fc
        .array(fc.tuple(key, tie('tree')), { maxLength: 3 })
        .map((entries) => dataForm.object(new Map(entries))),
    ),
  }));
  const document = fc
    .array(fc.tuple(key, tree), { maxLength: 4 })
    .map((entries) => dataForm.object(new Map(entries)));
  const path = fc.array(key, { minLength: 1, maxLength: 3 });

  test('the cluster gets the values with the change, the others as they are, and taking it back restores the files', () => {
    fc.assert(
      fc.property(document, path, leaf, (before, to, value) => {
        const block = `$1|\n${goYamlText(before).replace(/^(?=.)/gm, '    ')}`;
        const texts = { ...plain, [values]: text(values).replace(/( {2}values\.yaml: )[\s\S]*$/, block) };
        let changed: typeof fleet;
        try {
          changed = podinfo(texts, { assignments: [{ path: to, value }] }).texts;
        } catch (error) {
          // A key where a list is, and nothing else.
          if (error instanceof KitError && error.message.includes('is a list, and has no key')) return;
          throw error;
        }
        const got = valuesIn(valuesOn(changed, 'member1'));
        expect(valueAt(got, to)).toEqual(value);
        expect(valuesIn(valuesOn(changed, 'member2'))).toEqual(before);
        expect(podinfo(changed, { assignments: [{ path: to, value }] }).touched).toEqual([]);
        expect(podinfo(changed, { assignments: [], paths: [to] }).texts).toEqual(texts);
      }),
      { numRuns: 30 },
    );
  });

  function valuesIn(object: string): Data {
    const read = readSigsYaml(object);
    const inner = valueAt('data' in read ? read.data : null, ['data', 'values.yaml']);
    const document = readSigsYaml(typeof inner === 'string' ? inner : '');
    return 'data' in document ? document.data : null;
  }
});
