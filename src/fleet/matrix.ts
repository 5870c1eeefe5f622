import { kept } from '../core/once.ts';
import { selectable, whyNot } from './choice.ts';
import type { Fleet, Template } from './fleet.ts';
import { type FleetApp, fleetApps } from './fleet-apps.ts';
import { overriddenObjects } from './overridden-objects.ts';
import { plainOperations, succeeds } from './plain-operations.ts';
import type { PropagationPolicy, Selector } from './policy.ts';
import { missingOn, type Requirements } from './requirements.ts';
import { matcher } from './selectors.ts';

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
  /**
   * Why an app is on no cluster though a policy takes it, or is there for such an object and selects none: a phrase;
   * undefined where it is on some, or no policy speaks of it.
   */
  nowhere(app: FleetApp): string | undefined;
}

/** @param isElsewhere whether what a selector means comes from elsewhere: then it is not missed */
export function matrixOf(
  fleet: Fleet,
  requirements: Requirements,
  isElsewhere: (selector: Selector) => boolean,
): Matrix {
  const fails = failures(fleet);
  const idle = kept((kind: string) => idlePolicies(fleet, kind, isElsewhere));
  return {
    apps: fleetApps(fleet, requirements),
    clusters: fleet.clusters.map(({ name }) => name),
    nowhere: ({ main }) => {
      const { policy, unscheduled, clusters, passedOver } = fleet.decide(main);
      if (clusters.length > 0 || passedOver !== undefined) return undefined;
      if (policy !== undefined) return unscheduled;
      const missing = idle(main.kind)(main);
      return missing && `${missing.kind} ${missing.name} selects no ${main.kind}: ${whyNot(missing, main)}`;
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
        (template) => missingOn(fleet, requirements, { template, cluster }).length > 0,
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

/**
 * Finds the policy that means an object of a kind and selects none at all: of those for its namespace one that has its
 * name, else the first.
 */
function idlePolicies(
  { propagationPolicies, templates }: Fleet,
  kind: string,
  isElsewhere: (selector: Selector) => boolean,
): (template: Template) => PropagationPolicy | undefined {
  const meaning = propagationPolicies
    .map((policy) => ({ policy, selectors: policy.selectors.filter((each) => each.kind === kind) }))
    .filter(({ selectors }) => selectors.length > 0);
  const matches = matcher(
    meaning.map(({ policy, selectors }) => ({ ...policy, selectors })),
    { withoutSelectors: false },
  );
  const ofKind = templates.filter((each) => each.kind === kind);
  const used = new Set(
    ofKind.flatMap((each) => matches(selectable(each)).map(({ policy }) => policy.resource)),
  );
  const names = new Set(ofKind.map(({ name }) => name));
  const isMissed = (selector: Selector): boolean =>
    selector.name === '' || names.has(selector.name) || !isElsewhere(selector);
  const idle = new Map<string, PropagationPolicy>();
  for (const { policy, selectors } of meaning) {
    if (used.has(policy.resource) || !selectors.every(isMissed)) continue;
    for (const { namespace, name } of selectors) {
      for (const key of [`${policy.namespace ?? namespace}/${name}`, `${policy.namespace ?? namespace}/`])
        if (!idle.has(key)) idle.set(key, policy);
    }
  }
  return ({ namespace = '', name }) =>
    idle.get(`${namespace}/${name}`) ?? idle.get(`${namespace}/`) ?? idle.get(`/${name}`) ?? idle.get('/');
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
