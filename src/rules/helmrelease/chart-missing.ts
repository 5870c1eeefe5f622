import { didYouMean } from '../../core/suggest.ts';
import { chartedReleases } from '../charted-releases.ts';
import { declaredHere, named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';
const url = 'https://stefanprodan.github.io/podinfo';
const offered = { url, chart: 'podinfo', versions: { '6.14.1': '' } };

export const chartMissing: Rule = {
  id: 'helmrelease/chart-missing',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The repository of a HelmRelease does not offer its chart.',
  why: `Flux finds nothing to install: the HelmChart stays unready, and with it the release. What repositories offer is known
from when they were last asked, by \`new-app\` or \`lint --online\`; a repository of which nothing is known is not judged,
and the summary says so.`,
  examples: [
    {
      title: 'a name misspelt',
      charts: [offered, { url, chart: 'podinfos', versions: {} }],
      replace: [
        [release, 'chart: podinfo #', 'chart: podinfos #'],
        [
          'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml',
          'gitops-kit/chart: podinfo',
          'gitops-kit/chart: podinfos',
        ],
      ],
      finds: [
        `HelmRelease podinfo installs chart podinfos, which HelmRepository podinfo does not offer; did you mean podinfo?`,
      ],
    },
    { title: 'a chart that is there', charts: [offered], finds: [] },
    { title: 'a repository of which nothing is known', finds: [] },
  ],
  alone: true,
  *check({ repo, charts }) {
    for (const { release, chart, place, versions } of chartedReleases(repo, charts)) {
      if (versions === undefined || versions.length > 0 || chart.server.kind === 'unknown') continue;
      // A chart written as a path has a rule of its own.
      if (chart.name.includes('/')) continue;
      const offers = charts.isFresh ? 'does not offer' : 'did not offer when it was last asked';
      const path =
        chart.pinnedIn.kind === 'OCIRepository' ? ['spec', 'url'] : [...chart.pinPath.slice(0, -1), 'chart'];
      yield problemOf(chart.pinnedIn, path, {
        message: `${named(release)} installs chart ${chart.name}, which ${named(chart.server.resource)} ${offers}${didYouMean(chart.name, charts.names(place.url) ?? [])}`,
        help: charts.isFresh
          ? 'name a chart of that repository, or the repository of that chart'
          : 'ask it again: gitops-kit lint --online',
        related: [declaredHere(chart.server.resource)],
      });
    }
  },
};
