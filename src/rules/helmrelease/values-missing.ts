import type { Problem } from '../../core/finding.ts';
import type { Reference } from '../../model/references.ts';
import type { Repo } from '../../model/repo.ts';
import type { Resource } from '../../model/resource.ts';
import { hasVariable } from '../../model/substitution.ts';
import type { View } from '../../model/view.ts';
import { dangling } from '../dangling.ts';
import { offerFix } from '../fixes.ts';
import { viewsAndIdle } from '../idle-view.ts';
import type { Rule } from '../rule.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';
const config = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';

export const valuesMissing: Rule = {
  id: 'helmrelease/values-missing',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A HelmRelease reads values from a ConfigMap or Secret that does not exist.',
  why: `Without its values the release is neither installed nor upgraded. \`valuesFrom\` reads objects of the
HelmRelease's own namespace only; it has no field \`namespace\`. Objects that generators of a kustomization.yaml,
a SealedSecret or an ExternalSecret make count as there; for what comes into the cluster in another way,
write \`optional: true\` or name it under \`externals\` in .gitops-kit.jsonc.`,
  examples: [
    {
      title: 'a slip in the name',
      replace: [[release, 'podinfo-helm-chart-value-overrides', 'podinfo-helm-chart-values-overrides']],
      finds: [
        'HelmRelease podinfo reads ConfigMap podinfo-helm-chart-values-overrides, which does not exist; did you mean podinfo-helm-chart-value-overrides?',
      ],
    },
    {
      title: 'the ConfigMap in another namespace',
      replace: [[config, 'namespace: podinfo', 'namespace: redis']],
      finds: [
        'HelmRelease podinfo reads ConfigMap podinfo-helm-chart-value-overrides in namespace podinfo, which does not exist; there is one in namespace redis',
      ],
    },
    {
      title: 'a generator that knows no namespace',
      remove: [config],
      create: {
        'podinfo/kustomization.yaml':
          'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n  - helmrelease-podinfo.yaml\nconfigMapGenerator:\n  - name: podinfo-helm-chart-value-overrides\n    literals:\n      - values.yaml=\n',
      },
      finds: [
        'HelmRelease podinfo reads ConfigMap podinfo-helm-chart-value-overrides in namespace podinfo, which does not exist; kustomize generates one in namespace default',
      ],
    },
    {
      title: 'values that may be absent',
      replace: [
        [
          release,
          '      valuesKey: values.yaml # the default, explicit for clarity\n',
          '      valuesKey: values.yaml\n    - kind: Secret\n      name: podinfo-passwords\n      optional: true\n',
        ],
      ],
      finds: [],
    },
  ],
  repair: {
    unsafe:
      'Flux deletes the object where it is and makes it anew: look whether a workload in its old namespace mounts it.',
  },
  *check({ repo }) {
    for (const view of viewsAndIdle(repo)) {
      for (const reference of view.references) {
        if (reference.role !== 'values') continue;
        const problem = dangling({ repo, view }, reference, {
          verb: 'reads',
          help: `add ${reference.kind} ${reference.name} in namespace ${reference.namespace ?? 'default'}, or write optional: true`,
          elsewhere: () =>
            `move it to namespace ${reference.namespace ?? 'default'}: values come from the release's own namespace only`,
          mend: (found) => moved({ repo, view }, reference, found),
        });
        if (problem !== undefined) yield problem;
      }
    }
  },
};

/** What is read in the release's namespace, where nothing reads it in its own. */
function moved(
  { repo, view }: { readonly repo: Repo; readonly view: View },
  { namespace }: Reference,
  found: Resource,
): Pick<Problem, 'fix'> {
  const { kind, namespace: from } = found;
  if (namespace === undefined || from === undefined || view.namespaceOf(found) !== from) return {};
  const name = view.nameOf(found);
  const isRead = repo.views.some(({ references }) =>
    references.some((each) => each.kind === kind && each.name === name && each.namespace === from),
  );
  if (isRead || hasVariable(namespace)) return {};
  return offerFix(repo, found, { title: `move it to namespace ${namespace}`, safety: 'unsafe' }, [
    { kind: 'set', path: ['metadata', 'namespace'], value: namespace },
  ]);
}
