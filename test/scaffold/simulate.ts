import { knownClusters } from '../../src/fleet/clusters.ts';
import type { Fleet } from '../../src/fleet/fleet.ts';
import { fleetOf, fleetOptions } from '../../src/fleet/simulate.ts';
import type { Repo } from '../../src/model/repo.ts';
import { schemas } from '../support/golden.ts';

/** What a control plane makes of a repository. */
export function simulate(repo: Repo): Fleet {
  return fleetOf(repo, fleetOptions(repo.settings, knownClusters(repo), schemas(repo)));
}
