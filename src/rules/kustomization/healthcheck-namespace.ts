import { isClusterScoped } from '../../model/scope.ts';
import { dangling } from '../dangling.ts';
import { type HealthCheck, healthChecks, isSourceVisible } from '../health-checks.ts';
import type { Rule } from '../rule.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const check =
  'apiVersion: helm.toolkit.fluxcd.io/v2\n      kind: HelmRelease\n      name: podinfo\n      namespace: podinfo';

function workload(namespace: string): string {
  return `apiVersion: apps/v1\n      kind: Deployment\n      name: podinfo\n      namespace: ${namespace}`;
}

export const healthcheckNamespace: Rule = {
  id: 'kustomization/healthcheck-namespace',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A Kustomization checks the health of an object in a namespace that does not exist.',
  why: `An object in a namespace that is not there is never found: Flux waits for it until the timeout and fails, and the
Kustomization never becomes ready. As a rule the entry was copied from another app, or the namespace has a slip.
A namespace that comes from elsewhere is named under \`externals\` in .gitops-kit.jsonc.`,
  examples: [
    {
      title: 'a slip in the namespace',
      replace: [[kustomization, check, workload('pofinfo')]],
      finds: [
        'Kustomization podinfo checks Deployment podinfo in Namespace pofinfo, which does not exist; did you mean podinfo?',
      ],
    },
    {
      title: 'a namespace that was never here',
      replace: [[kustomization, check, workload('monitoring')]],
      finds: [
        'Kustomization podinfo checks Deployment podinfo in Namespace monitoring, which does not exist',
      ],
    },
    { title: 'a namespace that is here', replace: [[kustomization, check, workload('podinfo')]], finds: [] },
  ],
  *check({ repo }) {
    for (const each of healthChecks(repo)) {
      const { view, from, path, kind, name, namespace } = each;
      if (namespace === undefined || isClusterScoped(kind) || isSourceVisible(each)) continue;
      if (isLivedIn(each)) continue;
      const problem = dangling(
        { repo, view },
        {
          from,
          path: [...path, 'namespace'],
          field: 'spec.healthChecks',
          role: 'namespace',
          kind: 'Namespace',
          group: '',
          namespace: undefined,
          name: namespace,
          optional: false,
        },
        {
          verb: `checks ${kind} ${name} in`,
          help: `name the namespace that ${kind} ${name} lives in, or declare ${namespace}`,
          elsewhere: () => '',
        },
      );
      if (problem !== undefined) yield problem;
    }
  },
};

/** Objects that lie in an undeclared namespace, or are installed into it, have a rule of their own. */
function isLivedIn({ view, namespace }: HealthCheck): boolean {
  return view.resources.some(
    (each) => view.namespaceOf(each) === namespace || each.text('spec', 'targetNamespace') === namespace,
  );
}
