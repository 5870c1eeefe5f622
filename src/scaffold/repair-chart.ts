import { KitError } from '../core/errors.ts';
import type { Resource } from '../model/resource.ts';
import type { Lack } from './lack.ts';
import { releaseSource } from './release-source.ts';
import { placed, type Remains } from './remains.ts';

/** The chart that the missing files are made from. */
export interface ChartWanted {
  readonly name: string;
  /** A version or range; undefined: the newest stable one. */
  readonly version: string | undefined;
  /** The HelmRepository that the release names, where it is there. */
  readonly repository: { readonly resource: Resource; readonly url: string } | undefined;
}

/**
 * The chart that a HelmRelease or values need: as the release names it, else as asked for, else as the values were noted.
 * Undefined where neither is missing.
 * @throws KitError `contradicting-remains`, or `cannot-repair` where the chart does not come from an HTTP repository
 */
export function chartWanted(
  remains: Remains,
  lack: Lack,
  asked: { readonly chart: string | undefined; readonly version: string | undefined },
): ChartWanted | undefined {
  const { helmRelease, values, name } = remains;
  if (helmRelease !== undefined)
    return lack.values === undefined ? undefined : chartOfRelease(remains, helmRelease, lack);
  const noted = (what: string) => values?.text('metadata', 'annotations', `gitops-kit/${what}`);
  const [chart, version] = [noted('chart'), noted('chart-version')];
  if (values !== undefined && chart !== undefined && asked.chart !== undefined && asked.chart !== chart) {
    throw new KitError(
      'contradicting-remains',
      `--chart says ${asked.chart}, and ${placed(values)} has the values of ${chart}`,
    );
  }
  return {
    name: asked.chart ?? chart ?? name,
    version: asked.version ?? version,
    repository: undefined,
  };
}

function chartOfRelease(remains: Remains, release: Resource, lack: Lack): ChartWanted {
  const at = ['spec', 'chart', 'spec'];
  const name = release.text(...at, 'chart');
  const version = release.text(...at, 'version');
  if (name !== undefined && lack.source !== undefined) return { name, version, repository: undefined };
  const source = releaseSource(remains, release);
  if (name !== undefined && source.kind === 'http') return { name, version, repository: source };
  const why = source.kind === 'other' ? source.why : 'it names no chart';
  throw new KitError('cannot-repair', `the values of ${placed(release)} cannot be fetched: ${why}`, {
    help: ['only HTTP chart repositories are read so far: write the ConfigMap by hand'],
  });
}
