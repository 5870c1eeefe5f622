import { formatDuration } from '../../core/duration.ts';
import { offerFix } from '../fixes.ts';
import { durationOf, effectiveTimeout, timeoutEdit } from '../flux-kustomizations.ts';
import { declaredHere, named, problemOf } from '../named.ts';
import { mayBeWritten } from '../patched-field.ts';
import { slowestChecked, timeoutAbove } from '../release-timeouts.ts';
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
      title: 'a release that may take as long as the interval is',
      replace: [[release, '  timeout: 5m', '  timeout: 15m']],
      finds: ['Kustomization podinfo waits 10m for HelmRelease podinfo, which may take 15m'],
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
  repair: {
    unsafe:
      'The Kustomization applies nothing while it waits: a release that fails holds up its own repair that much longer.',
  },
  *check({ repo }) {
    for (const [kustomization, { release: found, takes }] of slowestChecked(repo)) {
      const waits = effectiveTimeout(kustomization);
      if (waits === undefined || waits > takes || mayBeWritten(repo, 'Kustomization', 'timeout')) continue;
      if (mayBeWritten(repo, 'HelmRelease', 'timeout')) continue;
      const enough = timeoutAbove(takes, durationOf(kustomization, 'spec', 'interval'));
      const title = enough === undefined ? undefined : `write timeout: ${formatDuration(enough)}`;
      yield problemOf(kustomization, ['spec', 'timeout'], {
        message: `${named(kustomization)} waits ${formatDuration(waits)} for ${named(found)}, which may take ${formatDuration(takes)}`,
        help: `${title ?? 'write a longer timeout and interval'}, or a shorter timeout in the HelmRelease`,
        related: [declaredHere(found)],
        ...(title === undefined || enough === undefined
          ? {}
          : offerFix(repo, kustomization, { title, safety: 'unsafe' }, [timeoutEdit(enough)])),
      });
    }
  },
};
