import { describe, expect, test } from 'vitest';
import type { ChartPlace } from '../../src/chart/known-charts.ts';
import { runCli } from '../../src/commands/cli.ts';
import { KitError } from '../../src/core/errors.ts';
import { type FakeHost, type FakeWorld, fakeHost } from '../../src/io/fake.ts';
import type { ChartFetcher } from '../../src/io/host.ts';
import { exampleCharts } from '../../src/rules/example.ts';
import type { ExampleChart } from '../../src/rules/rule.ts';
import { golden } from '../support/golden.ts';

const podinfo: ExampleChart = {
  url: 'https://stefanprodan.github.io/podinfo',
  chart: 'podinfo',
  versions: { '6.15.0': 'replicaCount: 1\n', '6.14.1': 'replicaCount: 1\nimage: { tag: "" }\n', '5.0.0': '' },
};
const files = Object.fromEntries(
  [...golden.files.paths()].map((path) => [path, golden.files.text(path) ?? '']),
);

/** Repositories that offer one chart; of any other they say that it is not there, or nothing at all. */
function offering(chart: ExampleChart, asked: string[] = [], otherwise = 'chart-not-found'): ChartFetcher {
  const known = exampleCharts({ charts: [chart] });
  const refused = ({ url, chart: name }: ChartPlace) =>
    new KitError(otherwise, `${url} does not give ${name}`, { side: 'outside' });
  return {
    versions: async (place) => {
      asked.push(place.chart);
      const versions = known.versions(place);
      if (versions === undefined) throw refused(place);
      const entry = { appVersion: undefined, urls: [], digest: undefined, deprecated: false };
      return { versions: versions.map((version) => ({ version, ...entry })), notes: [] };
    },
    fetch: async (request) => {
      asked.push(`${request.chart} ${request.version}`);
      const facts = known.facts(request, request.version ?? '');
      if (facts === undefined) throw refused(request);
      return { facts, notes: [] };
    },
    serves: async () => false,
  };
}

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
