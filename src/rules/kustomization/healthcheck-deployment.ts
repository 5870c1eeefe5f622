import { fluxGroups } from '../../model/resource.ts';
import { healthChecks } from '../health-checks.ts';
import { either, named, problemOf } from '../named.ts';
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
      title: 'the HelmRelease',
      replace: [[kustomization, 'healthChecks: #', 'healthChecks: # as it should be:']],
      finds: [],
    },
  ],
  *check({ repo }) {
    for (const { view, from, path, kind, name, namespace } of healthChecks(repo)) {
      if (!['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind)) continue;
      if (view.makes(kind, namespace, name) !== undefined) continue;
      const releases = (view.buildOf(from)?.resources ?? []).filter(
        (each) => each.kind === 'HelmRelease' && each.group === fluxGroups.helm,
      );
      if (releases.length === 0 || releases.length > 3) continue;
      const expected = releases.map((each) => `HelmRelease ${view.nameOf(each)}`);
      yield problemOf(from, [...path, 'name'], {
        message: `${named(from)} checks the health of ${kind} ${name}, which no file declares; expected ${either(expected)}`,
        help: `check the health of ${either(expected)} instead: it is ready when its workloads are`,
      });
    }
  },
};
