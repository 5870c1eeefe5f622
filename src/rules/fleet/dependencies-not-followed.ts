import type { Selector } from '../../fleet/policy.ts';
import { offerFix } from '../fixes.ts';
import { isUninterpreted } from '../interpreters.ts';
import { named, problemOf } from '../named.ts';
import { fleetIn } from '../placed.ts';
import type { Rule } from '../rule.ts';

const policy = 'podinfo/propagationpolicy-podinfo.yaml';
const asked: [string, string, string] = [
  policy,
  '  dependentOverrides:',
  '  propagateDeps: true\n  dependentOverrides:',
];

/** Kinds that refer to nothing. */
const plain = new Set(['ConfigMap', 'Namespace', 'Secret', 'ServiceAccount']);

export const dependenciesNotFollowed: Rule = {
  id: 'fleet/dependencies-not-followed',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A policy asks that dependencies go along, for a kind of which Karmada knows none.',
  why: `\`propagateDeps\` sends along what an object refers to, where an interpreter says what that is. Karmada brings
interpreters for exact versions: of Flux for HelmRelease v2beta1, HelmRepository, OCIRepository, HelmChart and Bucket
v1beta2, GitRepository v1 and Kustomization v1. For HelmRelease v2 there is none, and neither its values nor its
chart's source go anywhere unless a policy selects them, or a ResourceInterpreterCustomization says what it needs.`,
  examples: [
    {
      title: 'a HelmRelease of today',
      base: 'fleet',
      replace: [asked],
      finds: [
        'PropagationPolicy podinfo has propagateDeps true, which sends nothing along with HelmRelease podinfo: no interpreter knows helm.toolkit.fluxcd.io/v2',
      ],
    },
    {
      title: 'an interpreter of your own',
      base: 'fleet',
      replace: [asked],
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
    dependencyInterpretation:
      luaScript: |
        function GetDependencies(desiredObj)
          return {}
        end
`,
      },
      finds: [],
    },
  ],
  repair: {
    safe: 'Nothing goes along today: no interpreter knows any of the kinds that the policy selects.',
  },
  *check(context) {
    const fleet = fleetIn(context);
    if (fleet === undefined) return;
    const { repo } = context;
    for (const { resource, propagateDeps, selectors } of fleet.propagationPolicies) {
      if (!propagateDeps || resource.get('spec', 'propagateDeps') !== true) continue;
      // Karmada takes no policy with failover and without it.
      if (resource.has('spec', 'failover')) continue;
      const idle = selectors.filter((selector) => isUninterpreted(repo, 'dependencies', selector));
      const [first] = idle;
      if (first === undefined) continue;
      const needsNothing = (each: Selector): boolean => idle.includes(each) || plain.has(each.kind);
      const isVain = selectors.every(needsNothing);
      const what = first.name === '' ? first.kind : `${first.kind} ${first.name}`;
      yield problemOf(resource, ['spec', 'propagateDeps'], {
        message: `${named(resource)} has propagateDeps true, which sends nothing along with ${what}: no interpreter knows ${first.apiVersion}`,
        help: 'select what it needs as well, or add a ResourceInterpreterCustomization that names its dependencies',
        related: [{ at: resource.at(...first.path, 'apiVersion'), message: `${what} is selected here` }],
        ...(isVain
          ? offerFix(repo, resource, { title: 'remove propagateDeps', safety: 'safe' }, [
              { kind: 'remove', path: ['spec', 'propagateDeps'] },
            ])
          : {}),
      });
    }
  },
};
