import { fileName, join, rootFolders } from '../../model/layout.ts';
import { dangling } from '../dangling.ts';
import { viewsAndIdle } from '../idle-view.ts';
import type { Rule } from '../rule.ts';

const namespace = 'flux-system/namespaces/namespace-podinfo.yaml';

export const namespaceUndeclared: Rule = {
  id: 'helmrelease/namespace-undeclared',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A HelmRelease lies in a namespace that the repository does not declare.',
  why: `Flux makes no namespaces. An object whose namespace does not exist is refused, and with it all that its
Kustomization applies; \`install.createNamespace\` comes too late, since the HelmRelease itself must be in the
namespace first. On a cluster that has the namespace from somewhere else nothing is wrong until the day it is built
again. Declare it in \`namespaces/\`, or name it under \`externals\` in .gitops-kit.jsonc.`,
  examples: [
    {
      title: 'a namespace without its file',
      remove: [namespace],
      finds: ['HelmRelease podinfo lies in Namespace podinfo, which does not exist'],
    },
    {
      title: 'a slip in the Namespace',
      replace: [[namespace, 'name: podinfo', 'name: podinof']],
      move: [[namespace, 'flux-system/namespaces/namespace-podinof.yaml']],
      finds: ['HelmRelease podinfo lies in Namespace podinfo, which does not exist; did you mean podinof?'],
    },
    {
      title: 'a namespace that two apps share',
      create: {
        'flux-system/namespaces/namespace-team.yaml':
          'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: team\n',
      },
      finds: [],
    },
  ],
  *check({ repo }) {
    for (const view of viewsAndIdle(repo)) {
      for (const reference of view.references) {
        if (reference.role !== 'namespace' || reference.from.kind !== 'HelmRelease') continue;
        const problem = dangling({ repo, view }, reference, {
          verb: reference.field === 'metadata.namespace' ? 'lies in' : 'installs into',
          help: `add ${join(repo.layout.root?.path ?? '', rootFolders.Namespace, fileName('Namespace', reference.name))}`,
          elsewhere: () => '',
        });
        if (problem !== undefined) yield problem;
      }
    }
  },
};
