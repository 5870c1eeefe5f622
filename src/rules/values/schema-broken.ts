import { valuesOf } from '../../model/values-sources.ts';
import { podinfoCharts, podinfoConfig, podinfoRelease, podinfoValuesKey } from '../chart-examples.ts';
import { chartedReleases } from '../charted-releases.ts';
import { named } from '../named.ts';
import { isJudging, refusedValues } from '../refused-values.ts';
import type { Rule } from '../rule.ts';

const schema = `{
  "$schema": "https://json-schema.org/draft-07/schema#",
  "properties": {
    "replicaCount": { "type": "integer", "minimum": 1 },
    "image": { "properties": { "pullPolicy": { "enum": ["Always", "IfNotPresent", "Never"] } } },
    "ui": { "required": ["color"] }
  }
}`;
const charts = podinfoCharts({ '6.14.1': ['', ''] }, { schema });

export const schemaBroken: Rule = {
  id: 'values/schema-broken',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The values break the schema of the chart.',
  why: `A chart may bring a values.schema.json. Helm judges by it the chart's defaults with all values of the release over them,
and installs or upgrades nothing that it refuses. Values of Secrets are not looked at: what may be missing is not reported
where there are any. Schemas that refer to others, or that would take too long, are passed over.`,
  examples: [
    {
      title: 'a text for a number',
      charts,
      replace: [[podinfoConfig, 'replicaCount: 2', 'replicaCount: "2"']],
      finds: [
        'HelmRelease podinfo has replicaCount, a text, in its values; podinfo 6.14.1 expects a whole number',
      ],
    },
    {
      title: 'a value that is none of those that there are',
      charts,
      replace: [[podinfoConfig, 'pullPolicy: IfNotPresent', 'pullPolicy: IfNotThere']],
      finds: [
        'HelmRelease podinfo has a value in image.pullPolicy that podinfo 6.14.1 refuses; expected Always, IfNotPresent or Never',
      ],
    },
    {
      title: 'a default taken away that must be there',
      charts,
      replace: [
        [podinfoRelease, podinfoValuesKey, `${podinfoValuesKey}  values:\n    ui:\n      color: null\n`],
      ],
      finds: ['HelmRelease podinfo has no ui.color in its values, which podinfo 6.14.1 requires'],
    },
    { title: 'values as the schema wants them', charts, finds: [] },
    {
      title: 'a schema that refers to another',
      charts: podinfoCharts(
        { '6.14.1': ['', ''] },
        { schema: '{ "$ref": "https://example.com/values.schema.json", "required": ["never"] }' },
      ),
      finds: [],
    },
  ],
  alone: true,
  *check({ repo, charts: known, schemas }) {
    for (const { release, view, facts: factsOf } of chartedReleases(repo, known)) {
      const facts = factsOf();
      if (facts === undefined || !isJudging(facts, schemas)) continue;
      const values = valuesOf(release, view, repo.files);
      for (const { at, what, help } of refusedValues(values, facts, schemas))
        yield {
          at: at ?? release.at('spec', 'chart'),
          object: release.object,
          message: `${named(release)} ${what}`,
          help,
        };
    }
  },
};
