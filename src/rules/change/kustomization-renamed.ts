import { groupBy } from '../../model/group.ts';
import type { ClusterChange } from '../cluster-changes.ts';
import { clusterChanges } from '../cluster-changes.ts';
import { gravestFirst, lossOf, objectName } from '../lost-with.ts';
import { problemOf } from '../named.ts';
import { type OwnedObject, type Owner, ownerName, ownershipOf } from '../owners.ts';
import { isDeleted, isPruned } from '../pruning.ts';
import type { Rule } from '../rule.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const renamed = 'flux-system/kustomizations/kustomization-podinfo-eu.yaml';
const name = 'metadata:\n  name: podinfo\n';

export const kustomizationRenamed: Rule = {
  id: 'change/kustomization-renamed',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  compares: true,
  summary: 'A Kustomization gets another name, and the old one deletes what it applied.',
  why: `To the cluster a new name is a new object: the Kustomization of the old name is deleted, and before it goes it deletes all
that it applied, and a HelmRelease takes its release with it. The new one then creates everything afresh. The name of
the file and the path may change at will; to change \`metadata.name\` or \`metadata.namespace\`, first write \`prune: false\` (or,
from Flux 2.5 on, \`deletionPolicy: Orphan\`) into the old one and let Flux apply that, then rename it, and switch pruning on again.`,
  examples: [
    {
      title: 'another name',
      before: {},
      move: [[kustomization, renamed]],
      replace: [[kustomization, name, 'metadata:\n  name: podinfo-eu\n']],
      finds: [
        'Kustomization podinfo is now called podinfo-eu: Flux will delete the 2 objects that it applied, and with HelmRelease podinfo its release, and create them again',
      ],
    },
    {
      title: 'another name, after pruning was switched off',
      before: { replace: [[kustomization, 'prune: true', 'prune: false']] },
      move: [[kustomization, renamed]],
      replace: [[kustomization, name, 'metadata:\n  name: podinfo-eu\n']],
      finds: [],
    },
    {
      title: 'another file, and another folder',
      before: {},
      move: [
        ['podinfo/helmrelease-podinfo.yaml', 'apps/podinfo/helmrelease-podinfo.yaml'],
        [
          'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml',
          'apps/podinfo/configmap-podinfo-helm-chart-value-overrides.yaml',
        ],
      ],
      replace: [[kustomization, 'path: ./podinfo', 'path: ./apps/podinfo']],
      finds: [],
    },
  ],
  *check(context) {
    for (const change of clusterChanges(context)) {
      if (!change.isClear) continue;
      for (const old of ownershipOf(change.before.view).owners.values()) {
        if (!isDeleted(change, old)) continue;
        const heirs = groupBy(inherited(change, old), ({ owner }) => owner.key);
        for (const objects of heirs.values()) {
          const [first, ...others] = gravestFirst(objects);
          const now = first?.owner.kustomization;
          if (first === undefined || now === undefined) continue;
          const is = names(change, old, first.owner);
          const what =
            others.length === 0 ? `${objectName(first)}` : `the ${objects.length} objects that it applied`;
          const it = others.length === 0 ? 'it' : 'them';
          yield problemOf(now, ['metadata', is.field], {
            message: `${ownerName(change.before.view, old)} ${is.words}: Flux will delete ${what}${lossOf(first, objects.length)}, and create ${it} again`,
            help: `keep the ${is.field}; or first write prune: false into the old one, let Flux apply that, and only then rename it`,
          });
        }
      }
    }
  },
};

/** What a Kustomization that goes would delete, and Kustomizations that are new would create again. */
function* inherited(change: ClusterChange, old: Owner): Iterable<OwnedObject> {
  const { before, after } = change;
  const was = ownershipOf(before.view);
  for (const [key, owned] of was.objects) {
    const [from, ...shared] = owned;
    const [to] = ownershipOf(after.view).objects.get(key) ?? [];
    if (from?.owner.key !== old.key || shared.length > 0 || to === undefined) continue;
    if (!was.kustomizations.has(to.owner.key) && isPruned(change, from)) yield to;
  }
}

function names(
  { before, after }: ClusterChange,
  old: Owner,
  now: Owner,
): { readonly field: 'name' | 'namespace'; readonly words: string } {
  const [from, to] = [old.kustomization, now.kustomization];
  const oldName = from === undefined ? '' : before.view.nameOf(from);
  const newName = to === undefined ? '' : after.view.nameOf(to);
  if (oldName !== newName) return { field: 'name', words: `is now called ${newName}` };
  const namespace = to === undefined ? undefined : after.view.namespaceOf(to);
  return { field: 'namespace', words: `is now in namespace ${namespace ?? 'default'}` };
}
