import { describe, expect, test } from 'vitest';
import { noCharts } from '../../src/chart/known-charts.ts';
import { runCli } from '../../src/commands/cli.ts';
import { type FakeWorld, fakeHost } from '../../src/io/fake.ts';
import { podinfoCharts } from '../../src/rules/chart-examples.ts';
import { exampleCharts } from '../../src/rules/example.ts';
import { fleetWith } from '../scaffold/placed.ts';

const schema = JSON.stringify({ properties: { replicaCount: { type: 'integer' } } });
const template = '{{ .Values.replicaCount }} {{ .Values.ui.color }}';
const known = exampleCharts({ charts: podinfoCharts({ '6.14.1': ['', ''] }, { schema, template }) });
const policy = 'podinfo/overridepolicy-podinfo.yaml';

async function override(world: FakeWorld, ...args: readonly string[]) {
  const host = fakeHost({ files: fleetWith(), known, ...world });
  const code = await runCli(['override', 'podinfo', ...args], host);
  return { code, err: host.stderr(), written: host.written };
}

describe('override, and what is known of the chart', () => {
  test.each([
    ['--via', 'configmap'],
    ['--via', 'spec-values'],
  ])('a value that its schema refuses is refused (%s %s)', async (...via) => {
    const { code, err, written } = await override(
      {},
      '--cluster',
      'member2',
      '--set',
      'replicaCount=maybe',
      ...via,
    );
    expect(written).toEqual([]);
    expect(code).toBe(2);
    expect(err).toContain(
      'for member2, HelmRelease podinfo has replicaCount, a text, in its values; podinfo 6.14.1 expects a whole number [fleet/values-broken]\n  = help: write a whole number\n  = help: nothing was written\n',
    );
  });

  test('a key that it does not know is said, with the one that may be meant', async () => {
    const { code, err, written } = await override({}, '--cluster', 'member2', '--set', 'replicaCnt=3');
    expect([code, written.length]).toEqual([0, 1]);
    expect(err).toContain(
      `note: lint will say: ${policy}: for member2, OverridePolicy podinfo sets replicaCnt, which podinfo 6.14.1 does not know; did you mean replicaCount? [fleet/unknown-value]\n`,
    );
  });

  test('where it is not in the cache, that is said', async () => {
    const { code, err } = await override(
      { known: noCharts },
      '--cluster',
      'member2',
      '--set',
      'replicaCnt=3',
    );
    expect([code, err]).toEqual([
      0,
      'note: chart podinfo is not in the cache: whether it takes these values, gitops-kit lint --online says\nnext: git push\n',
    ]);
  });

  test('of what was wrong before nothing is said', async () => {
    const text = fleetWith()[policy] ?? '';
    const files = fleetWith({ [policy]: text.replace('value: 3', 'value: three') });
    const { code, err } = await override({ files }, '--cluster', 'member2', '--set', 'ui.color=red');
    expect([code, err]).toEqual([0, 'next: git push\n']);
  });
});
