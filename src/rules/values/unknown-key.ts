import { didYouMean } from '../../core/suggest.ts';
import { rangeOf } from '../../core/text.ts';
import { fieldName } from '../../schema/data-path.ts';
import { podinfoCharts, podinfoConfig, podinfoRelease, podinfoValuesKey } from '../chart-examples.ts';
import { judgedValues } from '../chart-values.ts';
import type { Rule } from '../rule.ts';

const charts = podinfoCharts({ '6.14.1': ['', ''] });
const template = '{{ .Values.ui.color }} {{ .Values.image.tag }} {{ toYaml .Values.resources }}';

export const unknownKey: Rule = {
  id: 'values/unknown-key',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The values set a key that the chart does not know.',
  why: `Helm takes any key, and templates read those that they know: a key misspelt, at the wrong depth, or of another
version of the chart changes nothing, and nobody says so.

Charts are judged at the version that Flux takes, as far as they are known from \`new-app\` or \`lint --online\`; the summary
says of how many that was. Known is what values.yaml names, in comments too, what values.schema.json declares, and what
the templates ask for. Templates may hand a whole mapping on (resources, labels, the names of ports): there, only a key one
slip away from one that is not set is reported. Values of charts inside the chart, and \`global\`, are theirs.`,
  examples: [
    {
      title: 'a key misspelt',
      charts,
      replace: [[podinfoConfig, '      color: ', '      colour: ']],
      finds: [
        'values.yaml of ConfigMap podinfo-helm-chart-value-overrides sets ui.colour, which podinfo 6.14.1 does not know; did you mean color?',
      ],
    },
    {
      title: 'a key that no template asks for',
      charts: podinfoCharts({ '6.14.1': ['', ''] }, { template }),
      replace: [[podinfoRelease, podinfoValuesKey, `${podinfoValuesKey}  values:\n    logging: debug\n`]],
      finds: ['values of HelmRelease podinfo sets logging, which podinfo 6.14.1 does not know'],
    },
    {
      title: 'a mapping that the templates hand on as it is',
      charts: podinfoCharts({ '6.14.1': ['', ''] }, { template }),
      replace: [
        [podinfoConfig, '      requests:\n', '      limits:\n        memory: 64Mi\n      requests:\n'],
      ],
      finds: [],
    },
    {
      title: 'a mapping that the chart leaves empty, and a default that is commented out',
      charts: podinfoCharts(
        { '6.14.1': ['cache: ""\n', 'cache: ""\nnodeSelector: {}\n# priorityClass: low\n'] },
        { template },
      ),
      replace: [
        [
          podinfoRelease,
          podinfoValuesKey,
          `${podinfoValuesKey}  values:\n    priorityClass: high\n    nodeSelector:\n      disk: ssd\n`,
        ],
      ],
      finds: [],
    },
    {
      title: 'a key that the schema declares',
      charts: podinfoCharts(
        { '6.14.1': ['', ''] },
        { template, schema: '{ "properties": { "logging": { "type": "string" } } }' },
      ),
      replace: [[podinfoRelease, podinfoValuesKey, `${podinfoValuesKey}  values:\n    logging: debug\n`]],
      finds: [],
    },
    {
      title: 'a chart that is not known',
      replace: [[podinfoConfig, '      color: ', '      colour: ']],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo, charts: known }) {
    for (const { title, holder, facts, flaws, at } of judgedValues(repo, known)) {
      for (const flaw of flaws) {
        if (flaw.kind !== 'unknown') continue;
        const { path, key, near } = flaw;
        yield {
          at: at(rangeOf(key)),
          object: holder.object,
          message: `${title} sets ${fieldName(path)}, which ${facts.name} ${facts.version} does not know${near === undefined ? '' : didYouMean(key.text, [near])}`,
          help:
            near === undefined
              ? 'no template asks for it: remove it, or write it where the chart looks for it'
              : `write ${fieldName([...path.slice(0, -1), near])}, or remove it`,
        };
      }
    }
  },
};
