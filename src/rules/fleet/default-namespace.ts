import { problemOf } from '../named.ts';
import { fleetIn } from '../placed.ts';
import type { Rule } from '../rule.ts';

const path = 'flux-system/namespaces/namespace-default.yaml';
const labelled = `apiVersion: v1
kind: Namespace
metadata:
  name: default
  labels:
    pod-security.kubernetes.io/enforce: restricted
`;

export const defaultNamespace: Rule = {
  id: 'fleet/default-namespace',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Labels or annotations of the namespace default stay on the control plane.',
  why: `Every Namespace of the control plane goes to all clusters but for \`default\`, which each cluster has of its own.
What the repository says of it (labels that select, levels of Pod security) holds for the control plane alone, unless
a ClusterPropagationPolicy selects it.`,
  examples: [
    {
      title: 'a label that never arrives',
      base: 'fleet',
      create: { [path]: labelled },
      finds: ['Namespace default has labels or annotations, which go to no cluster'],
    },
    { title: 'other namespaces', base: 'fleet', finds: [] },
  ],
  *check(context) {
    const fleet = fleetIn(context);
    const template = fleet?.find('Namespace', undefined, 'default', '');
    if (fleet === undefined || template === undefined) return;
    const { resource } = template;
    const says = ['labels', 'annotations'].find((field) => resource.has('metadata', field));
    if (says === undefined || fleet.decide(template).clusters.length > 0) return;
    yield problemOf(resource, ['metadata', says], {
      message: 'Namespace default has labels or annotations, which go to no cluster',
      help: 'give the objects a namespace of their own, or select it in a ClusterPropagationPolicy',
    });
  },
};
