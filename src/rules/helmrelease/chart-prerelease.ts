import { parseVersion } from '../../core/version.ts';
import { type ChartPin, chartPins } from '../chart-pins.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';

export const chartPrerelease: Rule = {
  id: 'helmrelease/chart-prerelease',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'A HelmRelease takes pre-releases of its chart.',
  why: `A range takes no version like \`6.15.0-rc.1\` unless one of its conditions names a pre-release itself; one \`-0\`
opens it for all of them, so that \`>=6.0.0-0 <7.0.0\` also takes \`7.0.0-rc.1\`. That is rarely meant for longer than
until the release is out.`,
  examples: [
    {
      title: 'a range that is open for them',
      replace: [[release, 'version: 6.x', 'version: ">=6.0.0-0 <7.0.0"']],
      finds: ['HelmRelease podinfo takes pre-releases of chart podinfo (>=6.0.0-0 <7.0.0)'],
    },
    {
      title: 'one of them',
      replace: [
        [release, 'version: 6.x', 'version: 6.15.0-rc.1'],
        [
          'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml',
          'chart-version: 6.14.1',
          'chart-version: 6.15.0-rc.1',
        ],
      ],
      finds: ['HelmRelease podinfo is pinned to a pre-release of chart podinfo (6.15.0-rc.1)'],
    },
    { title: 'releases only', replace: [[release, 'version: 6.x', 'version: ">=6.0.0 <7.0.0"']], finds: [] },
  ],
  alone: true,
  *check({ repo }) {
    for (const pin of chartPins(repo)) {
      const { holder, name, version, versionPath, range } = pin;
      if (range?.alternatives.some(({ pre }) => pre) !== true) continue;
      const takes = isOne(pin) ? 'is pinned to a pre-release' : 'takes pre-releases';
      yield problemOf(holder, versionPath, {
        message: `${named(holder)} ${takes} of chart ${name} (${version})`,
        help: isOne(pin) ? 'take the release once it is out' : 'leave out -0 where only releases are meant',
      });
    }
  },
};

function isOne({ version = '' }: ChartPin): boolean {
  return parseVersion(version) !== undefined;
}
