import { hasVariable } from '../../model/substitution.ts';
import { named, problemOf } from '../named.ts';
import { mayBePatched } from '../patched.ts';
import { appliedReleases } from '../releases.ts';
import type { Rule } from '../rule.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';

export const storageNamespaceMissing: Rule = {
  id: 'helmrelease/storage-namespace-missing',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A release lives in one namespace, and its history in another.',
  why: `With \`targetNamespace\` the objects of the chart go to that namespace, but Helm's record of the release stays in the
HelmRelease's own: \`helm list --namespace\` shows nothing where everything runs, and whoever removes the HelmRelease's
namespace takes the record with it. \`storageNamespace\` keeps both together. Set it before the first installation only:
on a release that runs, Flux uninstalls it and installs it anew.`,
  examples: [
    {
      title: 'a release in another namespace',
      replace: [[file, '  releaseName: podinfo\n', '  releaseName: podinfo\n  targetNamespace: redis\n']],
      finds: ['HelmRelease podinfo installs into namespace redis, but Helm keeps its history in podinfo'],
    },
    {
      title: 'the history beside it',
      replace: [
        [
          file,
          '  releaseName: podinfo\n',
          '  releaseName: podinfo\n  targetNamespace: redis\n  storageNamespace: redis\n',
        ],
      ],
      finds: [],
    },
  ],
  *check({ repo }) {
    for (const { view, release } of appliedReleases(repo)) {
      const target = release.text('spec', 'targetNamespace');
      const own = view.namespaceOf(release);
      if (target === undefined || own === undefined || target === own) continue;
      if (hasVariable(target) || hasVariable(own) || release.get('spec', 'storageNamespace') !== undefined)
        continue;
      // Into another cluster: the history goes along.
      if (release.get('spec', 'kubeConfig') !== undefined || mayBePatched(repo, release)) continue;
      yield problemOf(release, ['spec', 'targetNamespace'], {
        message: `${named(release)} installs into namespace ${target}, but Helm keeps its history in ${own}`,
        help: `write storageNamespace: ${target} before the first installation; on a release that runs, leave it: Flux would uninstall it first`,
      });
    }
  },
};
