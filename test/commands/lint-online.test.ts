import { describe, expect, test } from 'vitest';
import { runCli } from '../../src/commands/cli.ts';
import { type FakeHost, type FakeWorld, fakeHost } from '../../src/io/fake.ts';
import { exampleCharts } from '../../src/rules/example.ts';
import type { ExampleChart } from '../../src/rules/rule.ts';
import { offering } from '../support/chart-offers.ts';
import { golden } from '../support/golden.ts';

const podinfo: ExampleChart = {
  url: 'https://stefanprodan.github.io/podinfo',
  chart: 'podinfo',
  versions: { '6.15.0': 'replicaCount: 1\n', '6.14.1': 'replicaCount: 1\nimage: { tag: "" }\n', '5.0.0': '' },
};
const files = Object.fromEntries(
  [...golden.files.paths()].map((path) => [path, golden.files.text(path) ?? '']),
);

async function lint(world: FakeWorld, ...more: string[]): Promise<FakeHost & { readonly code: number }> {
  const host = fakeHost({ files, ...world });
  return { ...host, code: await runCli(['lint', ...more], host) };
}

describe('lint --online', () => {
  test('asks for each chart once, and for the versions that are installed and that the values were made from', async () => {
    const asked: string[] = [];
    await lint({ charts: offering(podinfo, asked) }, '--online');
    expect(asked.sort()).toEqual(['podinfo', 'podinfo 6.14.1', 'podinfo 6.15.0', 'redis']);
  });

  test('judges by what the repositories say', async () => {
    const ran = await lint({ charts: offering(podinfo) }, '--online');
    expect(ran.code).toBe(1);
    expect(ran.stdout()).toContain(
      'HelmRelease redis installs chart redis, which HelmRepository redis does not offer',
    );
    expect(ran.stdout()).toContain('sets image, which podinfo 6.15.0 has no more; 6.14.1 had it');
    expect(ran.stderr()).toContain('charts: 2 judged');
  });

  test('a repository that does not answer is named, and the run is not green', async () => {
    const ran = await lint({ charts: offering(podinfo, [], 'unreachable') }, '--online', '--exit-zero');
    expect(ran.code).toBe(3);
    expect(ran.stderr()).toMatch(
      /not asked: HelmRepository redis: \S+ does not give redis; what depends on it was not judged\n/,
    );
    expect(ran.stderr()).toContain('charts: 1 judged, 1 out of reach');
  });

  test('the report as JSON counts them', async () => {
    const ran = await lint({ charts: offering(podinfo, [], 'unreachable') }, '--online', '--format', 'json');
    const { summary }: { summary: { charts: unknown } } = JSON.parse(ran.stdout());
    expect(summary.charts).toEqual({ judged: 1, uncached: 0, outOfReach: 1, elsewhere: 0 });
  });
});

describe('lint without --online', () => {
  const known = { ...exampleCharts({ charts: [podinfo] }), isFresh: false };

  test('asks nobody, and judges by what the cache knows', async () => {
    const asked: string[] = [];
    const ran = await lint({ charts: offering(podinfo, asked), known });
    expect(asked).toEqual([]);
    expect(ran.code).toBe(0);
    expect(ran.stdout()).toContain('sets image, which podinfo 6.15.0 has no more');
    expect(ran.stderr()).toContain('charts: 1 judged, 1 not in the cache');
  });

  test('says nothing of versions that may have been released since', async () => {
    const release = 'podinfo/helmrelease-podinfo.yaml';
    const judged = async (version: string) => {
      const text = golden.with(release, 'version: 6.x', `version: ${version}`).text(release) ?? '';
      const ran = await lint({ files: { ...files, [release]: text }, known }, '--format', 'json');
      const { findings }: { findings: { rule: string }[] } = JSON.parse(ran.stdout());
      return findings.some(({ rule }) => rule === 'helmrelease/chart-version-missing');
    };
    expect(await judged('7.x')).toBe(false);
    expect(await judged('6.15.1')).toBe(false);
    expect(await judged('4.x')).toBe(true);
    expect(await judged('6.14.2')).toBe(true);
  });
});
