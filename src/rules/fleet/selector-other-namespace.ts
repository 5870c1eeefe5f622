import type { Fix } from '../../core/finding.ts';
import type { Repo } from '../../model/repo.ts';
import type { Resource } from '../../model/resource.ts';
import { hasVariable } from '../../model/substitution.ts';
import { offerFix } from '../fixes.ts';
import {
  homeOf,
  isClusterWide,
  objectsNamed,
  policiesIn,
  selectedText,
  selectorsIn,
  type WrittenSelector,
} from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const policy = 'podinfo/propagationpolicy-podinfo.yaml';
const release = '      kind: HelmRelease\n      name: podinfo\n      namespace: ';

export const selectorOtherNamespace: Rule = {
  id: 'fleet/selector-other-namespace',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A policy selects objects of a namespace that is not its own.',
  why: `A PropagationPolicy or OverridePolicy speaks of its own namespace only: Karmada's webhook refuses one of whose
selectors names another (\`validateResourceSelectors\`). Objects of several namespaces take a policy in each, or a
ClusterPropagationPolicy. A selector without namespace gets the policy's.`,
  repair: {
    unsafe:
      'The object that is selected exists in the namespace of the policy and not in the one that is named: look whether that one is meant.',
  },
  examples: [
    {
      title: 'a namespace that was copied',
      base: 'fleet',
      replace: [[policy, `${release}podinfo`, `${release}redis`]],
      finds: [
        'PropagationPolicy podinfo of namespace podinfo selects HelmRelease podinfo of namespace redis; expected its own namespace',
      ],
    },
    {
      title: 'a source beside its release',
      base: 'fleet',
      replace: [
        [
          policy,
          '  resourceSelectors:\n',
          '  resourceSelectors:\n    - apiVersion: source.toolkit.fluxcd.io/v1\n      kind: HelmRepository\n      name: podinfo\n      namespace: flux-system\n',
        ],
      ],
      finds: [
        'PropagationPolicy podinfo of namespace podinfo selects HelmRepository podinfo of namespace flux-system; expected its own namespace',
      ],
    },
    {
      title: 'no namespace',
      base: 'fleet',
      replace: [[policy, `${release}podinfo`, release.replace(/\n {6}namespace: $/, '')]],
      finds: [],
    },
  ],
  *check({ repo }) {
    for (const resource of policiesIn(repo)) {
      // Where a policy has no namespace of its own, that is what is wrong with it.
      const { namespace: home } = resource;
      if (isClusterWide(resource) || home === undefined || hasVariable(home)) continue;
      for (const selector of selectorsIn(resource)) {
        const { namespace, path } = selector;
        if (namespace === '' || namespace === homeOf(resource) || hasVariable(namespace)) continue;
        yield problemOf(resource, [...path, 'namespace'], {
          message: `${named(resource)} of namespace ${home} selects ${selectedText(selector)} of namespace ${namespace}; expected its own namespace`,
          help: `select it in a ${resource.kind} of namespace ${namespace}, or in a Cluster${resource.kind}`,
          ...fixOf(repo, resource, selector),
        });
      }
    }
  },
};

function fixOf(repo: Repo, policy: Resource, selector: WrittenSelector): { readonly fix?: Fix } {
  const { kind, name, namespace, path } = selector;
  const home = homeOf(policy);
  const namespaces = objectsNamed(repo, kind, name).map((each) => each.namespace ?? 'default');
  if (name === '' || namespaces.includes(namespace) || !namespaces.includes(home)) return {};
  return offerFix(repo, policy, { title: `write namespace: ${home}`, safety: 'unsafe' }, [
    { kind: 'set', path: [...path, 'namespace'], value: home },
  ]);
}
