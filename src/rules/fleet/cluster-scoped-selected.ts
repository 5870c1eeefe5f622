import type { Fix } from '../../core/finding.ts';
import type { Repo } from '../../model/repo.ts';
import type { Resource } from '../../model/resource.ts';
import { isClusterScoped } from '../../model/scope.ts';
import { offerFix } from '../fixes.ts';
import {
  isClusterWide,
  policiesIn,
  selectedText,
  selectorsIn,
  type WrittenSelector,
} from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const policy = 'podinfo/propagationpolicy-podinfo.yaml';
const namespace = '    - apiVersion: v1\n      kind: Namespace\n      name: podinfo\n';

export const clusterScopedSelected: Rule = {
  id: 'fleet/cluster-scoped-selected',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A policy of one namespace selects objects that have none.',
  why: `For an object without namespace Karmada asks ClusterPropagationPolicies and ClusterOverridePolicies only (rules 11
and 31 of the fleet model): such a selector of a PropagationPolicy or OverridePolicy never matches, and nothing says so. A
Namespace needs no policy: Karmada makes it on every member.`,
  repair: {
    safe: 'The selector matched nothing, and a Namespace goes to every member without it.',
  },
  examples: [
    {
      title: 'a Namespace among the objects of an app',
      base: 'fleet',
      replace: [[policy, '  resourceSelectors:\n', `  resourceSelectors:\n${namespace}`]],
      finds: [
        'PropagationPolicy podinfo selects Namespace podinfo, which has no namespace and which only a ClusterPropagationPolicy can take',
      ],
    },
    {
      title: 'a role of the whole cluster',
      base: 'fleet',
      replace: [
        [
          policy,
          '  resourceSelectors:\n',
          '  resourceSelectors:\n    - apiVersion: rbac.authorization.k8s.io/v1\n      kind: ClusterRole\n      name: podinfo\n',
        ],
      ],
      finds: [
        'PropagationPolicy podinfo selects ClusterRole podinfo, which has no namespace and which only a ClusterPropagationPolicy can take',
      ],
    },
    { title: 'objects of its namespace', base: 'fleet', finds: [] },
  ],
  alone: true,
  *check({ repo }) {
    for (const resource of policiesIn(repo)) {
      if (isClusterWide(resource)) continue;
      const selectors = selectorsIn(resource);
      for (const selector of selectors) {
        const { kind, path } = selector;
        if (!isClusterScoped(kind)) continue;
        yield problemOf(resource, [...path, 'kind'], {
          message: `${named(resource)} selects ${selectedText(selector)}, which has no namespace and which only a Cluster${resource.kind} can take`,
          help:
            kind === 'Namespace'
              ? 'remove the selector: Karmada makes the Namespace on every member'
              : `select it in a Cluster${resource.kind}`,
          ...fixOf(repo, resource, {
            selector,
            isOnly: selectors.every((each) => isClusterScoped(each.kind)),
          }),
        });
      }
    }
  },
};

/** A policy without selectors would be refused, or would take everything: one must be left. */
function fixOf(
  repo: Repo,
  policy: Resource,
  { selector: { kind, path }, isOnly }: { readonly selector: WrittenSelector; readonly isOnly: boolean },
): { readonly fix?: Fix } {
  if (kind !== 'Namespace' || isOnly) return {};
  return offerFix(repo, policy, { title: 'remove the selector', safety: 'safe' }, [{ kind: 'remove', path }]);
}
