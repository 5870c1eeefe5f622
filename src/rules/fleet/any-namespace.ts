import type { Fix } from '../../core/finding.ts';
import type { Repo } from '../../model/repo.ts';
import type { Resource } from '../../model/resource.ts';
import { isClusterScoped } from '../../model/scope.ts';
import { offerFix } from '../fixes.ts';
import {
  isClusterWide,
  objectsNamed,
  policiesIn,
  selectorsIn,
  type WrittenSelector,
} from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const override = 'flux-system/clusteroverridepolicies/clusteroverridepolicy-podinfo.yaml';
const wide = (namespace: string): string => `apiVersion: policy.karmada.io/v1alpha1
kind: ClusterOverridePolicy
metadata:
  name: podinfo
spec:
  resourceSelectors:
    - apiVersion: helm.toolkit.fluxcd.io/v2
      kind: HelmRelease
      name: podinfo
${namespace}  overrideRules:
    - targetCluster:
        clusterNames:
          - member2
      overriders:
        labelsOverrider:
          - operator: add
            value:
              team: web
`;

export const anyNamespace: Rule = {
  id: 'fleet/any-namespace',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A cluster-wide policy names an object, and not its namespace.',
  why: `A ClusterPropagationPolicy or ClusterOverridePolicy fills in no namespace: without one, a selector takes the objects of
that name in every namespace (rule 2 of the fleet model), also those that come later. Two teams call their app the same, and
one's policy places the other's. Selectors without a name, which take all objects of a kind on purpose, are left alone.`,
  repair: {
    unsafe:
      'Objects of that name in other namespaces, which only the control plane knows of, are not taken any more.',
  },
  examples: [
    {
      title: 'a release of that name, wherever it is',
      base: 'fleet',
      create: { [override]: wide('') },
      finds: [
        'ClusterOverridePolicy podinfo selects HelmRelease podinfo of every namespace; expected a namespace',
      ],
    },
    {
      title: 'a release of one namespace',
      base: 'fleet',
      create: { [override]: wide('      namespace: podinfo\n') },
      finds: [],
    },
  ],
  *check({ repo }) {
    for (const resource of policiesIn(repo)) {
      if (!isClusterWide(resource)) continue;
      for (const selector of selectorsIn(resource)) {
        const { kind, name, namespace, path } = selector;
        if (namespace !== '' || name === '' || kind === '' || isClusterScoped(kind)) continue;
        const namespaces = namespacesOf(repo, selector);
        // Of a kind that nobody here has objects of, it is not known whether they have namespaces.
        if (namespaces.size === 0) continue;
        yield problemOf(resource, [...path, 'name'], {
          message: `${named(resource)} selects ${kind} ${name} of every namespace; expected a namespace`,
          help: `write the namespace of the ${kind} below its name`,
          ...fixOf(repo, resource, { selector, namespaces }),
        });
      }
    }
  },
};

/** The namespaces that objects of a selector's name and kind are in. */
function namespacesOf(repo: Repo, { kind, name }: WrittenSelector): Set<string> {
  return new Set(objectsNamed(repo, kind, name).flatMap(({ namespace }) => namespace ?? []));
}

function fixOf(
  repo: Repo,
  policy: Resource,
  { selector, namespaces }: { readonly selector: WrittenSelector; readonly namespaces: ReadonlySet<string> },
): { readonly fix?: Fix } {
  const [namespace, ...others] = namespaces;
  if (namespace === undefined || others.length > 0) return {};
  const path = [...selector.path, 'namespace'];
  return offerFix(repo, policy, { title: `write namespace: ${namespace}`, safety: 'unsafe' }, [
    { kind: 'set', path, value: namespace, below: ['name'] },
  ]);
}
