import { offerFix } from '../fixes.ts';
import { ownKustomizations } from '../flux-kustomizations.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';

export const healthChecksIgnored: Rule = {
  id: 'kustomization/health-checks-ignored',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A Kustomization has health checks and waits for everything, which makes Flux ignore them.',
  why: `With \`wait: true\` Flux waits for every object that it applied and does not read \`healthChecks\`. An entry for an
object from elsewhere, the Deployment of a chart as a rule, is then never checked. Remove the list where everything
is meant, or \`wait\` where only the list is.`,
  examples: [
    {
      title: 'both',
      replace: [
        [
          kustomization,
          "healthChecks: # the HelmRelease: its workloads' names are the chart's business",
          'healthChecks:',
        ],
        [kustomization, '  prune: true', '  wait: true\n  prune: true'],
      ],
      finds: ['Kustomization podinfo has healthChecks, which Flux ignores because of wait: true'],
    },
    {
      title: 'the list alone',
      replace: [[kustomization, '  prune: true', '  wait: false\n  prune: true']],
      finds: [],
    },
  ],
  repair: {
    safe: 'Flux does not read the list while `wait` is true. One that holds comments is left to you.',
  },
  alone: true,
  *check({ repo }) {
    for (const each of ownKustomizations(repo)) {
      if (each.get('spec', 'wait') !== true || each.list('spec', 'healthChecks').length === 0) continue;
      yield {
        ...problemOf(each, ['spec', 'healthChecks'], {
          message: `${named(each)} has healthChecks, which Flux ignores because of wait: true`,
          help: 'remove healthChecks, or wait: true if only these objects are meant',
          related: [{ at: each.keyAt('spec', 'wait'), message: 'everything is waited for here' }],
          ...offerFix(repo, each, { title: 'remove healthChecks', safety: 'safe' }, [
            { kind: 'remove', path: ['spec', 'healthChecks'] },
          ]),
        }),
        at: each.keyAt('spec', 'healthChecks'),
      };
    }
  },
};
