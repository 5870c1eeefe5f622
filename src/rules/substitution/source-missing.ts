import { nearest } from '../../core/suggest.ts';
import type { Reference } from '../../model/references.ts';
import type { Repo } from '../../model/repo.ts';
import type { View } from '../../model/view.ts';
import { dangling } from '../dangling.ts';
import type { Rule } from '../rule.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const from = (name: string, more = ''): string =>
  `  postBuild:\n    substituteFrom:\n      - kind: ConfigMap\n        name: ${name}\n${more}  prune: true`;
const cluster =
  'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: cluster\n  namespace: flux-system\ndata:\n  domain: example.com\n';

export const sourceMissing: Rule = {
  id: 'substitution/source-missing',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A Kustomization takes variables from a ConfigMap or Secret that does not exist.',
  why: `\`postBuild.substituteFrom\` reads objects of the Kustomization's own namespace; it has no field \`namespace\`. Where one of them
is missing the Kustomization fails and applies nothing. An object that may be absent has \`optional: true\`; one that
comes into the cluster in another way is named under \`externals\` in .gitops-kit.jsonc. What several Kustomizations read
and nothing here resembles is taken to come from elsewhere.`,
  examples: [
    {
      title: 'a slip in the name',
      replace: [[kustomization, '  prune: true', from('clusters')]],
      create: { 'flux-system/configmap-cluster.yaml': cluster },
      finds: [
        'Kustomization podinfo takes variables from ConfigMap clusters, which does not exist; did you mean cluster?',
      ],
    },
    {
      title: 'the ConfigMap in another namespace',
      replace: [[kustomization, '  prune: true', from('cluster')]],
      create: {
        'flux-system/configmap-cluster.yaml': cluster.replace('namespace: flux-system', 'namespace: redis'),
      },
      finds: [
        'Kustomization podinfo takes variables from ConfigMap cluster in namespace flux-system, which does not exist; there is one in namespace redis',
      ],
    },
    {
      title: 'one that may be absent',
      replace: [[kustomization, '  prune: true', from('cluster', '        optional: true\n')]],
      finds: [],
    },
  ],
  *check({ repo }) {
    for (const view of repo.views) {
      for (const reference of view.references) {
        if (reference.role !== 'substitute') continue;
        if (!isMeantHere(view, reference) && mayComeFromElsewhere(repo, view, reference)) continue;
        const { kind, name, namespace = 'default' } = reference;
        const problem = dangling({ repo, view }, reference, {
          verb: 'takes variables from',
          help: `add ${kind} ${name} in namespace ${namespace}, or write optional: true`,
          elsewhere: () =>
            `move it to namespace ${namespace}: variables come from the Kustomization's own namespace only`,
        });
        if (problem !== undefined) yield problem;
      }
    }
  },
};

/**
 * What all of a cluster's Kustomizations read and no file declares is made when the cluster is; so is a Secret where the
 * repository keeps none that gives variables, and what lies here and is applied by hand.
 */
function mayComeFromElsewhere(repo: Repo, view: View, reference: Reference): boolean {
  const { from, kind, name } = reference;
  const others = view.references.filter((each) => each.role === 'substitute' && each.from !== from);
  if (others.some((each) => keyOf(each) === keyOf(reference))) return true;
  if (repo.ofKind(kind, '').some((each) => each.name === name)) return true;
  return (
    kind === 'Secret' &&
    !others.some((each) => each.kind === kind && view.makes(kind, each.namespace, each.name) !== undefined)
  );
}

function keyOf({ kind, namespace = 'default', name }: Reference): string {
  return `${kind}/${namespace}/${name}`;
}

/** Whether the repository holds something that the name is a slip of, or the object in another namespace. */
function isMeantHere(view: View, { kind, namespace, name }: Reference): boolean {
  const peers = view.ofKind(kind, '');
  if (peers.some((peer) => view.nameOf(peer) === name)) return true;
  const here = peers.filter((peer) => view.namespaceOf(peer) === namespace).map((peer) => view.nameOf(peer));
  return nearest(name, here) !== undefined;
}
