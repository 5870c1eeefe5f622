import { podinfoCharts } from '../chart-examples.ts';
import { declaredHere, named } from '../named.ts';
import { replicasOverrider as field, onRelease, overrideFile as policy } from '../override-example.ts';
import { clustersText, fleetIn } from '../placed.ts';
import { refusedOnClusters } from '../refused-on-clusters.ts';
import type { Rule } from '../rule.ts';

const charts = podinfoCharts(
  { '6.14.1': ['', ''] },
  {
    schema: `{
  "properties": {
    "replicaCount": { "type": "integer", "minimum": 1 },
    "ui": { "properties": { "color": { "type": "string" } }, "required": ["color"] }
  }
}`,
  },
);
const plaintext = (path: string, value: string): string =>
  `        plaintext:\n          - path: ${path}\n            operator: add\n            value:${value}\n`;

export const valuesBroken: Rule = {
  id: 'fleet/values-broken',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The values that an override makes break the schema of the chart.',
  why: `A chart may bring a values.schema.json, by which Helm judges what it is given on each cluster: one value that an
override writes there, and Helm installs or upgrades nothing on that cluster, while all others go on. Judged is what
arrives, after all overrides, by the charts that are known from \`new-app\` or \`lint --online\`, at the version that
the cluster takes; what is so on every cluster, \`values/schema-broken\` says.`,
  examples: [
    {
      title: 'a text for a number',
      base: 'fleet',
      charts,
      replace: [[policy, 'value: 3', 'value: "3"']],
      finds: [
        'as OverridePolicy podinfo changes it for member1, HelmRelease podinfo has replicaCount, a text, in its values; podinfo 6.14.1 expects a whole number',
      ],
    },
    {
      title: 'a number that is too small, inline and for all clusters',
      base: 'fleet',
      charts,
      replace: [
        [policy, field, plaintext('/spec/values', '\n              replicaCount: 0')],
        [
          policy,
          '    - targetCluster:\n        clusterNames:\n          - member1\n      over',
          '    - over',
        ],
        onRelease,
      ],
      finds: [
        'as OverridePolicy podinfo changes it for member1 and member2, HelmRelease podinfo has a value in replicaCount that podinfo 6.14.1 refuses; expected at least 1',
      ],
    },
    {
      title: 'a default taken away that must be there',
      base: 'fleet',
      charts,
      replace: [
        [policy, field, plaintext('/spec/values', '\n              ui:\n                color: null')],
        onRelease,
      ],
      finds: [
        'as OverridePolicy podinfo changes it for member1, HelmRelease podinfo has no ui.color in its values, which podinfo 6.14.1 requires',
      ],
    },
    { title: 'values as the schema wants them', base: 'fleet', charts, finds: [] },
    {
      title: 'a chart that is not known',
      base: 'fleet',
      replace: [[policy, 'value: 3', 'value: 0']],
      finds: [],
    },
  ],
  *check(context) {
    const fleet = fleetIn(context);
    if (fleet === undefined) return;
    for (const { refused, operation, at, release, clusters } of refusedOnClusters(fleet, context)) {
      const { resource } = operation.policy;
      yield {
        at,
        object: resource.object,
        message: `as ${named(resource)} changes it for ${clustersText([...clusters].sort())}, ${named(release)} ${refused.what}`,
        help: refused.help,
        related: [declaredHere(release)],
      };
    }
  },
};
