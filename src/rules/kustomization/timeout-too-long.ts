import { formatDuration } from '../../core/duration.ts';
import type { Problem } from '../../core/finding.ts';
import type { Repo } from '../../model/repo.ts';
import type { Resource } from '../../model/resource.ts';
import { offerFix } from '../fixes.ts';
import {
  checksHealth,
  durationOf,
  effectiveTimeout,
  ownKustomizations,
  timeoutEdit,
} from '../flux-kustomizations.ts';
import { named, problemOf } from '../named.ts';
import { mayBeWritten } from '../patched-field.ts';
import { longestWait, timeoutAbove, usualTimeout } from '../release-timeouts.ts';
import type { Rule } from '../rule.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const timeout = "  timeout: 10m # longer than the HelmRelease's own, since the health check waits for it\n";

export const timeoutTooLong: Rule = {
  id: 'kustomization/timeout-too-long',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A Kustomization that checks health waits as long as its interval, or longer.',
  why: `While Flux waits for an app to become ready it applies nothing of that Kustomization, a repair included. The
default timeout is the interval less 30 seconds, so with an interval of an hour a broken app holds up its own
repair for an hour. Name a timeout that is below the interval and above what a healthy start takes.`,
  examples: [
    {
      title: 'an hour by default',
      replace: [
        [kustomization, timeout, ''],
        [kustomization, '  interval: 15m', '  interval: 1h'],
      ],
      finds: ['Kustomization podinfo names no timeout, and waits 59m30s for its health checks'],
    },
    {
      title: 'a timeout above the interval',
      replace: [[kustomization, 'timeout: 10m', 'timeout: 20m']],
      finds: ['Kustomization podinfo has timeout 20m, which is not below its interval 15m'],
    },
    {
      title: 'a short interval',
      replace: [
        [kustomization, timeout, ''],
        [kustomization, '  interval: 15m', '  interval: 10m'],
      ],
      finds: [],
    },
  ],
  repair: {
    unsafe:
      'What needs longer to start is reported as failed, and what depends on it waits: look how long a healthy start takes.',
  },
  *check({ repo }) {
    for (const each of ownKustomizations(repo)) {
      const problem = checksHealth(each) ? tooLong(repo, each) : undefined;
      if (problem === undefined || mayBeWritten(repo, 'Kustomization', 'timeout')) continue;
      yield problem;
    }
  },
};

function tooLong(repo: Repo, kustomization: Resource): Problem | undefined {
  const interval = durationOf(kustomization, 'spec', 'interval');
  const waits = effectiveTimeout(kustomization);
  if (interval === undefined || waits === undefined) return undefined;
  const written = kustomization.text('spec', 'timeout');
  if (written === undefined) {
    if (waits <= usualTimeout) return undefined;
    const above = timeoutAbove(longestWait(repo, kustomization), interval);
    const enough = Math.max(usualTimeout, above ?? 0);
    const title = `write timeout: ${formatDuration(enough)}`;
    return problemOf(kustomization, ['spec', 'timeout'], {
      message: `${named(kustomization)} names no timeout, and waits ${formatDuration(waits)} for its health checks`,
      help: `${title}, or as long as a healthy start may take`,
      ...(above === undefined
        ? {}
        : offerFix(repo, kustomization, { title, safety: 'unsafe' }, [timeoutEdit(enough)])),
    });
  }
  if (waits < interval || waits <= usualTimeout) return undefined;
  return problemOf(kustomization, ['spec', 'timeout'], {
    message: `${named(kustomization)} has timeout ${written}, which is not below its interval ${kustomization.text('spec', 'interval')}`,
    help: 'write a shorter timeout, or a longer interval: a new commit is applied at once whatever the interval is',
  });
}
