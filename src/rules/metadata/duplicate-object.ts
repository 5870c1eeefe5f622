import type { Resource } from '../../model/resource.ts';
import type { View } from '../../model/view.ts';
import { isBootstrap } from '../layout-scope.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const copy = `apiVersion: v1
kind: ConfigMap
metadata:
  name: podinfo-helm-chart-value-overrides
  namespace: podinfo
data:
  theme.css: ""
`;

export const duplicateObject: Rule = {
  id: 'metadata/duplicate-object',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The same object is declared twice for one cluster.',
  why: `Below one Kustomization path the build fails: kustomize takes no object a second time, and nothing of the
path is applied. Below two paths both Kustomizations apply their own version in turn, forever, and whichever is
removed takes the object with it. Objects are the same when group, kind, namespace and name are; often one of them is
a copy in which the name was not changed.`,
  examples: [
    {
      title: 'a copy that kept its name',
      create: { 'podinfo/configmap-podinfo-theme.yaml': copy },
      finds: [
        'ConfigMap podinfo-helm-chart-value-overrides in namespace podinfo is declared twice, first in podinfo/configmap-podinfo-helm-chart-value-overrides.yaml',
      ],
    },
    {
      title: 'a copy with a name of its own',
      create: {
        'podinfo/configmap-podinfo-branding.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: podinfo-branding\n  namespace: podinfo\ndata: {}\n',
      },
      finds: [],
    },
  ],
  *check({ repo }) {
    for (const view of repo.views) {
      const known = new Map<string, Resource>();
      for (const resource of view.resources) {
        if (isBootstrap(resource)) continue;
        const identity = identityOf(view, resource);
        const first = identity === undefined ? undefined : known.get(identity);
        if (identity !== undefined && first === undefined) known.set(identity, resource);
        if (first === undefined) continue;
        yield problemOf(resource, ['metadata', 'name'], {
          message: `${named(resource)}${inNamespace(view, resource)} is declared twice, first in ${first.file}`,
          help: 'remove one of the two, or give it the name that is meant',
          related: [{ at: first.at('metadata', 'name'), message: 'the first declaration' }],
        });
      }
    }
  },
};

/** Group, kind, namespace and name as the cluster sees them; undefined where one of them is not known. */
function identityOf(view: View, resource: Resource): string | undefined {
  const name = view.nameOf(resource);
  const namespace = view.namespaceOf(resource) ?? '';
  if (name === '' || name.includes('${') || namespace.includes('${')) return undefined;
  return [resource.group, resource.kind, namespace, name].join('\n');
}

function inNamespace(view: View, resource: Resource): string {
  const namespace = view.namespaceOf(resource);
  return namespace === undefined ? '' : ` in namespace ${namespace}`;
}
