import { formatDuration } from '../../core/duration.ts';
import { fluxGroups, type Resource } from '../../model/resource.ts';
import { durationOf, effectiveTimeout } from '../flux-kustomizations.ts';
import { healthChecks } from '../health-checks.ts';
import { declaredHere, named, problemOf } from '../named.ts';
import { mayBeWritten } from '../patched-field.ts';
import type { Rule } from '../rule.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const release = 'podinfo/helmrelease-podinfo.yaml';

export const timeoutShorterThanRelease: Rule = {
  id: 'kustomization/timeout-shorter-than-release',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A Kustomization gives up on a HelmRelease before Helm does.',
  why: `Helm waits for a release as long as the HelmRelease's \`timeout\` says, five minutes by default. A Kustomization that
checks the health of the release and waits no longer reports a failure for every install or upgrade that takes its
time and succeeds, and holds up what depends on it. Its timeout should be above that of the release.`,
  examples: [
    {
      title: 'two minutes for a release that may take five',
      replace: [[kustomization, 'timeout: 10m', 'timeout: 2m']],
      finds: ['Kustomization podinfo waits 2m for HelmRelease podinfo, which may take 5m'],
    },
    {
      title: 'a longer timeout in the release',
      replace: [[release, '  timeout: 5m', '  timeout: 10m']],
      finds: ['Kustomization podinfo waits 10m for HelmRelease podinfo, which may take 10m'],
    },
    {
      title: 'a release that is quick',
      replace: [
        [kustomization, 'timeout: 10m', 'timeout: 2m'],
        [release, '  timeout: 5m', '  timeout: 1m'],
      ],
      finds: [],
    },
  ],
  *check({ repo }) {
    const worst = new Map<Resource, { readonly release: Resource; readonly takes: number }>();
    for (const { view, from, kind, name, namespace } of healthChecks(repo)) {
      const found = kind === 'HelmRelease' ? view.find(kind, namespace, name, fluxGroups.helm) : undefined;
      const takes = found === undefined ? undefined : helmTimeout(found);
      if (found === undefined || takes === undefined) continue;
      if ((worst.get(from)?.takes ?? 0) < takes) worst.set(from, { release: found, takes });
    }
    for (const [kustomization, { release: found, takes }] of worst) {
      const waits = effectiveTimeout(kustomization);
      if (waits === undefined || waits > takes || mayBeWritten(repo, 'Kustomization', 'timeout')) continue;
      if (mayBeWritten(repo, 'HelmRelease', 'timeout')) continue;
      yield problemOf(kustomization, ['spec', 'timeout'], {
        message: `${named(kustomization)} waits ${formatDuration(waits)} for ${named(found)}, which may take ${formatDuration(takes)}`,
        help: `write timeout: ${formatDuration(takes + Math.max(takes, 120_000))}, or a shorter one in the HelmRelease`,
        related: [declaredHere(found)],
      });
    }
  },
};

/** What an install or upgrade may take (helm-controller api/v2: five minutes by default); undefined where it is not known. */
function helmTimeout(release: Resource): number | undefined {
  const written = [[], ['install'], ['upgrade']].flatMap((part) => {
    const path = ['spec', ...part, 'timeout'];
    return release.get(...path) === undefined ? [] : [durationOf(release, ...path)];
  });
  const all = release.get('spec', 'timeout') === undefined ? [300_000, ...written] : written;
  return all.reduce<number | undefined>(
    (most, each) => (most === undefined || each === undefined ? undefined : Math.max(most, each)),
    0,
  );
}
