import type { OverridePolicy, PropagationPolicy } from '../../fleet/policy.ts';
import { offerFix } from '../fixes.ts';
import { declaredHere, named, problemOf } from '../named.ts';
import { clustersText, fleetIn } from '../placed.ts';
import type { Rule } from '../rule.ts';

const policy = 'podinfo/propagationpolicy-podinfo.yaml';
const waits = '  dependentOverrides: # nothing is sent before this OverridePolicy is there\n    - podinfo\n';

export const overrideNotAwaited: Rule = {
  id: 'fleet/override-not-awaited',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'A propagation policy does not wait for an override policy of what it takes.',
  why: `Objects and policies reach the control plane one after the other. What is propagated before its override policy
is there goes out without it: for a moment the cluster runs what all others run, and a change that came too late may
restart everything. With \`dependentOverrides\` nothing is sent before the override policies that it names are there.`,
  examples: [
    {
      title: 'an override that comes when it comes',
      base: 'fleet',
      replace: [[policy, waits, '']],
      finds: [
        'PropagationPolicy podinfo does not wait for OverridePolicy podinfo, which changes ConfigMap podinfo-helm-chart-value-overrides for member1',
      ],
    },
    { title: 'an override that is waited for', base: 'fleet', finds: [] },
  ],
  repair: {
    safe: 'What is sent stays the same; it is only not sent before the override policy, which the repository holds, is there.',
  },
  *check(context) {
    const fleet = fleetIn(context);
    if (fleet === undefined || fleet.overridePolicies.length === 0) return;
    const said = new Map<PropagationPolicy, Set<OverridePolicy>>();
    for (const template of fleet.templates) {
      const { policy: taker, placed } = fleet.decide(template);
      if (taker === undefined) continue;
      const known = said.get(taker) ?? new Set<OverridePolicy>();
      said.set(taker, known);
      const changing = new Map<OverridePolicy, string[]>();
      for (const cluster of placed) {
        for (const { policy: override } of fleet.overridesFor(template, cluster)) {
          if (known.has(override) || !mayWait(taker, override)) continue;
          const clusters = changing.get(override) ?? [];
          if (clusters.at(-1) !== cluster) changing.set(override, [...clusters, cluster]);
        }
      }
      for (const [override, clusters] of changing) {
        known.add(override);
        yield problemOf(taker.resource, ['spec', 'dependentOverrides'], {
          message: `${named(taker.resource)} does not wait for ${named(override.resource)}, which changes ${named(template.resource)} for ${clustersText(clusters)}`,
          help: `write ${override.name} under dependentOverrides`,
          related: [declaredHere(override.resource)],
          ...offerFix(
            context.repo,
            taker.resource,
            { title: `write ${override.name} under dependentOverrides`, safety: 'safe' },
            [
              taker.resource.list('spec', 'dependentOverrides').length === 0
                ? {
                    kind: 'set',
                    path: ['spec', 'dependentOverrides'],
                    value: [override.name],
                    below: ['resourceSelectors', 'propagateDeps'],
                  }
                : { kind: 'append', path: ['spec', 'dependentOverrides'], value: override.name },
            ],
          ),
        });
      }
    }
  },
};

/** A policy can wait for those of its own scope and namespace only. */
function mayWait(taker: PropagationPolicy, override: OverridePolicy): boolean {
  return taker.namespace === override.namespace && !taker.dependentOverrides.includes(override.name);
}
