import { policyGroup } from '../../fleet/policy.ts';
import { folderOf } from '../../model/layout.ts';
import { isFluxGroup } from '../../model/object-names.ts';
import type { Repo } from '../../model/repo.ts';
import type { Resource } from '../../model/resource.ts';
import { isClusterScoped } from '../../model/scope.ts';
import { hasVariable } from '../../model/substitution.ts';
import { offerFix } from '../fixes.ts';
import { meantNamespace, policiesIn, selectorsIn } from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const edge = (namespace: string, of = 'default'): Readonly<Record<string, string>> => ({
  'edge/propagationpolicy-edge.yaml': `apiVersion: policy.karmada.io/v1alpha1
kind: PropagationPolicy
metadata:
  name: edge
${namespace}spec:
  resourceSelectors:
    - apiVersion: v1
      kind: ConfigMap
      name: edge
      namespace: ${of}
  placement:
    clusterAffinity:
      clusterNames:
        - member3
    clusterTolerations:
      - key: dedicated
        operator: Exists
`,
  'edge/configmap-edge.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: edge\n  namespace: ${of}\ndata: {}\n`,
});

export const namespaceMissing: Rule = {
  id: 'fleet/namespace-missing',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A policy, or an object of Flux, names no namespace where nobody else says it.',
  why: `What is applied to the control plane without a namespace lands in \`default\`, or wherever the person who applies it is
at the time (\`kubectl -n\`). A policy takes objects of its own namespace only, a HelmRelease looks for its source and
its values in its own: that the two of them meet is an accident then. The namespace \`default\` is on every member, but
no Namespace object of that name ever travels. Objects that a Kustomization applies are judged by
\`metadata/namespace-missing\`.`,
  repair: {
    safe: 'The object is in that namespace already, where nobody says another to kubectl.',
    unsafe:
      'The policy was refused, since its selectors name another namespace than the one it landed in: it places objects from then on.',
  },
  examples: [
    {
      title: 'a policy without namespace',
      base: 'fleet',
      create: edge(''),
      finds: ['PropagationPolicy edge has no metadata.namespace; it lands in default'],
    },
    {
      title: 'a policy for objects of another namespace',
      base: 'fleet',
      create: edge('', 'podinfo'),
      finds: ['PropagationPolicy edge has no metadata.namespace; it lands in default'],
    },
    { title: 'a policy in default', base: 'fleet', create: edge('  namespace: default\n'), finds: [] },
  ],
  *check({ repo, settings }) {
    if (settings.fleet.delivery !== 'kubectl' || policiesIn(repo).length === 0) return;
    const applied = new Set(repo.views.flatMap(({ resources }) => resources));
    for (const resource of repo.resources) {
      const { namespace, group, kind, name } = resource;
      if (namespace !== undefined || name === '' || isClusterScoped(kind)) continue;
      if (group !== policyGroup && !isFluxGroup(group)) continue;
      if (applied.has(resource) || isBuilt(repo, resource)) continue;
      // `fleet/selects-nothing` says of which namespace it has to be.
      if (group === policyGroup && meantNamespace(repo, resource) !== undefined) continue;
      const wanted = wantedNamespace(resource);
      const title = `write namespace: ${wanted ?? 'default'}`;
      const safety = wanted === undefined || wanted === 'default' ? 'safe' : 'unsafe';
      yield problemOf(resource, ['metadata', 'namespace'], {
        message: `${named(resource)} has no metadata.namespace; it lands in default`,
        help: `${title} below metadata:${wanted === undefined ? ', or the namespace that is meant' : ', which its selectors name'}`,
        ...offerFix(repo, resource, { title, safety }, [
          { kind: 'set', path: ['metadata', 'namespace'], value: wanted ?? 'default', below: ['name'] },
        ]),
      });
    }
  },
};

/** Whether a kustomization.yaml around the file may say the namespace. */
function isBuilt({ kustomizationFiles }: Repo, { file }: Resource): boolean {
  for (let folder = folderOf(file); ; folder = folderOf(folder)) {
    if (kustomizationFiles.has(folder)) return true;
    if (folder === '') return false;
  }
}

/** The one namespace that the selectors of a policy name. */
function wantedNamespace(resource: Resource): string | undefined {
  if (resource.group !== policyGroup) return undefined;
  const names = selectorsIn(resource).flatMap(({ namespace }) => (namespace === '' ? [] : [namespace]));
  const [only, ...others] = new Set(names);
  return only === undefined || others.length > 0 || hasVariable(only) ? undefined : only;
}
