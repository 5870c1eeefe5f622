import { policyGroup } from '../../fleet/policy.ts';
import { isBuiltin } from '../../model/kubernetes-apis.ts';
import { folderOf } from '../../model/layout.ts';
import { isFluxGroup } from '../../model/object-names.ts';
import type { Repo } from '../../model/repo.ts';
import type { Resource } from '../../model/resource.ts';
import { isClusterScoped } from '../../model/scope.ts';
import { hasVariable } from '../../model/substitution.ts';
import { offerFix } from '../fixes.ts';
import { meantNamespace } from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const theme = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: podinfo-theme\ndata: {}\n';

export const namespaceMissing: Rule = {
  id: 'metadata/namespace-missing',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An object that lives in a namespace names none.',
  why: `A Flux Kustomization applies what the files say, and an object without a namespace belongs nowhere: it is refused
(\`namespace not specified\`), or lands in \`default\`, where nothing finds it. Unlike \`kubectl -n\` there is nobody who
says the namespace at the time. It may also come from \`targetNamespace\` of the Kustomization or from \`namespace\` of a
kustomization.yaml; objects that get it there are left alone.`,
  examples: [
    {
      title: 'a ConfigMap without a namespace',
      create: { 'podinfo/configmap-podinfo-theme.yaml': theme },
      finds: ['ConfigMap podinfo-theme has no metadata.namespace'],
    },
    {
      title: 'a policy without a namespace',
      base: 'fleet',
      create: {
        'podinfo/overridepolicy-labels.yaml': `apiVersion: policy.karmada.io/v1alpha1
kind: OverridePolicy
metadata:
  name: labels
spec:
  overrideRules:
    - overriders:
        labelsOverrider:
          - operator: add
            value:
              team: web
`,
      },
      finds: ['OverridePolicy labels has no metadata.namespace'],
    },
    {
      title: 'a kustomization.yaml that gives it',
      create: {
        'podinfo/configmap-podinfo-theme.yaml': theme,
        'podinfo/kustomization.yaml':
          'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: podinfo\nresources:\n  - configmap-podinfo-theme.yaml\n  - configmap-podinfo-helm-chart-value-overrides.yaml\n  - helmrelease-podinfo.yaml\n',
      },
      finds: [],
    },
  ],
  repair: {
    unsafe:
      'The other objects of the folder name one namespace: look whether this one belongs there, too, and has not landed elsewhere.',
  },
  *check({ repo, schemas }) {
    const isNamespaced = namespacedKinds(repo);
    for (const view of repo.views) {
      for (const resource of view.resources) {
        if (resource.name === '' || view.namespaceOf(resource) !== undefined || !isNamespaced(resource))
          continue;
        // One that stands outside metadata is said by schema/unknown-field.
        if (resource.get('namespace') !== undefined && schemas.faultsOf(resource).length > 0) continue;
        // `fleet/selects-nothing` says of which namespace it has to be.
        if (resource.group === policyGroup && meantNamespace(repo, resource) !== undefined) continue;
        const theirs = namespaceAround(repo, resource);
        const title = `write namespace: ${theirs}`;
        yield problemOf(resource, ['metadata', 'namespace'], {
          message: `${named(resource)} has no metadata.namespace`,
          help:
            theirs === undefined
              ? 'add namespace: below metadata:'
              : `${title} below metadata:, as the other objects of its folder have it`,
          ...(theirs === undefined
            ? {}
            : offerFix(repo, resource, { title, safety: 'unsafe' }, [
                { kind: 'set', path: ['metadata', 'namespace'], value: theirs, below: ['name'] },
              ])),
        });
      }
    }
  },
};

/** Kinds that are known to live in namespaces: Kubernetes', Flux's and Karmada's own, and those of which others here name one. */
function namespacedKinds(repo: Repo): (resource: Resource) => boolean {
  const seen = new Map<string, number>();
  for (const { group, kind, namespace } of repo.resources) {
    const key = `${group}/${kind}`;
    if (namespace !== undefined) seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  return ({ apiVersion, group, kind }) => {
    if (isClusterScoped(kind)) return false;
    if (isBuiltin(apiVersion, kind) || isFluxGroup(group) || group === policyGroup) return true;
    return (seen.get(`${group}/${kind}`) ?? 0) >= 2;
  };
}

/** The namespace that all other objects beside it name, where every cluster that applies it leaves it without one. */
function namespaceAround(repo: Repo, resource: Resource): string | undefined {
  const views = repo.views.filter(({ resources }) => resources.includes(resource));
  if (views.some((view) => view.namespaceOf(resource) !== undefined)) return undefined;
  const folder = folderOf(resource.file);
  const beside = repo.resources.filter(({ file }) => folderOf(file) === folder);
  const [only, ...others] = new Set(beside.flatMap(({ namespace }) => namespace ?? []));
  return only === undefined || others.length > 0 || hasVariable(only) ? undefined : only;
}
