import { appliedReleases } from '../releases.ts';
import type { Rule } from '../rule.ts';
import { leastOf, tooShort } from '../short-durations.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';

export const intervalTooShort: Rule = {
  id: 'helmrelease/interval-too-short',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The interval of a HelmRelease is so short that it only makes load.',
  why: `At every interval Flux reads the values, renders and compares; with drift detection it asks the cluster for every object
of the chart. A change in git does not wait for it: the Kustomization applies it, and the release is reconciled at once.
Minutes are soon enough for everything else.`,
  options: {
    shortest: {
      describe: 'The shortest interval, as a duration of Flux.',
      schema: { type: 'string', pattern: '^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$' },
      default: '1m',
    },
  },
  examples: [
    {
      title: 'half a minute',
      replace: [[file, '  interval: 15m', '  interval: 30s']],
      finds: ['HelmRelease podinfo has interval 30s; expected 1m or longer'],
    },
    {
      title: 'another limit',
      options: { shortest: '10m' },
      replace: [[file, '  interval: 15m', '  interval: 5m']],
      finds: ['HelmRelease podinfo has interval 5m; expected 10m or longer'],
    },
    { title: 'one minute', replace: [[file, '  interval: 15m', '  interval: 60s']], finds: [] },
  ],
  repair: {
    unsafe:
      'A new chart version in a range, and what was changed in the cluster by hand, are seen that much later.',
  },
  alone: true,
  *check({ repo, options }) {
    const least = leastOf(options['shortest']);
    for (const { release } of appliedReleases(repo)) {
      for (const path of [
        ['spec', 'interval'],
        ['spec', 'chart', 'spec', 'interval'],
      ]) {
        const problem = tooShort(
          { repo, resource: release, path },
          { least, usual: 900_000, remark: '; flux reconcile helmrelease is for those who cannot wait' },
        );
        if (problem !== undefined) yield problem;
      }
    }
  },
};
