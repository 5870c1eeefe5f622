import { isUnbounded, type Reach, reaches, reachOf } from '../../core/range-reach.ts';
import { chartPins } from '../chart-pins.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';

const changes: Readonly<Record<Reach, string>> = {
  exact: 'no update by itself',
  patch: 'patch updates',
  minor: 'minor updates',
  major: 'major updates',
};

export const chartRange: Rule = {
  id: 'helmrelease/chart-range',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'A HelmRelease lets more updates of its chart in than the policy allows.',
  why: `What lies in the range is installed at the next interval, without a commit and without a review. Charts change
their values from one major version to the next, so a range that takes two of them breaks one day by itself. Teams that
want every update reviewed set \`policy\` to \`exact\` and let a bot propose updates.`,
  options: {
    policy: {
      describe: 'The greatest update that Flux may make by itself: `exact` is none, `major` is any.',
      schema: { type: 'string', enum: reaches },
      default: 'minor',
    },
  },
  examples: [
    {
      title: 'no upper end',
      replace: [[release, 'version: 6.x', 'version: ">=6.1.0"']],
      finds: [
        'HelmRelease podinfo takes major updates of chart podinfo (>=6.1.0); the policy is minor updates',
      ],
    },
    {
      title: 'a policy of exact versions',
      options: { policy: 'exact' },
      replace: [['redis/helmrelease-redis.yaml', 'version: 2.x', 'version: 2.2.1']],
      finds: [
        'HelmRelease podinfo takes minor updates of chart podinfo (6.x); the policy is no update by itself',
      ],
    },
    {
      title: 'the minor version pinned',
      options: { policy: 'patch' },
      replace: [
        [release, 'version: 6.x', 'version: 6.14.x'],
        ['redis/helmrelease-redis.yaml', 'version: 2.x', 'version: 2.2.x'],
      ],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo, options }) {
    const policy = reaches.find((reach) => reach === options['policy']) ?? 'minor';
    for (const { holder, name, versionPath, range } of chartPins(repo)) {
      // What takes every version is unpinned, which is a flaw of its own.
      if (range === undefined || isUnbounded(range)) continue;
      const reach = reachOf(range);
      if (reaches.indexOf(reach) <= reaches.indexOf(policy)) continue;
      yield problemOf(holder, versionPath, {
        message: `${named(holder)} takes ${changes[reach]} of chart ${name} (${range.text}); the policy is ${changes[policy]}`,
        help: policy === 'exact' ? 'write the version that runs' : 'end the range, as in 6.x or 6.14.x',
      });
    }
  },
};
