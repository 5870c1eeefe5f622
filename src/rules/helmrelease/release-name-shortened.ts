import { hasVariable } from '../../model/substitution.ts';
import { named, problemOf } from '../named.ts';
import { appliedReleases, helmReleaseName, longestReleaseName, writtenReleaseName } from '../releases.ts';
import type { Rule } from '../rule.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';

export const releaseNameShortened: Rule = {
  id: 'helmrelease/release-name-shortened',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The name of a release is so long that Flux cuts it.',
  why: `Without \`releaseName\` a release is called after its object, with \`targetNamespace\` in front where that is
set. Helm allows ${longestReleaseName} characters: from a longer name Flux keeps the first 40 and adds a hash. The chart's objects then
carry a name that nobody finds. Write a short \`releaseName\` before the first installation.`,
  examples: [
    {
      title: 'namespace and name together',
      replace: [
        [
          file,
          '  releaseName: podinfo\n',
          '  targetNamespace: frontend-of-the-customer-portal-in-production-eu\n  storageNamespace: frontend-of-the-customer-portal-in-production-eu\n',
        ],
      ],
      create: {
        'flux-system/namespaces/namespace-frontend-of-the-customer-portal-in-production-eu.yaml':
          'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: frontend-of-the-customer-portal-in-production-eu\n',
      },
      finds: [
        'HelmRelease podinfo is called frontend-of-the-customer-portal-in-produ-9683e4b22b97 by Helm: its name of 56 characters is cut; expected at most 53',
      ],
    },
    {
      title: 'a name of its own',
      replace: [
        [
          file,
          '  releaseName: podinfo\n',
          '  targetNamespace: frontend-of-the-customer-portal-in-production-eu\n  storageNamespace: frontend-of-the-customer-portal-in-production-eu\n  releaseName: podinfo\n',
        ],
      ],
      create: {
        'flux-system/namespaces/namespace-frontend-of-the-customer-portal-in-production-eu.yaml':
          'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: frontend-of-the-customer-portal-in-production-eu\n',
      },
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const applied of appliedReleases(repo)) {
      const { release } = applied;
      // A long releaseName is refused by Flux's API, which the schema says.
      if (release.get('spec', 'releaseName') !== undefined) continue;
      const written = writtenReleaseName(applied);
      if (hasVariable(written) || written.length <= longestReleaseName) continue;
      yield problemOf(release, ['metadata', 'name'], {
        message: `${named(release)} is called ${helmReleaseName(applied)} by Helm: its name of ${written.length} characters is cut; expected at most ${longestReleaseName}`,
        help: 'write a short releaseName before the first installation; on a release that runs, Flux would uninstall it first',
      });
    }
  },
};
