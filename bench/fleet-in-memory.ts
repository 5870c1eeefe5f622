import type { RepoPath } from '../src/core/change.ts';
import { knownClusters } from '../src/fleet/clusters.ts';
import { fleetOf, fleetOptions } from '../src/fleet/simulate.ts';
import { packagedSchemas } from '../src/io/assets.ts';
import { readRepo } from '../src/model/read-repo.ts';
import { rules } from '../src/rules/registry.ts';
import { apiSchemas } from '../src/schema/api-schemas.ts';
import { readConfig } from '../src/schema/config.ts';
import { filesOfBytes } from './lint-in-memory.ts';

/** One step of the simulation, and how long it took. */
export interface Step {
  readonly name: string;
  readonly seconds: number;
  readonly count: number;
}

/**
 * Simulates a repository step by step.
 * @param entries path -> bytes
 */
export function steps(entries: ReadonlyMap<RepoPath, Uint8Array | undefined>): Step[] {
  const files = filesOfBytes(entries);
  const done: Step[] = [];
  const timed = <T>(name: string, work: () => T, count: (result: T) => number): T => {
    const start = process.hrtime.bigint();
    const result = work();
    done.push({ name, seconds: Number(process.hrtime.bigint() - start) / 1e9, count: count(result) });
    return result;
  };
  const { settings } = readConfig(files, rules);
  const repo = timed(
    'read the repository',
    () => readRepo(files, settings),
    ({ resources }) => resources.length,
  );
  const options = fleetOptions(settings, knownClusters(repo), apiSchemas(packagedSchemas, repo));
  const fleet = timed(
    'read policies',
    () => fleetOf(repo, options),
    ({ propagationPolicies, overridePolicies }) => propagationPolicies.length + overridePolicies.length,
  );
  const decisions = timed(
    'decide',
    () => fleet.templates.map((each) => fleet.decide(each)),
    ({ length }) => length,
  );
  const cells = decisions.flatMap(({ template, clusters }) =>
    clusters.map((cluster) => ({ template, cluster })),
  );
  timed(
    'notes of all',
    () => decisions.flatMap(({ notes }) => notes),
    ({ length }) => length,
  );
  timed(
    'rules of every cell',
    () => cells.filter(({ template, cluster }) => fleet.overridesFor(template, cluster).length > 0),
    ({ length }) => length,
  );
  const first = cells.filter(({ cluster }) => cluster === fleet.clusters[0]?.name);
  timed(
    'deliver to one cluster',
    () => first.map(({ template, cluster }) => fleet.deliver(template, cluster).outcome),
    ({ length }) => length,
  );
  const overridden = cells.filter(
    ({ template, cluster }) => fleet.overridesFor(template, cluster).length > 0,
  );
  timed(
    'deliver what is overridden',
    () => overridden.map(({ template, cluster }) => fleet.deliver(template, cluster).outcome),
    ({ length }) => length,
  );
  return done;
}
