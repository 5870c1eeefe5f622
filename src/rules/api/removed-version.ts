import { fixOf } from '../api-fixes.ts';
import { apiUses, howToMove } from '../api-uses.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const file = 'flux-system/helmrepositories/helmrepository-podinfo.yaml';

export const removedVersion: Rule = {
  id: 'api/removed-version',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An object is written for an API version that the clusters serve no more.',
  why: `A cluster refuses an object whose version it does not serve: \`no matches for kind … in version …\`. One such
object fails the whole Kustomization. Flux removes a version some releases after it deprecated it; which Flux runs is
read from gotk-components.yaml or a FluxInstance, or said as \`fluxVersion\` in .gitops-kit.jsonc, else the newest known
is meant. Versions of Kubernetes' own kinds count as removed when no Kubernetes that this Flux runs on serves them.`,
  repair: {
    safe: 'The clusters refuse the object as it is; the new version has the same fields, and those that moved are moved to where they mean the same.',
  },
  examples: [
    {
      title: 'a version that Flux 2.8 removed',
      replace: [[file, 'source.toolkit.fluxcd.io/v1', 'source.toolkit.fluxcd.io/v1beta2']],
      finds: [
        'HelmRepository podinfo is written for source.toolkit.fluxcd.io/v1beta2, which is gone since Flux 2.8; expected source.toolkit.fluxcd.io/v1',
      ],
    },
    {
      title: 'a version that Kubernetes removed',
      create: {
        'podinfo/poddisruptionbudget-podinfo.yaml':
          'apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata:\n  name: podinfo\n  namespace: podinfo\nspec:\n  minAvailable: 1\n  selector:\n    matchLabels:\n      app: podinfo\n',
      },
      finds: [
        'PodDisruptionBudget podinfo is written for policy/v1beta1, which is gone since Kubernetes 1.25; expected policy/v1',
      ],
    },
    {
      title: 'the version that Kubernetes serves',
      create: {
        'podinfo/poddisruptionbudget-podinfo.yaml':
          'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: podinfo\n  namespace: podinfo\nspec:\n  minAvailable: 1\n  selector:\n    matchLabels:\n      app: podinfo\n',
      },
      finds: [],
    },
  ],
  alone: true,
  *check(context) {
    const { repo } = context;
    for (const use of apiUses(repo, 'removed')) {
      const { resource, apiVersion, state } = use;
      const expected = state.write === undefined ? 'nothing took its place' : `expected ${state.write}`;
      yield problemOf(resource, use.path, {
        message: `${named(resource)} is written for ${apiVersion}, which is gone since ${state.removedIn}; ${expected}`,
        help: howToMove(use, state.write),
        ...fixOf(context, use),
      });
    }
  },
};
