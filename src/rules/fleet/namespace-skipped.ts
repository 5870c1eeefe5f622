import type { Location, ObjectName } from '../../core/finding.ts';
import type { Template } from '../../fleet/fleet.ts';
import { fleetIn } from '../placed.ts';
import type { Rule } from '../rule.ts';

const file = 'prometheus/configmap-dashboards.yaml';
const policy = 'prometheus/propagationpolicy-dashboards.yaml';

const dashboards = (namespace: string): Record<string, string> => ({
  [`flux-system/namespaces/namespace-${namespace}.yaml`]: `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${namespace}\n`,
  [file]: `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: dashboards\n  namespace: ${namespace}\ndata: {}\n`,
  [policy]: `apiVersion: policy.karmada.io/v1alpha1
kind: PropagationPolicy
metadata:
  name: dashboards
  namespace: ${namespace}
spec:
  resourceSelectors:
    - apiVersion: v1
      kind: ConfigMap
      name: dashboards
      namespace: ${namespace}
  placement:
    clusterAffinity:
      clusterNames:
        - member1
`,
});

export const namespaceSkipped: Rule = {
  id: 'fleet/namespace-skipped',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A policy selects objects of a namespace that Karmada never propagates.',
  why: `Karmada passes over its own namespaces, and those whose name one of its \`--skipped-propagating-namespaces\`
matches: \`kube-.*\` unless told otherwise. So \`kube-prometheus-stack\`, as a namespace, is meant as well: nothing in it
goes to any cluster, whatever policies say, nor does it by itself, and nothing tells. Give the namespace another name; where the control plane runs with other patterns, write them as \`karmada.skippedNamespaces\` in
.gitops-kit.jsonc.`,
  examples: [
    {
      title: 'a namespace with the name of its chart',
      base: 'fleet',
      create: dashboards('kube-prometheus-stack'),
      finds: [
        'namespace kube-prometheus-stack matches kube-.*, so ConfigMap dashboards, which PropagationPolicy dashboards selects, goes to no cluster',
      ],
    },
    { title: 'another name', base: 'fleet', create: dashboards('prometheus'), finds: [] },
  ],
  *check(context) {
    const fleet = fleetIn(context);
    if (fleet === undefined) return;
    const selecting = new Map<string, string>();
    for (const { kind, name, selectors } of fleet.propagationPolicies)
      for (const selector of selectors)
        if (!selecting.has(keyOf(selector))) selecting.set(keyOf(selector), `${kind} ${name}`);
    const said = new Set<string>();
    for (const template of fleet.templates) {
      const { namespace } = template;
      if (namespace === undefined || said.has(namespace)) continue;
      const { passedOver } = fleet.decide(template);
      if (passedOver?.reason !== 'skipped-namespace' && passedOver?.reason !== 'reserved-namespace') continue;
      const taker = [template, { ...template, name: '' }, { ...template, namespace: undefined }]
        .map((what) => selecting.get(keyOf(what)))
        .find((each) => each !== undefined);
      if (taker === undefined) continue;
      said.add(namespace);
      const declared = fleet.find('Namespace', undefined, namespace, '');
      yield {
        ...placeOf(declared, template),
        message: `${passedOver.why}, so ${template.kind} ${template.name}, which ${taker} selects, goes to no cluster`,
        help: 'give the namespace another name',
        related: [
          {
            at: template.resource.at('metadata', 'namespace'),
            message: `${template.kind} ${template.name} lives in it`,
          },
        ],
      };
    }
  },
};

/** What a policy selects in a namespace: one object, or all of a kind. */
function keyOf(what: {
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
}): string {
  return `${what.kind}/${what.namespace ?? ''}/${what.name}`;
}

function placeOf(
  declared: Template | undefined,
  { resource }: Template,
): { readonly at: Location; readonly object: ObjectName } {
  if (declared === undefined) return { at: resource.at('metadata', 'namespace'), object: resource.object };
  return { at: declared.resource.at('metadata', 'name'), object: declared.resource.object };
}
