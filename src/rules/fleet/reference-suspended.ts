import { named, problemOf } from '../named.ts';
import { clustersText, fleetIn, isPlaceKnown, needsIn } from '../placed.ts';
import { phraseOf } from '../reference-words.ts';
import type { Rule } from '../rule.ts';

const source = 'flux-system/propagationpolicies/propagationpolicy-podinfo.yaml';
const app = 'podinfo/propagationpolicy-podinfo.yaml';
const everywhere: [string, string] = ['spec:\n', 'spec:\n  suspension:\n    dispatching: true\n'];
const onMember2: [string, string] = [
  'spec:\n',
  'spec:\n  suspension:\n    dispatchingOnClusters:\n      clusterNames:\n        - member2\n',
];

export const referenceSuspended: Rule = {
  id: 'fleet/reference-suspended',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An object goes to a cluster, and what it refers to is suspended there.',
  why: `A policy with \`suspension\` dispatches nothing: what a cluster has stays as it is, and one that has nothing yet gets
nothing. A release that goes out while its chart source, its values or its dependency is held back waits for them
there, or runs with what they were.`,
  examples: [
    {
      title: 'a chart source that is held back everywhere',
      base: 'fleet',
      replace: [[source, ...everywhere]],
      finds: [
        'HelmRelease podinfo goes to member1 and member2, and HelmRepository podinfo, to which it refers, is suspended on member1 and member2',
      ],
    },
    {
      title: 'a chart source that is held back on one cluster',
      base: 'fleet',
      replace: [[source, ...onMember2]],
      finds: [
        'HelmRelease podinfo goes to member1 and member2, and HelmRepository podinfo, to which it refers, is suspended on member2',
      ],
    },
    {
      title: 'a release that is held back with its source',
      base: 'fleet',
      replace: [
        [source, ...onMember2],
        [app, ...onMember2],
      ],
      finds: [],
    },
  ],
  *check(context) {
    const fleet = fleetIn(context);
    if (fleet?.propagationPolicies.some(({ suspended }) => suspended.length > 0) !== true) return;
    const needs = needsIn(fleet, context);
    for (const template of fleet.templates) {
      const going = fleet.decide(template);
      if (!isPlaceKnown(fleet, going)) continue;
      const clusters = going.clusters.filter((cluster) => !going.isSuspended(cluster));
      for (const { reference, template: needed } of needs(template)) {
        if (needed === undefined) continue;
        const there = fleet.decide(needed);
        const held = clusters.filter((cluster) => there.isSuspended(cluster));
        if (held.length === 0 || there.policy === undefined) continue;
        const { resource } = there.policy;
        yield problemOf(template.resource, reference.path, {
          message: `${named(template.resource)} goes to ${clustersText(clusters)}, and ${named(needed.resource)}, ${phraseOf(reference.role)}, is suspended on ${clustersText(held)}`,
          help: `suspend ${named(template.resource)} there as well, or let ${named(resource)} dispatch again`,
          related: [
            { at: resource.keyAt('spec', 'suspension'), message: `${named(resource)} holds it back` },
          ],
        });
      }
    }
  },
};
