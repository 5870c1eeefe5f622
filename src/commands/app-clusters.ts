import { knownClusters } from '../fleet/clusters.ts';
import { policyGroup } from '../fleet/policy.ts';
import { fleetOf, fleetOptions } from '../fleet/simulate.ts';
import { packagedSchemas } from '../io/assets.ts';
import type { App } from '../model/app.ts';
import type { Repo } from '../model/repo.ts';
import { apiSchemas } from '../schema/api-schemas.ts';

/** The clusters that get an app's release or Kustomization, by Karmada's policies; undefined in a repository without any. */
export function appClusters(repo: Repo): ((app: App) => readonly string[]) | undefined {
  if (!repo.resources.some(({ group }) => group === policyGroup)) return undefined;
  const fleet = fleetOf(repo, fleetOptions(repo.settings, knownClusters(repo), apiSchemas(packagedSchemas)));
  return ({ helmRelease, kustomization }) => {
    const main = helmRelease ?? kustomization;
    const template = main === undefined ? undefined : fleet.templateOf(main);
    return template === undefined ? [] : fleet.decide(template).clusters;
  };
}

/** `member1, member2`, with the number of those that there is no room for; `nowhere` for none. */
export function clustersInWords(clusters: readonly string[], nowhere: string): string {
  if (clusters.length === 0) return nowhere;
  if (clusters.length <= 4) return clusters.join(', ');
  return `${clusters.slice(0, 3).join(', ')} and ${clusters.length - 3} more`;
}
