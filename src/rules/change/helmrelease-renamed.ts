import type { Problem } from '../../core/finding.ts';
import { fluxGroups } from '../../model/resource.ts';
import { type ClusterChange, clusterChanges } from '../cluster-changes.ts';
import { type HelmIdentity, helmIdentity, isIdentityPatched } from '../helm-identity.ts';
import { problemOf } from '../named.ts';
import { type OwnedObject, ownershipOf } from '../owners.ts';
import { isPruned } from '../pruning.ts';
import type { Rule } from '../rule.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';
const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const check = 'HelmRelease\n      name: podinfo\n';
const name = 'metadata:\n  name: podinfo\n';

export const helmreleaseRenamed: Rule = {
  id: 'change/helmrelease-renamed',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  compares: true,
  summary: 'A HelmRelease gets another name or namespace, and the old one uninstalls the release.',
  why: `To the cluster a new name or namespace is a new object, and the old one is deleted: before it goes it uninstalls its
release, whatever other HelmRelease may count that release as its own by then. With the same \`releaseName\` in the same namespace
there are two owners for a moment, the old one uninstalls what the new one has just upgraded, and the new one installs it again; in
another namespace the release is installed there and uninstalled here. Volume claims among the chart's templates are
lost in either case. Only the
name of the file may change at will. To rename in peace, first write \`suspend: true\` into the old HelmRelease and let Flux apply
that: a suspended HelmRelease uninstalls nothing when it is deleted.`,
  examples: [
    {
      title: 'another name for the same release',
      before: {},
      replace: [
        [file, name, 'metadata:\n  name: podinfo-eu\n'],
        [kustomization, check, 'HelmRelease\n      name: podinfo-eu\n'],
      ],
      move: [[file, 'podinfo/helmrelease-podinfo-eu.yaml']],
      finds: [
        'HelmRelease podinfo is now called podinfo-eu and keeps the release podinfo: Flux will delete the old one, which uninstalls the release, and install it anew',
      ],
    },
    {
      title: 'suspended before it was renamed',
      before: { replace: [[file, '  interval: 15m\n', '  interval: 15m\n  suspend: true\n']] },
      replace: [
        [file, name, 'metadata:\n  name: podinfo-eu\n'],
        [kustomization, check, 'HelmRelease\n      name: podinfo-eu\n'],
      ],
      move: [[file, 'podinfo/helmrelease-podinfo-eu.yaml']],
      finds: [],
    },
    { title: 'another file', before: {}, move: [[file, 'podinfo/app/helmrelease-podinfo.yaml']], finds: [] },
  ],
  *check(context) {
    for (const change of clusterChanges(context)) {
      if (!change.isClear) continue;
      const old = releasesOnlyIn(change, 'before').filter(
        (each) => each.resource.get('spec', 'suspend') !== true && isPruned(change, each),
      );
      const added = releasesOnlyIn(change, 'after');
      for (const each of added) yield* problemsOf(change, each, old, added);
    }
  },
};

/** The HelmReleases that one side has alone. */
function releasesOnlyIn({ before, after }: ClusterChange, side: 'before' | 'after'): readonly OwnedObject[] {
  const [own, other] = side === 'before' ? [before, after] : [after, before];
  const others = ownershipOf(other.view).objects;
  return [...ownershipOf(own.view).objects].flatMap(([key, [first]]) => {
    if (first === undefined || others.has(key)) return [];
    const { kind, group } = first.resource;
    return kind === 'HelmRelease' && group === fluxGroups.helm ? [first] : [];
  });
}

function* problemsOf(
  { before, after }: ClusterChange,
  now: OwnedObject,
  gone: readonly OwnedObject[],
  added: readonly OwnedObject[],
): Iterable<Problem> {
  const to = helmIdentity(after.view, now.resource);
  if (to === undefined || gone.length === 0) return;
  if (isIdentityPatched(before.repo, 'names') || isIdentityPatched(after.repo, 'names')) return;
  const same = gone.find((each) => isSameRelease(helmIdentity(before.view, each.resource), to));
  if (same !== undefined) {
    const [field, words] =
      same.name === now.name
        ? ['namespace', `is now in namespace ${now.namespace}`]
        : ['name', `is now called ${now.name}`];
    yield problemOf(now.resource, ['metadata', field], {
      message: `HelmRelease ${same.name} ${words} and keeps the release ${to.name}: Flux will delete the old one, which uninstalls the release, and install it anew`,
      help: `keep the ${field}; or first write suspend: true into the old one, let Flux apply that, and only then change it`,
    });
    return;
  }
  const namesakes = gone.filter(({ name }) => name === now.name);
  const [from] = namesakes;
  if (from === undefined || namesakes.length > 1) return;
  if (added.filter(({ name }) => name === now.name).length > 1) return;
  const was = helmIdentity(before.view, from.resource);
  // In a namespace that nobody made it was never installed.
  if (was === undefined || was.chart === undefined || was.chart !== to.chart) return;
  if (before.view.makes('Namespace', undefined, was.namespace) === undefined) return;
  yield problemOf(now.resource, ['metadata', 'namespace'], {
    message: `HelmRelease ${now.name} moves from namespace ${from.namespace ?? 'default'} to ${now.namespace ?? 'default'}: Flux will uninstall its release there and install it anew here`,
    help: 'keep the namespace; or add a second HelmRelease, move the data, and then remove the first',
  });
}

/** One release of Helm, with two HelmReleases that count it as their own. */
function isSameRelease(one: HelmIdentity | undefined, other: HelmIdentity): boolean {
  return one?.name === other.name && one.storage === other.storage;
}
