import { builtinVersions } from '../../model/kubernetes-apis.ts';
import { isClusterScoped } from '../../model/scope.ts';
import { healthChecks, isSourceVisible } from '../health-checks.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';

export const healthcheckNamespaceOmitted: Rule = {
  id: 'kustomization/healthcheck-namespace-omitted',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A health check of a namespaced kind names no namespace.',
  why: `Flux does not fill in the namespace of the Kustomization, nor its \`targetNamespace\`: an entry under \`healthChecks\`
without a namespace looks for an object that has none. For a kind that lives in namespaces there is no such object,
and the Kustomization fails when its timeout is over.`,
  examples: [
    {
      title: 'a HelmRelease without its namespace',
      replace: [[kustomization, '      name: podinfo\n      namespace: podinfo', '      name: podinfo']],
      finds: ['Kustomization podinfo checks the health of HelmRelease podinfo without naming its namespace'],
    },
    {
      title: 'a kind without namespaces',
      replace: [
        [
          kustomization,
          'helm.toolkit.fluxcd.io/v2\n      kind: HelmRelease\n      name: podinfo\n      namespace: podinfo',
          'apiextensions.k8s.io/v1\n      kind: CustomResourceDefinition\n      name: redisbackups.example.com',
        ],
      ],
      finds: [],
    },
  ],
  *check({ repo }) {
    for (const check of healthChecks(repo)) {
      const { view, from, path, kind, name, namespace } = check;
      // Of other kinds nobody knows here whether they have namespaces.
      const isNamespaced =
        isSourceVisible(check) || (builtinVersions(kind).length > 0 && !isClusterScoped(kind));
      if (namespace !== undefined || !isNamespaced) continue;
      const target = view.ofKind(kind).filter((each) => view.nameOf(each) === name);
      const lives = target.length === 1 && target[0] !== undefined ? view.namespaceOf(target[0]) : undefined;
      yield problemOf(from, [...path, 'name'], {
        message: `${named(from)} checks the health of ${kind} ${name} without naming its namespace`,
        help: `add namespace: ${lives ?? `and the namespace that ${name} lives in`}`,
      });
    }
  },
};
