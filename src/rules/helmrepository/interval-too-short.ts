import { formatDuration, parseDuration } from '../../core/duration.ts';
import { fluxGroups } from '../../model/resource.ts';
import { offerFix } from '../fixes.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const file = 'flux-system/helmrepositories/helmrepository-podinfo.yaml';

export const intervalTooShort: Rule = {
  id: 'helmrepository/interval-too-short',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The index of a chart repository is fetched too often.',
  why: `Each time the whole index is downloaded and read; public repositories answer too many requests with an error.
Charts appear a few times a week. Nothing waits for it: a new version of a release in Git is applied at once.`,
  options: {
    shortest: {
      describe: 'The shortest interval that is taken, a duration of Flux.',
      schema: { type: 'string', pattern: '^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$' },
      default: '1m',
    },
  },
  examples: [
    {
      title: 'every ten seconds',
      replace: [[file, 'interval: 15m', 'interval: 10s']],
      finds: ['HelmRepository podinfo has interval 10s; expected 1m or more'],
    },
    {
      title: 'a longer time asked for',
      options: { shortest: '30m' },
      finds: [
        'HelmRepository podinfo has interval 15m; expected 30m or more',
        'HelmRepository redis has interval 15m; expected 30m or more',
      ],
    },
    { title: 'every quarter of an hour', finds: [] },
  ],
  repair: {
    unsafe:
      'A new version of a chart is seen that much later, which matters where a range lets Flux take it by itself.',
  },
  alone: true,
  *check({ repo, options }) {
    const shortest = parseDuration(String(options['shortest']));
    if (shortest === undefined) return;
    for (const resource of repo.ofKind('HelmRepository', fluxGroups.source)) {
      // For registries the interval has no effect.
      if (resource.text('spec', 'type') === 'oci') continue;
      const written = resource.text('spec', 'interval');
      const length = written === undefined ? undefined : parseDuration(written);
      if (length === undefined || length >= shortest) continue;
      const enough = formatDuration(Math.max(shortest, 900_000));
      const title = `write interval: ${enough}`;
      yield problemOf(resource, ['spec', 'interval'], {
        message: `${named(resource)} has interval ${written}; expected ${formatDuration(shortest)} or more`,
        help: `${title}, or longer`,
        ...offerFix(repo, resource, { title, safety: 'unsafe' }, [
          { kind: 'set', path: ['spec', 'interval'], value: enough },
        ]),
      });
    }
  },
};
