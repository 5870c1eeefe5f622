import { hasVariable } from '../../model/substitution.ts';
import { declaredHere, named, problemOf } from '../named.ts';
import { type AppliedRelease, appliedReleases, helmReleaseName, storageNamespaceOf } from '../releases.ts';
import type { Rule } from '../rule.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';
const second = (name: string): string => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: podinfo-eu
  namespace: podinfo
spec:
  chart:
    spec:
      chart: podinfo
      version: 6.x
      sourceRef:
        kind: HelmRepository
        name: podinfo
        namespace: flux-system
  interval: 15m
  releaseName: ${name}
  install:
    strategy:
      name: RetryOnFailure
  upgrade:
    strategy:
      name: RetryOnFailure
`;

export const releaseCollision: Rule = {
  id: 'helmrelease/release-collision',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Two HelmReleases are one and the same release to Helm.',
  why: `Helm knows a release by its name and the namespace in which it keeps the history. Two HelmReleases that share both
upgrade the same release in turn, each with its own chart and values, and when one of them is removed the release goes
with it. Mostly the file was copied, and \`releaseName\` forgotten.`,
  examples: [
    {
      title: 'a copy that kept its releaseName',
      create: { 'podinfo/helmrelease-podinfo-eu.yaml': second('podinfo') },
      finds: [
        'HelmRelease podinfo has the release podinfo in namespace podinfo, which HelmRelease podinfo-eu has as well',
      ],
    },
    {
      title: 'a copy with a releaseName of its own',
      create: { 'podinfo/helmrelease-podinfo-eu.yaml': second('podinfo-eu') },
      finds: [],
    },
    {
      title: 'the same name in two namespaces',
      replace: [[file, 'releaseName: podinfo', 'releaseName: cache']],
      finds: [],
    },
  ],
  *check({ repo }) {
    for (const view of repo.views) {
      const known = new Map<string, AppliedRelease>();
      for (const applied of appliedReleases({ views: [view] })) {
        const key = identityOf(applied);
        const first = key === undefined ? undefined : known.get(key);
        if (key !== undefined && first === undefined) known.set(key, applied);
        // Declared twice under one name is a flaw of its own.
        if (first === undefined || view.nameOf(first.release) === view.nameOf(applied.release)) continue;
        const { release } = applied;
        yield problemOf(
          release,
          release.get('spec', 'releaseName') === undefined ? ['metadata', 'name'] : ['spec', 'releaseName'],
          {
            message: `${named(release)} has the release ${helmReleaseName(applied)} in namespace ${storageNamespaceOf(applied)}, which ${named(first.release)} has as well`,
            help: `give one of them a releaseName of its own, as in ${view.nameOf(release)}`,
            related: [declaredHere(first.release)],
          },
        );
      }
    }
  },
};

/** What Helm knows a release by, on the cluster that it goes to; undefined where that is not known, or at rest. */
function identityOf(applied: AppliedRelease): string | undefined {
  const { release } = applied;
  const name = helmReleaseName(applied);
  const namespace = storageNamespaceOf(applied);
  if (hasVariable(name) || hasVariable(namespace) || release.get('spec', 'suspend') === true)
    return undefined;
  const cluster = ['secretRef', 'configMapRef'].map(
    (field) => release.text('spec', 'kubeConfig', field, 'name') ?? '',
  );
  return [name, namespace, ...cluster].join('\n');
}
