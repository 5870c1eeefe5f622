import type { ChartFacts } from '../chart/chart.ts';
import { KitError } from '../core/errors.ts';
import { chartOfRegistry } from '../model/chart-reference.ts';
import type { Repo } from '../model/repo.ts';
import type { Resource } from '../model/resource.ts';
import type { ChartSource, ExistingSource } from './chart-source.ts';
import type { Lack } from './lack.ts';
import { checkBuild, type Pinned, pinned, type Wish } from './pin.ts';
import { releaseSource } from './release-source.ts';
import { placed, type Remains } from './remains.ts';

/** The chart that the missing files are made from. */
export interface ChartWanted {
  readonly name: string;
  /** A version or range; undefined: the newest stable one. */
  readonly version: string | undefined;
  /** The source that the release names, or will name, where it is there. */
  readonly source: ExistingSource | undefined;
}

/** What the command line says of the chart. */
interface Asked {
  readonly chart: string | undefined;
  readonly version: string | undefined;
}

/**
 * The chart that a HelmRelease, an OCIRepository or values need: as the release or its source names it, else as asked for,
 * else as the values were noted. Undefined where none of them is missing.
 * @throws KitError `contradicting-remains`, or `cannot-repair` where the chart comes from no repository of charts
 */
export function chartWanted(remains: Remains, lack: Lack, asked: Asked): ChartWanted | undefined {
  const { helmRelease, values, name } = remains;
  if (helmRelease === undefined)
    return lack.ownSource?.kind === 'OCIRepository'
      ? chartOfSource(lack.ownSource, values, asked)
      : chartNoted(values, asked, name);
  if (lack.source?.kind === 'OCIRepository') return chartNoted(valuesRead(remains, helmRelease), asked, name);
  return lack.values === undefined ? undefined : chartOfRelease(remains, helmRelease, lack);
}

/** What a new HelmRelease or OCIRepository says of the version; an OCIRepository that is there has said it. */
export function pinToWrite(
  wanted: {
    readonly repo: Pick<Repo, 'flux'>;
    readonly lack: Lack;
    readonly source: ChartSource | undefined;
    readonly version: Wish;
  },
  chart: ChartFacts,
): Pinned | undefined {
  const { repo, lack, source, version } = wanted;
  if (source?.kind === 'existing' && source.resource.kind === 'OCIRepository')
    return { range: chartOfRegistry(source.resource).range ?? '*', level: undefined, notes: [] };
  if (source !== undefined) checkBuild(chart, source, repo.flux);
  return lack.helmRelease || lack.source !== undefined ? pinned(chart.version, version) : undefined;
}

/** As asked for, else as the values say that they are of. */
function chartNoted(values: Resource | undefined, asked: Asked, name: string): ChartWanted {
  const { chart, version } = noted(values);
  if (asked.chart !== undefined) checkSame(values, asked.chart, '--chart says');
  return { name: asked.chart ?? chart ?? name, version: asked.version ?? version, source: undefined };
}

/** The OCIRepository that waits for a release has the version. */
function chartOfSource(resource: Resource, values: Resource | undefined, asked: Asked): ChartWanted {
  const { name, range, server } = chartOfRegistry(resource);
  if (server.kind === 'unknown') {
    throw new KitError('cannot-repair', `the chart of ${placed(resource)} is not known: ${server.why}`, {
      help: ['for another source: --repo-url URL'],
    });
  }
  checkSame(values, name, `${placed(resource)} has`);
  if (asked.chart !== undefined && asked.chart !== name) {
    throw new KitError(
      'contradicting-remains',
      `--chart says ${asked.chart}, and ${placed(resource)} has ${name}`,
      { help: ['for another source: --repo-url URL'] },
    );
  }
  return { name, version: range, source: { kind: 'existing', resource, url: server.url } };
}

function checkSame(values: Resource | undefined, chart: string, who: string): void {
  const { chart: other } = noted(values);
  if (values === undefined || other === undefined || other === chart) return;
  throw new KitError(
    'contradicting-remains',
    `${who} ${chart}, and ${placed(values)} has the values of ${other}`,
  );
}

function noted(values: Resource | undefined) {
  const annotation = (what: string) => values?.text('metadata', 'annotations', `gitops-kit/${what}`);
  return { chart: annotation('chart'), version: annotation('chart-version') };
}

/** The ConfigMap that a release reads first. */
function valuesRead({ seen, namespace }: Remains, release: Resource): Resource | undefined {
  const name = release.text('spec', 'valuesFrom', 0, 'name');
  return seen.resources.find(
    (each) => each.kind === 'ConfigMap' && each.name === name && seen.namespaceOf(each) === namespace,
  );
}

function chartOfRelease(remains: Remains, release: Resource, lack: Lack): ChartWanted {
  const at = ['spec', 'chart', 'spec'];
  const name = release.text(...at, 'chart');
  if (name !== undefined && lack.source !== undefined)
    return { name, version: release.text(...at, 'version'), source: undefined };
  const source = releaseSource(remains, release);
  if (source.kind === 'known') {
    const { resource, url, chart, version } = source;
    return { name: chart, version, source: { kind: 'existing', resource, url } };
  }
  throw new KitError('cannot-repair', `the values of ${placed(release)} cannot be fetched: ${source.why}`, {
    help: ['only repositories of charts and registries are read: write the ConfigMap by hand'],
  });
}
