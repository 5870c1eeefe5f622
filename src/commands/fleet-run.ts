import { KitError } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import { knownClusters, noInventory, unknownCluster } from '../fleet/clusters.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { appsNamed, type FleetApp } from '../fleet/fleet-apps.ts';
import { policyGroup } from '../fleet/policy.ts';
import { fleetOf, fleetOptions } from '../fleet/simulate.ts';
import { packagedSchemas } from '../io/assets.ts';
import type { Host } from '../io/host.ts';
import { inventoryFile } from '../model/cluster.ts';
import type { Repo } from '../model/repo.ts';
import { apiSchemas } from '../schema/api-schemas.ts';
import { readInventory } from '../schema/inventory.ts';
import { clustersOption, givenClusters } from './clusters-file.ts';
import type { Arguments, Option } from './command.ts';
import { faultsOfFile } from './faults-of-file.ts';

/** Flags of the commands that show what clusters get. */
export const fleetOptionsOf: Readonly<Record<string, Option>> = {
  ...clustersOption,
  'crd-defaults': {
    type: 'boolean',
    default: true,
    describe: 'leave out what the CustomResourceDefinitions of Flux fill in',
    group: 'Fleet',
  },
};

/** Throws KitError `bad-inventory` where fleet/clusters.jsonc is there and cannot be used. */
export function checkInventory({ files }: Pick<Repo, 'files'>): void {
  const problems = readInventory(files)?.problems ?? [];
  if (problems.length === 0) return;
  const { message, help } = faultsOfFile(files.text(inventoryFile), problems);
  throw new KitError('bad-inventory', message, { help });
}

/**
 * The fleet that a repository describes, as the control plane would make it.
 * @throws KitError `no-fleet`: no policy; `bad-inventory`: fleet/clusters.jsonc cannot be used
 */
export function simulatedFleet(
  args: Arguments,
  host: Host,
  repo: Repo,
  { crdDefaults }: { readonly crdDefaults: boolean } = { crdDefaults: true },
): Fleet {
  const given = givenClusters(args, host, repo);
  if (given === undefined) checkInventory(repo);
  const known = given ?? knownClusters(repo);
  const fleet = fleetOf(repo, {
    ...fleetOptions(repo.settings, known, apiSchemas(packagedSchemas)),
    crdDefaults,
  });
  if (fleet.propagationPolicies.length === 0) {
    const written = repo.resources.some(({ group }) => group === policyGroup);
    if (written && repo.settings.fleet.delivery === 'flux')
      throw new KitError(
        'no-fleet',
        'no policy reaches the control plane: fleet.delivery is flux, and no Kustomization with spec.kubeConfig applies one',
        {
          help: [
            'write spec.kubeConfig into the Kustomizations that deliver to it, or fleet.delivery kubectl',
          ],
        },
      );
    throw new KitError(
      'no-fleet',
      'this repository has no PropagationPolicy: nothing is sent to any cluster',
      {
        help: ['gitops-kit place APP --clusters NAME,NAME'],
      },
    );
  }
  if (known.from === 'names') host.err(`note: ${noInventory}\n`);
  return fleet;
}

/** What `--no-crd-defaults` says. */
export function defaultsAsked(args: Arguments): { readonly crdDefaults: boolean } {
  return { crdDefaults: args.flag('crd-defaults') };
}

/** A cluster of the fleet by its name. Throws KitError `no-such-cluster`, `no-cluster`. */
export function askedCluster(args: Arguments, fleet: Fleet): string {
  const names = fleet.clusters.map(({ name }) => name);
  const name = args.text('cluster');
  if (name === undefined)
    throw new KitError('no-cluster', 'which cluster? expected --cluster NAME', { help: [namesHelp(names)] });
  if (names.includes(name)) return name;
  throw new KitError('no-such-cluster', unknownCluster(name, fleet.known), {
    help: [namesHelp(names), 'gitops-kit import-clusters FILE records the clusters of the fleet'],
  });
}

/** The one app of a name. Throws KitError `no-such-app`, `several-apps`. */
export function askedFleetApp(apps: readonly FleetApp[], name: string): FleetApp {
  const [app, ...others] = appsNamed(apps, name);
  if (app === undefined) {
    const names = apps.map((each) => each.name);
    throw new KitError('no-such-app', `there is no app ${name} in the fleet${didYouMean(name, names)}`, {
      help: ['gitops-kit fleet'],
    });
  }
  if (others.length === 0) return app;
  const all = [app, ...others].map((each) => each.name).join(', ');
  throw new KitError('several-apps', `several apps are called ${name}`, { help: [`name one of ${all}`] });
}

function namesHelp(names: readonly string[]): string {
  const shown = names.slice(0, 20).join(', ');
  return names.length > 20 ? `clusters: ${shown} and ${names.length - 20} more` : `clusters: ${shown}`;
}
