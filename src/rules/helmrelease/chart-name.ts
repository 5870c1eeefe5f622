import { withoutTrailing } from '../../core/text.ts';
import type { Repo } from '../../model/repo.ts';
import { fluxGroups } from '../../model/resource.ts';
import { type ChartPin, chartPins } from '../chart-pins.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';

export const chartName: Rule = {
  id: 'helmrelease/chart-name',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The chart of a HelmRelease is written as a path, though its source is a HelmRepository.',
  why: `\`helm install\` takes \`repository/chart\`; Flux takes the chart's bare name, since the repository stands in
\`sourceRef\`. A HelmRepository has no folders: nothing is found under such a name, and the release is not installed. Only
in GitRepository and Bucket sources, and in registries (\`type: oci\`), is a chart a path.`,
  examples: [
    {
      title: 'the repository before the name',
      replace: [[release, 'chart: podinfo #', 'chart: podinfo/podinfo #']],
      finds: [
        'HelmRelease podinfo names chart podinfo/podinfo, but its source is a HelmRepository, which has no folders; did you mean podinfo?',
      ],
    },
    {
      title: 'a folder of a git repository',
      replace: [[release, 'chart: podinfo #', 'chart: ./charts/podinfo #']],
      finds: [
        'HelmRelease podinfo names chart ./charts/podinfo, but its source is a HelmRepository, which has no folders; did you mean podinfo?',
      ],
    },
    {
      title: 'a path in a registry',
      replace: [
        [release, 'chart: podinfo #', 'chart: charts/podinfo #'],
        [
          'flux-system/helmrepositories/helmrepository-podinfo.yaml',
          'url: https://stefanprodan.github.io/podinfo',
          'type: oci\n  url: oci://ghcr.io/stefanprodan',
        ],
      ],
      finds: [],
    },
  ],
  *check({ repo }) {
    for (const pin of chartPins(repo)) {
      const { holder, name, namePath } = pin;
      if (!name.includes('/') || isRegistry(repo, pin)) continue;
      const bare = withoutTrailing(name, '/').split('/').at(-1) ?? name;
      yield problemOf(holder, namePath, {
        message: `${named(holder)} names chart ${name}, but its source is a HelmRepository, which has no folders; did you mean ${bare}?`,
        help: `write chart: ${bare}, or name the GitRepository that holds the folder`,
      });
    }
  },
};

/** Whether the source may be an OCI registry; one that is not here says nothing. */
function isRegistry(repo: Repo, { source }: ChartPin): boolean {
  const found = repo
    .ofKind('HelmRepository', fluxGroups.source)
    .filter(
      ({ name, namespace }) => name === source.name && (namespace ?? source.namespace) === source.namespace,
    );
  return (
    found.length === 0 ||
    found.some(
      (each) => each.text('spec', 'type') === 'oci' || each.text('spec', 'url')?.startsWith('oci://'),
    )
  );
}
