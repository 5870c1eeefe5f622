import { formatDuration, parseDuration } from '../../core/duration.ts';
import { offerFix } from '../fixes.ts';
import { durationOf, ownKustomizations, retryInterval } from '../flux-kustomizations.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';

export const intervalTooShort: Rule = {
  id: 'kustomization/interval-too-short',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A Kustomization is reconciled more often than once a minute.',
  why: `Each time Flux builds the whole path and compares every object with the cluster. A new commit is applied at once whatever
the interval is: it only says how often Flux looks for changes made in the cluster. Flux recommends at least 60
seconds; for retries after a failure there is \`retryInterval\`.`,
  options: {
    shortest: {
      describe: 'The shortest interval that is taken without a word.',
      schema: { type: 'string' },
      default: '1m',
    },
  },
  examples: [
    {
      title: 'seconds',
      replace: [[kustomization, '  interval: 15m', '  interval: 30s']],
      finds: ['Kustomization podinfo has interval 30s; expected 1m or longer'],
    },
    {
      title: 'another limit',
      replace: [[kustomization, '  interval: 15m', '  interval: 5m']],
      options: { shortest: '10m' },
      finds: ['Kustomization podinfo has interval 5m; expected 10m or longer'],
    },
    {
      title: 'seconds that retries rely on',
      replace: [[kustomization, '  interval: 15m\n  retryInterval: 2m\n', '  interval: 30s\n']],
      finds: ['Kustomization podinfo has interval 30s; expected 1m or longer'],
    },
    {
      title: 'one minute, written in another way',
      replace: [[kustomization, '  interval: 15m', '  interval: 60s']],
      finds: [],
    },
  ],
  repair: {
    unsafe:
      'What somebody changes in the cluster by hand is put right that much later; a new commit is applied as soon as before.',
  },
  alone: true,
  *check({ repo, options }) {
    const shortest = parseDuration(String(options['shortest'])) ?? 60_000;
    for (const each of ownKustomizations(repo)) {
      const interval = durationOf(each, 'spec', 'interval');
      if (interval === undefined || interval >= shortest) continue;
      const enough = formatDuration(Math.max(shortest, 600_000));
      const retries = each.get('spec', 'retryInterval') === undefined;
      const title = `write interval: ${enough}${retries ? ' and retryInterval: 2m' : ''}`;
      yield problemOf(each, ['spec', 'interval'], {
        message: `${named(each)} has interval ${each.text('spec', 'interval')}; expected ${formatDuration(shortest)} or longer`,
        help: `${title}${retries ? ', which is for retries after a failure' : ''}`,
        ...offerFix(repo, each, { title, safety: 'unsafe' }, [
          { kind: 'set', path: ['spec', 'interval'], value: enough },
          ...(retries ? [retryInterval] : []),
        ]),
      });
    }
  },
};
