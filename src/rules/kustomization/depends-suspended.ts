import { fluxGroups } from '../../model/resource.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const redis = 'flux-system/kustomizations/kustomization-redis.yaml';

export const dependsSuspended: Rule = {
  id: 'kustomization/depends-suspended',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A Kustomization depends on one that is suspended.',
  why: `A suspended Kustomization is not reconciled and does not take up new commits, so its revision falls behind. What
depends on it waits until the revisions agree, which they never do again: it is frozen, too. Suspend the
dependent as well if that is meant, or remove the dependency for the time being.`,
  examples: [
    {
      title: 'a dependency that was suspended',
      replace: [[redis, '  interval: 15m', '  suspend: true\n  interval: 15m']],
      finds: ['Kustomization podinfo depends on Kustomization redis, which is suspended'],
    },
    {
      title: 'both suspended',
      replace: [
        [redis, '  interval: 15m', '  suspend: true\n  interval: 15m'],
        [
          'flux-system/kustomizations/kustomization-podinfo.yaml',
          '  interval: 15m',
          '  suspend: true\n  interval: 15m',
        ],
      ],
      finds: [],
    },
  ],
  *check({ repo }) {
    for (const view of repo.views) {
      for (const { role, from, path, namespace, name } of view.references) {
        if (role !== 'depends-on' || from.kind !== 'Kustomization') continue;
        const on = view.find('Kustomization', namespace, name, fluxGroups.kustomize);
        if (on?.get('spec', 'suspend') !== true || from.get('spec', 'suspend') === true) continue;
        yield problemOf(from, path, {
          message: `${named(from)} depends on ${named(on)}, which is suspended`,
          help: `remove suspend: true from ${named(on)}, or the entry`,
          related: [{ at: on.keyAt('spec', 'suspend'), message: `${named(on)} is suspended here` }],
        });
      }
    }
  },
};
