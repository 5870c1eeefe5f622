import type { Problem } from '../../core/finding.ts';
import { preferredApiVersion } from '../../model/api-versions.ts';
import type { Repo } from '../../model/repo.ts';
import { fluxGroups, type Resource } from '../../model/resource.ts';
import { hasVariable } from '../../model/substitution.ts';
import { offerFix } from '../fixes.ts';
import { durationOf, effectiveTimeout } from '../flux-kustomizations.ts';
import { type HealthCheck, healthChecks } from '../health-checks.ts';
import { either, named, problemOf } from '../named.ts';
import { helmTimeout, timeoutAbove } from '../release-timeouts.ts';
import type { Rule } from '../rule.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const release = 'apiVersion: helm.toolkit.fluxcd.io/v2\n      kind: HelmRelease\n      name: podinfo\n';

export const healthcheckDeployment: Rule = {
  id: 'kustomization/healthcheck-deployment',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'A Kustomization checks the health of a workload that a chart names.',
  why: `The names of a chart's Deployments follow from its release name and its helpers, and change with a new chart
version: then the check waits for an object that is not there any more. A HelmRelease is ready when Helm found all of
its workloads ready, and its name stands in this repository.`,
  examples: [
    {
      title: 'the Deployment of a chart',
      replace: [
        [kustomization, release, 'apiVersion: apps/v1\n      kind: Deployment\n      name: podinfo-server\n'],
      ],
      finds: [
        'Kustomization podinfo checks the health of Deployment podinfo-server, which no file declares; expected HelmRelease podinfo',
      ],
    },
    {
      title: 'two workloads of one chart',
      replace: [
        [
          kustomization,
          release,
          'kind: Deployment\n      name: podinfo-server\n      namespace: podinfo\n    - kind: StatefulSet\n      name: podinfo-cache\n',
        ],
      ],
      finds: [
        'Kustomization podinfo checks the health of Deployment podinfo-server, which no file declares; expected HelmRelease podinfo',
        'Kustomization podinfo checks the health of StatefulSet podinfo-cache, which no file declares; expected HelmRelease podinfo',
      ],
    },
    {
      title: 'the HelmRelease',
      replace: [[kustomization, 'healthChecks: #', 'healthChecks: # as it should be:']],
      finds: [],
    },
  ],
  repair: {
    unsafe:
      'The release is ready when Helm is done, and with `disableWait` that is before its workloads are: look for it in the HelmRelease.',
  },
  *check({ repo }) {
    for (const check of healthChecks(repo)) {
      const { view, from, path, kind, name, namespace } = check;
      if (!isWorkload(kind)) continue;
      if (view.makes(kind, namespace, name) !== undefined) continue;
      const releases = (view.buildOf(from)?.resources ?? []).filter(
        (each) => each.kind === 'HelmRelease' && each.group === fluxGroups.helm,
      );
      if (releases.length === 0 || releases.length > 3) continue;
      const expected = releases.map((each) => `HelmRelease ${view.nameOf(each)}`);
      const [release, ...others] = releases;
      yield problemOf(from, [...path, 'name'], {
        message: `${named(from)} checks the health of ${kind} ${name}, which no file declares; expected ${either(expected)}`,
        help: `check the health of ${either(expected)} instead: it is ready when its workloads are`,
        ...(release === undefined || others.length > 0 ? {} : instead(repo, check, release)),
      });
    }
  },
};

/** The check of the release in place of the workload's; one of several becomes it, and the others go. */
function instead(repo: Repo, { view, from, path }: HealthCheck, release: Resource): Pick<Problem, 'fix'> {
  const apiVersion = preferredApiVersion(fluxGroups.helm, 'HelmRelease', repo.flux);
  const [name, namespace] = [view.nameOf(release), view.namespaceOf(release)];
  if (apiVersion === undefined || namespace === undefined || hasVariable(name + namespace)) return {};
  const isTaken = from.list('spec', 'healthChecks').some((_, index) => {
    const [ofKind = '', ofName = '', place] = ['kind', 'name', 'namespace'].map((field) =>
      from.text('spec', 'healthChecks', index, field),
    );
    if (ofKind === 'HelmRelease') return ofName === name && place === namespace;
    return (
      index < Number(path.at(-1)) && isWorkload(ofKind) && view.makes(ofKind, place, ofName) === undefined
    );
  });
  if (isTaken) {
    const title = `remove it: HelmRelease ${name} is checked`;
    return offerFix(repo, from, { title, safety: 'unsafe' }, [{ kind: 'remove', path }]);
  }
  if (!mayWaitFor(from, release)) return {};
  const written = Object.entries({ apiVersion, kind: 'HelmRelease', name, namespace });
  return offerFix(
    repo,
    from,
    { title: `check HelmRelease ${name} instead`, safety: 'unsafe' },
    written.map(([field, value]) => ({
      kind: 'set',
      path: [...path, field],
      value,
      below: field === 'apiVersion' ? [] : undefined,
    })),
  );
}

/** Whether the Kustomization waits as long as the release may take, or has room to. */
function mayWaitFor(kustomization: Resource, release: Resource): boolean {
  const takes = helmTimeout(release) ?? 0;
  const room = timeoutAbove(takes, durationOf(kustomization, 'spec', 'interval'));
  return room !== undefined || (effectiveTimeout(kustomization) ?? 0) > takes;
}

function isWorkload(kind: string): boolean {
  return ['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind);
}
