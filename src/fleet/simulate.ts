import type { KnownClusters } from '../model/cluster.ts';
import type { Settings } from '../model/config.ts';
import type { Repo } from '../model/repo.ts';
import type { Fleet, FleetOptions } from './fleet.ts';

/** What the configuration says of the fleet. */
export function fleetOptions(settings: Settings, known: KnownClusters): FleetOptions {
  return {
    known,
    preferred: 'flux',
    skippedNamespaces: settings.karmada.skippedNamespaces,
    karmadaVersion: settings.karmadaVersion,
    crdDefaults: true,
    delivery: settings.fleet.delivery,
  };
}

/** What a control plane would make of a repository. */
export function fleetOf(repo: Repo, options: FleetOptions): Fleet {
  throw new Error(`no simulation of ${repo.resources.length} objects on ${options.known.clusters.length}`);
}
