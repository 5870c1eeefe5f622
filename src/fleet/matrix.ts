import type { Fleet, Template } from './fleet.ts';
import { type FleetApp, fleetApps } from './fleet-apps.ts';
import { overriddenObjects } from './overridden-objects.ts';
import { plainOperations, succeeds } from './plain-operations.ts';
import { missingOn, type Requirements } from './requirements.ts';

/**
 * What becomes of an app on a cluster. `placed`: its release or Kustomization is sent there; `overridden`: some of its
 * objects are changed for that cluster; `suspended`: something is chosen and frozen; `blocked`: something does not arrive
 * because an override fails, or an override that it waits for is not there; `missing dependency`: something that it needs
 * is not sent there.
 */
export const cellStates = ['placed', 'overridden', 'suspended', 'blocked', 'missing dependency'] as const;
export type CellState = (typeof cellStates)[number];

/** The apps of a fleet beside its clusters. */
export interface Matrix {
  readonly apps: readonly FleetApp[];
  readonly clusters: readonly string[];
  /** None for an app that does not go there. */
  states(app: FleetApp, cluster: string): readonly CellState[];
  /** Why a policy that takes an app finds no cluster for it: a phrase; undefined where it finds some, or none takes it. */
  nowhere(app: FleetApp): string | undefined;
}

export function matrixOf(fleet: Fleet, requirements: Requirements): Matrix {
  const fails = failures(fleet);
  return {
    apps: fleetApps(fleet, requirements),
    clusters: fleet.clusters.map(({ name }) => name),
    nowhere: ({ main }) => {
      const { policy, unscheduled, clusters } = fleet.decide(main);
      return policy === undefined || clusters.length > 0 ? undefined : unscheduled;
    },
    states: (app, cluster) => {
      const decision = fleet.decide(app.main);
      const isWaiting = decision.waitsFor.length > 0;
      if (!decision.clusters.includes(cluster)) {
        const wouldGo = isWaiting && decision.placed.includes(cluster);
        return wouldGo ? ['blocked'] : [];
      }
      const here = app.templates.filter((template) => fleet.decide(template).clusters.includes(cluster));
      const isAny = (holds: (template: Template) => boolean): boolean => here.some(holds);
      const lacks = [app.main, ...app.templates].some(
        (template) => missingOn(fleet, requirements(template), cluster).length > 0,
      );
      const found: Record<CellState, boolean> = {
        placed: true,
        overridden: isAny((template) => fleet.overridesFor(template, cluster).length > 0),
        suspended: isAny((template) => fleet.decide(template).isSuspended(cluster)),
        blocked: isAny((template) => fails(template, cluster)),
        'missing dependency': lacks,
      };
      return cellStates.filter((state) => found[state]);
    },
  };
}

/** Where overrides fail. Those that are seen to succeed are not run, and the same rules are run once for all clusters. */
function failures(fleet: Fleet): (template: Template, cluster: string) => boolean {
  const failing = new Map<Template, Set<string>>();
  for (const { template, clusters, operations, found, deliver } of overriddenObjects(fleet)) {
    const plain = plainOperations(operations);
    if (operations.every((operation) => plain.has(operation) && succeeds(operation, found))) continue;
    if (deliver().outcome !== 'override-error') continue;
    const known = failing.get(template) ?? new Set();
    failing.set(template, known);
    for (const cluster of clusters) known.add(cluster);
  }
  return (template, cluster) => failing.get(template)?.has(cluster) === true;
}
