import { ownKustomizations } from '../flux-kustomizations.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';

export const forceEnabled: Rule = {
  id: 'kustomization/force-enabled',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A Kustomization deletes and makes anew what it cannot change.',
  why: `With \`force: true\` Flux deletes every object whose change the API refuses, and creates it again: a Deployment
whose selector changed, a Service with another IP, a volume claim with its data. Mark the single objects that may be
made anew with the annotation \`kustomize.toolkit.fluxcd.io/force: enabled\` instead.`,
  examples: [
    {
      title: 'for everything in the path',
      replace: [[kustomization, '  prune: true', '  force: true\n  prune: true']],
      finds: ['Kustomization podinfo has force: true'],
    },
    {
      title: 'switched off',
      replace: [[kustomization, '  prune: true', '  force: false\n  prune: true']],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const each of ownKustomizations(repo)) {
      if (each.get('spec', 'force') !== true) continue;
      yield problemOf(each, ['spec', 'force'], {
        message: `${named(each)} has force: true`,
        help: 'remove it, and annotate what may be made anew with kustomize.toolkit.fluxcd.io/force: enabled',
      });
    }
  },
};
