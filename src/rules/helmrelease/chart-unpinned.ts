import { isUnbounded } from '../../core/range-reach.ts';
import { unapplied } from '../applied.ts';
import { chartPins } from '../chart-pins.ts';
import { named, problemOf } from '../named.ts';
import { mayBePatched } from '../patched.ts';
import type { Rule } from '../rule.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';

export const chartUnpinned: Rule = {
  id: 'helmrelease/chart-unpinned',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A HelmRelease takes every version of its chart.',
  why: `Without \`version\` Flux takes \`*\`: the newest chart there is, at the next interval, with no commit that says so.
A new major version changes values and may remove what runs. Pin the major version (\`6.x\`) to get repairs and no
surprises, or one version and let a bot propose the next.`,
  examples: [
    {
      title: 'no version',
      replace: [[release, '      version: 6.x # pinned to the major version\n', '']],
      finds: ['HelmRelease podinfo takes every version of chart podinfo; expected a version or a range'],
    },
    {
      title: 'a star',
      replace: [[release, 'version: 6.x', 'version: "*"']],
      finds: ['HelmRelease podinfo takes every version of chart podinfo (*); expected a version or a range'],
    },
    { title: 'one version', replace: [[release, 'version: 6.x', 'version: 6.14.1']], finds: [] },
  ],
  *check({ repo }) {
    for (const { holder, name, version, versionPath, range } of chartPins(repo)) {
      if (range === undefined || !isUnbounded(range)) continue;
      // A version that stands one level too high is there, and the schema says so.
      if (holder.get('spec', 'chart', 'version') !== undefined) continue;
      if (unapplied(repo).resources.has(holder) || mayBePatched(repo, holder)) continue;
      yield problemOf(holder, versionPath, {
        message: `${named(holder)} takes every version of chart ${name}${version === undefined ? '' : ` (${version})`}; expected a version or a range`,
        help: 'write version: and the major version that runs, as in 6.x',
      });
    }
  },
};
