import { parseVersion } from '../../core/version.ts';
import { parseRange, satisfies } from '../../core/version-range.ts';
import { chartOf } from '../../model/chart-reference.ts';
import type { Resource } from '../../model/resource.ts';
import { named, problemOf } from '../named.ts';
import { mayBePatched } from '../patched.ts';
import type { Rule } from '../rule.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';
const config = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';
const recorded = (field: string) => ['metadata', 'annotations', `gitops-kit/${field}`];

export const staleBase: Rule = {
  id: 'values/stale-base',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The values come from another version of the chart than the one that is installed.',
  why: `A ConfigMap of this layout holds all values of a chart, changed where it is needed. When the HelmRelease goes to
a version that the values were not made for, settings that the chart renamed have no effect any more, and old defaults
hold on to what it changed. The annotations \`gitops-kit/chart\` and \`gitops-kit/chart-version\` say what the values were
made from: merge the new version's values, then record it.`,
  examples: [
    {
      title: 'the next major version',
      replace: [[release, 'version: 6.x', 'version: 7.x']],
      finds: [
        'ConfigMap podinfo-helm-chart-value-overrides holds the values of podinfo 6.14.1, but HelmRelease podinfo takes 7.x',
      ],
    },
    {
      title: 'the values of another chart',
      replace: [[config, 'gitops-kit/chart: podinfo', 'gitops-kit/chart: redis']],
      finds: [
        'ConfigMap podinfo-helm-chart-value-overrides holds the values of chart redis, but HelmRelease podinfo installs podinfo',
      ],
    },
    {
      title: 'a version in the range',
      replace: [[release, 'version: 6.x', 'version: ^6.14.0']],
      finds: [],
    },
    {
      title: 'values of which nothing is recorded',
      replace: [
        [release, 'version: 6.x', 'version: 7.x'],
        [config, '    gitops-kit/chart: podinfo\n    gitops-kit/chart-version: 6.14.1\n', ''],
      ],
      finds: [],
    },
  ],
  *check({ repo }) {
    for (const view of repo.views) {
      for (const { role, from, kind, namespace, name, path } of view.references) {
        if (role !== 'values' || from.get(...path.slice(0, -1), 'targetPath') !== undefined) continue;
        const found = view.find(kind, namespace, name);
        const chart = found === undefined ? undefined : chartOf(from, view);
        if (found === undefined || chart === undefined || mayBePatched(repo, from)) continue;
        const recordedChart = found.text(...recorded('chart'));
        if (recordedChart !== undefined && recordedChart !== chart.name && !chart.name.includes('/')) {
          yield problemOf(found, recorded('chart'), {
            message: `${named(found)} holds the values of chart ${recordedChart}, but ${named(from)} installs ${chart.name}`,
            help: `write the values of ${chart.name}, and record it`,
            related: [
              { at: from.at('spec', 'chart', 'spec', 'chart'), message: 'the chart that is installed' },
            ],
          });
          continue;
        }
        const version = found.text(...recorded('chart-version'));
        if (version === undefined || chart.range === undefined || isTaken(version, chart.range)) continue;
        yield problemOf(found, recorded('chart-version'), {
          message: `${named(found)} holds the values of ${chart.name} ${version}, but ${named(from)} takes ${chart.range}`,
          help: `merge the values of ${chart.name} ${chart.range} into it, and record their version`,
          related: [{ at: versionPlace(chart.pinnedIn), message: 'the version that is installed' }],
        });
      }
    }
  },
};

/** Whether a version lies in a range; where one of them cannot be read nobody knows. */
function isTaken(version: string, range: string): boolean {
  const one = parseVersion(version);
  const all = parseRange(range);
  return one === undefined || all === undefined || one.text === range || satisfies(all, one);
}

function versionPlace(pinnedIn: Resource) {
  if (pinnedIn.kind === 'HelmRelease') return pinnedIn.at('spec', 'chart', 'spec', 'version');
  return pinnedIn.kind === 'HelmChart' ? pinnedIn.at('spec', 'version') : pinnedIn.at('spec', 'ref');
}
