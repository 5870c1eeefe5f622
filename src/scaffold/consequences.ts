import type { Fleet } from '../fleet/fleet.ts';
import { isAtLeast } from '../model/flux-version.ts';
import type { Repo } from '../model/repo.ts';
import { type Loss, lossesOf } from '../rules/losses.ts';
import { pruneDisabled } from '../rules/pruning.ts';
import { policiesAmong } from './app-policies.ts';

/** What Flux will do when a plan is applied, and what can be done about it. */
export interface Consequences {
  /** One sentence each, the worst first. */
  readonly sentences: readonly string[];
  /** How to keep what goes, one sentence each. */
  readonly advice: readonly string[];
  /** Whether data goes that nothing in the repository brings back. */
  readonly losesData: boolean;
  /** Whether Flux does it when it applies the change; else it is somebody's to do. */
  readonly byFlux: boolean;
}

/** A repository before and after a plan. */
export interface Applied {
  readonly before: Repo;
  readonly after: Repo;
  /** What a control plane makes of a repository. */
  readonly simulate: (repo: Repo) => Fleet;
}

/** What becomes of the cluster when an app is renamed: whatever is uninstalled takes its volumes with it. */
export function consequencesOfRename(applied: Applied, keepRelease: boolean): Consequences {
  const losses = lossesOf(applied.before, applied.after);
  if (isOnPlane(applied, losses)) return onPlane(losses);
  const release = losses.find(({ kind }) => kind === 'release');
  return {
    sentences: losses.map(
      (loss) => `${sentence(loss)}${loss.kind === 'release' ? ', and install it anew' : ''}`,
    ),
    advice: [
      ...(release === undefined
        ? []
        : [
            `to keep the release: write suspend: true into HelmRelease ${release.object.name} and let Flux apply that${keepRelease ? '' : '; then use --keep-release'}`,
          ]),
      ...losses.flatMap((loss) => (loss.kind === 'release' ? [] : keeping(loss))),
    ],
    losesData: losses.length > 0,
    byFlux: true,
  };
}

/** What becomes of the cluster when an app goes: that its release is uninstalled is what is asked for. */
export function consequencesOfRemoval(applied: Applied, keepNamespace: boolean): Consequences {
  const { before, after } = applied;
  const losses = lossesOf(before, after);
  const losesData = losses.some(({ kind }) => kind !== 'release');
  if (isOnPlane(applied, losses)) return onPlane(losses);
  const namespace = losses.find(({ kind }) => kind === 'namespace');
  const orphaning = isAtLeast(before.flux, 2, 5) ? 'deletionPolicy: Orphan' : 'prune: false';
  return {
    sentences: losses.map(sentence),
    advice: [
      ...(namespace === undefined || keepNamespace
        ? []
        : [`to keep Namespace ${namespace.object.name} and what else is in it: --keep-namespace`]),
      ...losses.flatMap((loss) =>
        loss.kind === 'release'
          ? [
              `to let the release run on: first write suspend: true into HelmRelease ${loss.object.name} (or ${orphaning} into its Kustomization), and let Flux apply that`,
            ]
          : keeping(loss),
      ),
    ],
    losesData,
    byFlux: true,
  };
}

/** Whether the release lies on a control plane that kubectl delivers to: nothing is pruned there. */
function isOnPlane({ before, simulate }: Applied, losses: readonly Loss[]): boolean {
  if (before.settings.fleet.delivery !== 'kubectl') return false;
  const releases = losses.filter(({ kind }) => kind === 'release');
  if (releases.length === 0 || policiesAmong(before.resources).length === 0) return false;
  const fleet = simulate(before);
  return releases.some(({ object }) => {
    const template = fleet.templateOf(object.resource);
    return template !== undefined && fleet.decide(template).policy !== undefined;
  });
}

/** What stays on the control plane, and so in the clusters, until somebody deletes it there: the change itself loses nothing. */
function onPlane(losses: readonly Loss[]): Consequences {
  const sentences = losses.map(({ kind, object: { resource, name } }) => {
    const more = kind === 'namespace' ? ' with everything that is in it' : '';
    return `${resource.kind} ${name} stays on the control plane until you kubectl delete it there${more}`;
  });
  return { sentences, advice: [], losesData: false, byFlux: false };
}

function sentence({ kind, object, release }: Loss): string {
  const { name, namespace = 'default' } = object;
  switch (kind) {
    case 'namespace':
      return `Flux will delete Namespace ${name} with everything that is in it, volumes included`;
    case 'definition':
      return `Flux will delete CustomResourceDefinition ${name} with all objects of that kind`;
    case 'claim':
      return object.resource.kind === 'PersistentVolume'
        ? `Flux will delete PersistentVolume ${name}`
        : `Flux will delete PersistentVolumeClaim ${name} in ${namespace} with its data`;
    case 'custom':
      return `Flux will delete ${object.resource.kind} ${name} in ${namespace}, and its operator perhaps the data that it keeps`;
    case 'release':
      return `Flux will uninstall the release ${release?.name ?? name} in ${release?.namespace ?? namespace}`;
  }
}

function keeping({ kind, object }: Loss): string[] {
  if (kind === 'release') return [];
  return [
    `to keep ${object.resource.kind} ${object.name}: first give it the annotation ${pruneDisabled}, and let Flux apply that`,
  ];
}
