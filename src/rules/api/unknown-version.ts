import { apiUses, howToMove } from '../api-uses.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

export const unknownVersion: Rule = {
  id: 'api/unknown-version',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An object is written for an apiVersion that never served its kind.',
  why: `The version is misspelt, or the group is another kind's: \`apps/v1\` is right for a Deployment and \`v1\` is not.
The cluster answers \`no matches for kind … in version …\`, and nothing of the Kustomization is applied.`,
  examples: [
    {
      title: 'a version that never was',
      replace: [
        [
          'flux-system/helmrepositories/helmrepository-podinfo.yaml',
          'source.toolkit.fluxcd.io/v1',
          'source.toolkit.fluxcd.io/v1beta3',
        ],
      ],
      fluxVersion: '2.9',
      finds: [
        'HelmRepository podinfo is written for source.toolkit.fluxcd.io/v1beta3, which has no HelmRepository; expected source.toolkit.fluxcd.io/v1',
      ],
    },
    {
      title: 'a kind in the group of others',
      create: {
        'podinfo/ingress-podinfo.yaml':
          'apiVersion: v1\nkind: Ingress\nmetadata:\n  name: podinfo\n  namespace: podinfo\nspec:\n  defaultBackend:\n    service:\n      name: podinfo\n      port:\n        number: 80\n',
      },
      finds: ['Ingress podinfo is written for v1, which has no Ingress; expected networking.k8s.io/v1'],
    },
    {
      title: 'a kind that somebody else defines',
      create: {
        'podinfo/ingressroute-podinfo.yaml':
          'apiVersion: traefik.io/v1alpha1\nkind: IngressRoute\nmetadata:\n  name: podinfo\n  namespace: podinfo\n',
      },
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const use of apiUses(repo, 'unknown-version')) {
      const { resource, path, apiVersion, kind, state } = use;
      yield problemOf(resource, path, {
        message: `${named(resource)} is written for ${apiVersion}, which has no ${kind}${state.write === undefined ? '' : `; expected ${state.write}`}`,
        help: howToMove(use, state.write),
      });
    }
  },
};
