import type { Problem } from '../../core/finding.ts';
import type { Fleet, Template } from '../../fleet/fleet.ts';
import type { PropagationPolicy } from '../../fleet/policy.ts';
import type { Repo } from '../../model/repo.ts';
import { offerFix } from '../fixes.ts';
import { type FleetApp, fleetApps, isUncovered, meantIn } from '../fleet-apps.ts';
import { declaredHere, named, problemOf } from '../named.ts';
import { clustersText, fleetIn, needsIn } from '../placed.ts';
import type { Rule } from '../rule.ts';

const policy = 'redis/propagationpolicy-redis.yaml';
const configMap = `    - apiVersion: v1
      kind: ConfigMap
      name: redis-helm-chart-value-overrides
      namespace: redis
`;
const helmRelease = `    - apiVersion: helm.toolkit.fluxcd.io/v2
      kind: HelmRelease
      name: podinfo
      namespace: podinfo
`;
const all = [
  'podinfo/propagationpolicy-podinfo.yaml',
  'podinfo/overridepolicy-podinfo.yaml',
  'flux-system/propagationpolicies/propagationpolicy-podinfo.yaml',
];

export const uncoveredObject: Rule = {
  id: 'fleet/uncovered-object',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An object of an app that goes to clusters is taken by no propagation policy.',
  why: `What no policy selects stays on the control plane. A release whose values or chart source stay there fails on
every cluster that it reached, and a release that no policy selects runs nowhere, with all that was sent for it. Apps
of which no policy takes anything are on no cluster on purpose, and are left alone.`,
  examples: [
    {
      title: 'values that no policy carries',
      base: 'fleet',
      replace: [[policy, configMap, '']],
      finds: [
        'ConfigMap redis-helm-chart-value-overrides is taken by no propagation policy, and HelmRelease redis, which needs it, goes to member1 and member2',
      ],
    },
    {
      title: 'a release that no policy carries',
      base: 'fleet',
      replace: [['podinfo/propagationpolicy-podinfo.yaml', helmRelease, '']],
      finds: [
        'HelmRelease podinfo is taken by no propagation policy, and HelmRepository podinfo, which it needs, goes to member1 and member2',
      ],
    },
    {
      title: 'a source that no policy carries',
      base: 'fleet',
      remove: ['flux-system/propagationpolicies/propagationpolicy-redis.yaml'],
      finds: [
        'HelmRepository redis is taken by no propagation policy, and HelmRelease redis, which needs it, goes to member1 and member2',
      ],
    },
    {
      title: 'an app that no policy speaks of',
      base: 'fleet',
      remove: all,
      finds: [],
    },
  ],
  repair: {
    safe: 'The policy sends the rest of the app to its clusters already, where it fails without the object.',
  },
  *check(context) {
    const fleet = fleetIn(context);
    if (fleet === undefined || fleet.propagationPolicies.length === 0) return;
    const apps = fleetApps(fleet, needsIn(fleet, context));
    const users = new Map<Template, number>();
    for (const { parts } of apps) for (const part of parts) users.set(part, (users.get(part) ?? 0) + 1);
    const meant = meantIn(fleet);
    const isMeant = ({ kind, name }: Template): boolean => meant.has(`${kind} ${name}`);
    for (const app of apps) {
      // What several apps share, and goes somewhere, says nothing of any of them.
      const own = [app.head, ...app.parts.filter((part) => part === app.head || users.get(part) === 1)];
      const sent = own.find((each) => fleet.decide(each).policy !== undefined);
      if (sent === undefined && !isMeant(app.head)) continue;
      for (const each of [app.head, ...app.parts]) {
        // A policy that names it, and misses it, is itself at fault.
        if (!isUncovered(fleet, each) || isMeant(each)) continue;
        yield problemWith({ fleet, repo: context.repo, app, sent }, each);
      }
    }
  },
};

interface Place {
  readonly fleet: Fleet;
  readonly repo: Repo;
  readonly app: FleetApp;
  /** Something of the app that a policy takes. */
  readonly sent: Template | undefined;
}

function problemWith({ fleet, repo, app, sent }: Place, left: Template): Problem {
  const isHead = left === app.head;
  const other = isHead ? sent : app.head;
  const going = other === undefined ? [] : fleet.decide(other).clusters;
  const needs = isHead ? 'which it needs' : 'which needs it';
  const end = going.length === 0 ? 'is meant to go to clusters' : `goes to ${clustersText(going)}`;
  const others = other === undefined ? '' : `, and ${other.kind} ${other.name}, ${needs}, ${end}`;
  const taker = takerFor(fleet, app, left);
  const entry = selectorFor(left);
  return problemOf(left.resource, ['metadata', 'name'], {
    message: `${left.kind} ${left.name} is taken by no propagation policy${others}`,
    help:
      taker === undefined
        ? `select it in a PropagationPolicy of namespace ${left.namespace ?? 'default'}`
        : `select it in ${named(taker.resource)} as well`,
    related: other === undefined ? [] : [declaredHere(other.resource)],
    ...(taker === undefined
      ? {}
      : offerFix(
          repo,
          taker.resource,
          { title: `select ${left.kind} ${left.name} in ${named(taker.resource)}`, safety: 'safe' },
          [{ kind: 'append', path: ['spec', 'resourceSelectors'], value: entry }],
        )),
  });
}

/** The policy that takes other parts of the app and may take this one: of its namespace, or of the whole cluster. */
function takerFor(fleet: Fleet, { head, parts }: FleetApp, left: Template): PropagationPolicy | undefined {
  return [head, ...parts]
    .map((each) => fleet.decide(each).policy)
    .find((policy) => policy !== undefined && [left.namespace, undefined].includes(policy.namespace));
}

function selectorFor({ apiVersion, kind, name, namespace }: Template): Record<string, string> {
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}
