import { missingVersion } from '../../chart/choose-version.ts';
import { lowestOf } from '../../core/range-reach.ts';
import { compareVersions, parseRange, satisfies, type VersionRange } from '../../core/version-range.ts';
import { chartedReleases, newest } from '../charted-releases.ts';
import { declaredHere, named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';
const config = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';
const unrecorded = [
  config,
  '    gitops-kit/chart: podinfo\n    gitops-kit/chart-version: 6.14.1\n',
  '',
] as const;
const charts = [
  {
    url: 'https://stefanprodan.github.io/podinfo',
    chart: 'podinfo',
    versions: { '7.0.0-rc.1': '', '6.14.1': '', '6.13.0': '', '5.2.1': '' },
  },
];

export const chartVersionMissing: Rule = {
  id: 'helmrelease/chart-version-missing',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'No version of the chart lies in the range of a HelmRelease.',
  why: `Flux finds nothing to install, and says so only in the cluster: the release is neither installed nor upgraded. The
version of a chart is not that of the program in it. What versions there are is known from when the repository was last
asked; of what may have been released since, only \`lint --online\` says that it is not there.`,
  examples: [
    {
      title: 'a major version that does not exist',
      charts,
      replace: [[release, 'version: 6.x', 'version: 10.x'], unrecorded],
      finds: [
        'HelmRelease podinfo installs podinfo, of which HelmRepository podinfo has no version matching 10.x; newest is 6.14.1',
      ],
    },
    {
      title: 'one version that does not exist',
      charts,
      replace: [[release, 'version: 6.x', 'version: 5.2.2'], unrecorded],
      finds: [
        'HelmRelease podinfo installs podinfo, of which HelmRepository podinfo has no version 5.2.2; newest is 6.14.1, nearest is 5.2.1',
      ],
    },
    {
      title: 'pre-releases only',
      charts,
      replace: [[release, 'version: 6.x', 'version: 7.x'], unrecorded],
      finds: [
        'HelmRelease podinfo installs podinfo, of which HelmRepository podinfo has no version matching 7.x; newest is 6.14.1',
      ],
    },
    { title: 'a range with versions in it', charts, finds: [] },
  ],
  alone: true,
  *check({ repo, charts: known }) {
    for (const { release, chart, versions, version } of chartedReleases(repo, known)) {
      if (versions === undefined || versions.length === 0 || version !== undefined) continue;
      if (chart.server.kind === 'unknown' || chart.range === undefined) continue;
      const range = parseRange(chart.range);
      if (range === undefined || (!known.isFresh && mayBeNewer(range, versions))) continue;
      const { message, help } = missingVersion(versions, chart.range);
      yield problemOf(chart.pinnedIn, chart.pinPath, {
        message: `${named(release)} installs ${chart.name}, of which ${named(chart.server.resource)} has ${message}`,
        help: known.isFresh ? help.join('; ') : 'ask the repository again: gitops-kit lint --online',
        related: [declaredHere(chart.server.resource)],
      });
    }
  },
};

/** Whether what was released since the repository was asked may lie in the range. */
function mayBeNewer(range: VersionRange, versions: readonly string[]): boolean {
  const last = newest(versions);
  if (last === undefined) return true;
  const [next, later] = [
    { ...last, pre: '', patch: last.patch + 1n },
    { ...last, pre: '', major: last.major + 1n, minor: 0n, patch: 0n },
  ];
  const first = lowestOf(range);
  return (
    first === undefined ||
    compareVersions(first, last) > 0 ||
    satisfies(range, next) ||
    satisfies(range, later)
  );
}
