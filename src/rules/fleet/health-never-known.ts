import type { Problem } from '../../core/finding.ts';
import type { Repo } from '../../model/repo.ts';
import type { Resource } from '../../model/resource.ts';
import { offerFix } from '../fixes.ts';
import { deliverers } from '../fleet-kustomizations.ts';
import { isUninterpreted, type PlaneKind } from '../interpreters.ts';
import { declaredHere, named, problemOf } from '../named.ts';
import { fleetIn } from '../placed.ts';
import type { Rule } from '../rule.ts';

const kustomization = 'flux-system/kustomizations/kustomization-redis.yaml';
const prune = '  prune: true # remove what is later removed from the path\n';
const checks = `  healthChecks:
    - apiVersion: helm.toolkit.fluxcd.io/v2
      kind: HelmRelease
      name: redis
      namespace: redis
`;

export const healthNeverKnown: Rule = {
  id: 'fleet/health-never-known',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A Kustomization waits for the health of objects of which the control plane never learns any.',
  why: `On the control plane no controller runs that would say that a release is ready. Karmada brings back what the
clusters say only of kinds whose status it knows to aggregate: of Flux's HelmRelease, HelmRepository and OCIRepository
it does not, in the versions of today. A health check of one of them, or \`wait: true\` above them, waits until the
timeout, each time, and what depends on the Kustomization never starts. Remove it, or add a
ResourceInterpreterCustomization that aggregates the status.`,
  examples: [
    {
      title: 'a health check of a HelmRelease that goes to clusters',
      base: 'fleet',
      replace: [[kustomization, prune, prune + checks]],
      finds: [
        'Kustomization redis checks the health of HelmRelease redis, whose status never comes to the control plane',
      ],
    },
    {
      title: 'waiting for all of them',
      base: 'fleet',
      replace: [[kustomization, prune, `${prune}  wait: true\n`]],
      finds: [
        'Kustomization redis waits for HelmRelease redis, whose status never comes to the control plane',
      ],
    },
    {
      title: 'a status that is aggregated',
      base: 'fleet',
      replace: [[kustomization, prune, prune + checks]],
      create: {
        'flux-system/resourceinterpretercustomizations/resourceinterpretercustomization-helmrelease.yaml': `apiVersion: config.karmada.io/v1alpha1
kind: ResourceInterpreterCustomization
metadata:
  name: helmrelease
spec:
  target:
    apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
  customizations:
    statusAggregation:
      luaScript: |
        function AggregateStatus(desiredObj, statusItems)
          return desiredObj
        end
`,
      },
      finds: [],
    },
  ],
  repair: {
    safe: 'The check never passes: nothing that is ready today waits for it.',
  },
  *check(context) {
    const fleet = fleetIn(context);
    if (fleet === undefined || fleet.propagationPolicies.length === 0) return;
    const { repo } = context;
    for (const { kustomization: from, taken } of deliverers(repo, fleet)) {
      const silent = taken.find((each) => isUninterpreted(repo, 'status', each));
      if (from.get('spec', 'wait') === true) {
        if (silent !== undefined)
          yield problemOf(from, ['spec', 'wait'], {
            message: `${named(from)} waits for ${silent.kind} ${silent.name}, whose status never comes to the control plane`,
            help: 'remove wait: true',
            related: [declaredHere(silent.resource)],
            ...offerFix(repo, from, { title: 'remove wait', safety: 'safe' }, [
              { kind: 'remove', path: ['spec', 'wait'] },
            ]),
          });
        continue;
      }
      yield* checksOf(repo, from);
    }
  },
};

/** The health checks that never pass. */
function* checksOf(repo: Repo, from: Resource): Iterable<Problem> {
  const entries = from.list('spec', 'healthChecks');
  const silent = [...entries.keys()].filter((index) => isSilent(repo, from, index));
  for (const index of silent) {
    const path = ['spec', 'healthChecks', ...(silent.length === entries.length ? [] : [index])];
    const entry = (field: string): string => from.text('spec', 'healthChecks', index, field) ?? '';
    yield problemOf(from, ['spec', 'healthChecks', index], {
      message: `${named(from)} checks the health of ${entry('kind')} ${entry('name')}, whose status never comes to the control plane`,
      help: silent.length === entries.length ? 'remove the healthChecks' : 'remove the entry',
      ...offerFix(
        repo,
        from,
        { title: path.length === 2 ? 'remove the healthChecks' : 'remove the health check', safety: 'safe' },
        [{ kind: 'remove', path }],
      ),
    });
  }
}

function isSilent(repo: Repo, from: Resource, index: number): boolean {
  const text = (field: string): string => from.text('spec', 'healthChecks', index, field) ?? '';
  const what: PlaneKind = { apiVersion: text('apiVersion'), kind: text('kind') };
  return isUninterpreted(repo, 'status', what);
}
