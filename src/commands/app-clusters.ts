import { knownClusters } from '../fleet/clusters.ts';
import { policyGroup } from '../fleet/policy.ts';
import { fleetOf, fleetOptions } from '../fleet/simulate.ts';
import { packagedSchemas } from '../io/assets.ts';
import type { App } from '../model/app.ts';
import type { Repo } from '../model/repo.ts';
import { apiSchemas } from '../schema/api-schemas.ts';

/** A member that gets an app. */
export interface AppCluster {
  readonly name: string;
  /** Whether it is frozen there. */
  readonly isSuspended: boolean;
}

/** The clusters that get an app's release or Kustomization, by Karmada's policies; undefined in a repository without any. */
export function appClusters(repo: Repo): ((app: App) => readonly AppCluster[]) | undefined {
  if (!repo.resources.some(({ group }) => group === policyGroup)) return undefined;
  const fleet = fleetOf(repo, fleetOptions(repo.settings, knownClusters(repo), apiSchemas(packagedSchemas)));
  return ({ helmRelease, kustomization }) => {
    const main = helmRelease ?? kustomization;
    const template = main === undefined ? undefined : fleet.templateOf(main);
    if (template === undefined) return [];
    const { clusters, isSuspended } = fleet.decide(template);
    return clusters.map((name) => ({ name, isSuspended: isSuspended(name) }));
  };
}

/** `member1, member2`, with the number of those that there is no room for; `nowhere` for none. */
export function clustersInWords(clusters: readonly AppCluster[], nowhere: string): string {
  if (clusters.length === 0) return nowhere;
  const words = clusters.map(({ name, isSuspended }) => (isSuspended ? `${name} (suspended)` : name));
  if (words.length <= 4) return words.join(', ');
  return `${words.slice(0, 3).join(', ')} and ${words.length - 3} more`;
}

/** What to say where no root applies an app: policies may place objects all the same. */
export function noApps(repo: Repo): string {
  return repo.resources.some(({ group }) => group === policyGroup)
    ? 'no root applies an app; gitops-kit fleet shows what the policies place'
    : 'no apps yet; gitops-kit new-app NAME adds one';
}
