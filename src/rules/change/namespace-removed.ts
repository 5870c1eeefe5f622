import { gravestFirst, objectName } from '../lost-with.ts';
import { pruneDisabled } from '../pruning.ts';
import type { Rule } from '../rule.ts';
import { vanishedNamespaces } from '../vanished-namespaces.ts';

const namespace = 'flux-system/namespaces/namespace-backups.yaml';
const backups = (annotations = ''): string =>
  `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: backups\n${annotations}`;
const claim = {
  'redis/persistentvolumeclaim-backups.yaml': `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: backups
  namespace: backups
spec:
  accessModes: [ReadWriteOnce]
  resources:
    requests:
      storage: 1Gi
`,
};

export const namespaceRemoved: Rule = {
  id: 'change/namespace-removed',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  compares: true,
  summary: 'A Namespace is removed, and objects that are still wanted are in it.',
  why: `Flux deletes a Namespace that it applied and does not find any more, and the cluster deletes everything in it: what
the repository still applies, what charts made, and what Flux knows nothing of, above all volumes and their data. Even if another hand
makes the Namespace again a second later (\`createNamespace\` of a HelmRelease, an operator), all of it is gone by then. To let something
else manage the Namespace from now on, first give it the annotation \`kustomize.toolkit.fluxcd.io/prune: disabled\`, let Flux
apply that, and then remove the file. That an app goes together with its Namespace is another rule's: change/app-data-removed.`,
  examples: [
    {
      title: 'a volume that is still in it',
      before: { create: { [namespace]: backups(), ...claim } },
      create: claim,
      finds: [
        'Namespace backups is removed, and PersistentVolumeClaim backups still belongs in it: Flux will delete it with everything that is in it, volumes included',
      ],
    },
    {
      title: 'left to others, after it was kept from being pruned',
      before: { create: { [namespace]: backups(`  annotations:\n    ${pruneDisabled}\n`), ...claim } },
      create: claim,
      finds: [],
    },
    {
      title: 'the file in another folder',
      before: { create: { [namespace]: backups(), ...claim } },
      create: { 'flux-system/namespaces/storage/namespace-backups.yaml': backups(), ...claim },
      finds: [],
    },
  ],
  *check(context) {
    for (const { name, remaining, at, object } of vanishedNamespaces(context)) {
      const [first, ...others] = gravestFirst(remaining);
      if (first === undefined) continue;
      const belong = others.length === 0 ? 'still belongs' : `and ${others.length} more still belong`;
      yield {
        at,
        object,
        message: `Namespace ${name} is removed, and ${objectName(first)} ${belong} in it: Flux will delete it with everything that is in it, volumes included`,
        help: `keep it; or first give it the annotation ${pruneDisabled}, let Flux apply that, and only then remove it`,
        related: [first, ...others].slice(0, 3).map((each) => ({
          at: each.resource.at('metadata', 'name'),
          message: `${objectName(each)} is in it`,
        })),
      };
    }
  },
};
