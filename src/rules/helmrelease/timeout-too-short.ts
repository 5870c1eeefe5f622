import type { Resource } from '../../model/resource.ts';
import { appliedReleases } from '../releases.ts';
import type { Rule } from '../rule.ts';
import { leastOf, tooShort } from '../short-durations.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';

export const timeoutTooShort: Rule = {
  id: 'helmrelease/timeout-too-short',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The timeout of a HelmRelease is too short for anything to start in it.',
  why: `Helm waits until everything of the chart is ready, and pulling the images counts: an installation that is not done
within the timeout has failed, however healthy it would be a minute later. Without \`timeout\` it is five minutes.`,
  options: {
    shortest: {
      describe: 'The shortest timeout, as a duration of Flux.',
      schema: { type: 'string', pattern: '^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$' },
      default: '30s',
    },
  },
  examples: [
    {
      title: 'five seconds',
      replace: [[file, 'timeout: 5m', 'timeout: 5s']],
      finds: ['HelmRelease podinfo has timeout 5s; expected 30s or longer'],
    },
    {
      title: 'five seconds for upgrades',
      replace: [[file, '  upgrade:\n', '  upgrade:\n    timeout: 5s\n']],
      finds: ['HelmRelease podinfo has upgrade.timeout 5s; expected 30s or longer'],
    },
    {
      title: 'an upgrade that does not wait',
      replace: [[file, '  upgrade:\n', '  upgrade:\n    disableWait: true\n    timeout: 5s\n']],
      finds: [],
    },
  ],
  repair: { unsafe: 'A release that cannot start is reported as failed, and rolled back, that much later.' },
  alone: true,
  *check({ repo, options }) {
    const least = leastOf(options['shortest']);
    for (const { release } of appliedReleases(repo)) {
      for (const path of timeouts(release)) {
        const remark = least <= usual ? ', which is the default' : '';
        const problem = tooShort({ repo, resource: release, path }, { least, usual, remark });
        if (problem !== undefined) yield problem;
      }
    }
  },
};

/** Helm-controller's default (api/v2, GetTimeout). */
const usual = 300_000;

/** The timeouts of what waits. */
function timeouts(release: Resource): string[][] {
  const actions = ['install', 'upgrade'];
  const waits = actions.filter((action) => release.get('spec', action, 'disableWait') !== true);
  return [
    ...(waits.length > 0 ? [['spec', 'timeout']] : []),
    ...waits.map((action) => ['spec', action, 'timeout']),
  ];
}
