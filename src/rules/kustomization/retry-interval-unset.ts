import { formatDuration } from '../../core/duration.ts';
import { offerFix } from '../fixes.ts';
import { durationOf, ownKustomizations, retryInterval } from '../flux-kustomizations.ts';
import { named, problemOf } from '../named.ts';
import { mayBeWritten } from '../patched-field.ts';
import type { Rule } from '../rule.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';

export const retryIntervalUnset: Rule = {
  id: 'kustomization/retry-interval-unset',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A Kustomization tries again only after its whole interval.',
  why: `When something fails, a dependency that is not ready yet or a webhook that is not up, Flux tries again after
\`retryInterval\`, which is the interval unless it is set. A new cluster, where everything waits for something
else, then takes hours instead of minutes. Intervals of up to five minutes are left alone.`,
  examples: [
    {
      title: 'a long interval and nothing else',
      replace: [[kustomization, '  retryInterval: 2m\n', '']],
      finds: ['Kustomization podinfo names no retryInterval, and tries again only after 15m'],
    },
    {
      title: 'a short interval',
      replace: [[kustomization, '  interval: 15m\n  retryInterval: 2m\n', '  interval: 5m\n']],
      finds: [],
    },
  ],
  repair: {
    unsafe:
      'What fails is tried again every two minutes, as long as it fails: that is load, and an alert each time.',
  },
  *check({ repo }) {
    for (const each of ownKustomizations(repo)) {
      const interval = durationOf(each, 'spec', 'interval');
      if (interval === undefined || interval <= 300_000) continue;
      if (each.get('spec', 'retryInterval') !== undefined) continue;
      if (mayBeWritten(repo, 'Kustomization', 'retryInterval')) continue;
      yield problemOf(each, ['spec', 'retryInterval'], {
        message: `${named(each)} names no retryInterval, and tries again only after ${formatDuration(interval)}`,
        help: 'write retryInterval: 2m',
        ...offerFix(repo, each, { title: 'write retryInterval: 2m', safety: 'unsafe' }, [retryInterval]),
      });
    }
  },
};
