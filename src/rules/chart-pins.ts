import { parseRange, type VersionRange } from '../core/version-range.ts';
import type { Repo } from '../model/repo.ts';
import { fluxGroups, type Resource } from '../model/resource.ts';
import type { Path } from '../yaml/node.ts';

/** A chart of a HelmRepository, as a HelmRelease or a HelmChart names it. Other sources know folders, and no versions. */
export interface ChartPin {
  readonly holder: Resource;
  readonly name: string;
  readonly namePath: Path;
  /** Undefined where it is absent. */
  readonly version: string | undefined;
  readonly versionPath: Path;
  /** The range that the version says, `*` where it is absent; undefined when Helm would refuse it. */
  readonly range: VersionRange | undefined;
  readonly source: { readonly name: string; readonly namespace: string | undefined };
}

const known = new WeakMap<Repo, readonly ChartPin[]>();

/** The pins of all HelmReleases and HelmCharts, but for those that hold variables or no text; read once. */
export function chartPins(repo: Repo): readonly ChartPin[] {
  const pins = known.get(repo) ?? [...readPins(repo)];
  known.set(repo, pins);
  return pins;
}

function* readPins(repo: Repo): Iterable<ChartPin> {
  for (const release of repo.ofKind('HelmRelease', fluxGroups.helm))
    yield* pinAt(release, ['spec', 'chart', 'spec']);
  for (const chart of repo.ofKind('HelmChart', fluxGroups.source)) yield* pinAt(chart, ['spec']);
}

function* pinAt(holder: Resource, at: Path): Iterable<ChartPin> {
  if (holder.text(...at, 'sourceRef', 'kind') !== 'HelmRepository') return;
  const name = holder.text(...at, 'chart');
  const source = holder.text(...at, 'sourceRef', 'name');
  const written = holder.get(...at, 'version');
  if (name === undefined || source === undefined || name.includes('${')) return;
  if (written !== undefined && (typeof written !== 'string' || written.includes('${'))) return;
  yield {
    holder,
    name,
    namePath: [...at, 'chart'],
    version: written === '' ? undefined : written,
    versionPath: [...at, 'version'],
    range: parseRange(written === undefined || written === '' ? '*' : written),
    source: {
      name: source,
      namespace: holder.text(...at, 'sourceRef', 'namespace') ?? holder.namespace,
    },
  };
}
