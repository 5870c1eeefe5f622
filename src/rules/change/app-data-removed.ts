import { gravestFirst, objectName } from '../lost-with.ts';
import { pruneDisabled } from '../pruning.ts';
import type { Rule } from '../rule.ts';
import { vanishedNamespaces } from '../vanished-namespaces.ts';

const namespace = 'flux-system/namespaces/namespace-backups.yaml';
const backups = (annotations = ''): string =>
  `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: backups\n${annotations}`;
const config = {
  'redis/configmap-backups.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: backups\n  namespace: backups\ndata: {}\n',
};

export const appDataRemoved: Rule = {
  id: 'change/app-data-removed',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  compares: true,
  summary:
    'A Namespace goes with the last of what was in it, and all data that the cluster keeps there goes, too.',
  why: `Removing an app with its Namespace is how it should be done, and it cannot be undone: the cluster deletes everything in
the Namespace, also what no file speaks of, such as volumes, Secrets that an operator made, and objects that were made by hand.
Where the data must outlive the app, remove the app first and the Namespace later, or keep the Namespace with the annotation
\`kustomize.toolkit.fluxcd.io/prune: disabled\`, which Flux must have applied before the file is removed.`,
  examples: [
    {
      title: 'a Namespace with all that was in it',
      before: { create: { [namespace]: backups(), ...config } },
      finds: [
        'Namespace backups is removed with ConfigMap backups: Flux will delete it with everything that is in it, volumes included',
      ],
    },
    {
      title: 'a Namespace that stays',
      before: { create: { [namespace]: backups(), ...config } },
      create: { [namespace]: backups() },
      finds: [],
    },
    {
      title: 'a Namespace that is kept from being pruned',
      before: { create: { [namespace]: backups(`  annotations:\n    ${pruneDisabled}\n`), ...config } },
      finds: [],
    },
  ],
  *check(context) {
    for (const { name, remaining, gone, at, object } of vanishedNamespaces(context)) {
      const [first, ...others] = gravestFirst(gone);
      // A Namespace of which nothing was ever used is mostly one that a slip had made.
      if (remaining.length > 0 || first === undefined) continue;
      const more = others.length === 0 ? '' : ` and ${others.length} more`;
      yield {
        at,
        object,
        message: `Namespace ${name} is removed with ${objectName(first)}${more}: Flux will delete it with everything that is in it, volumes included`,
        help: `make sure that its data is not needed; to keep it, keep the Namespace, or give it the annotation ${pruneDisabled} before it is removed`,
      };
    }
  },
};
