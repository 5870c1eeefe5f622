import { rangeOf } from '../../core/text.ts';
import { fieldName } from '../../schema/data-path.ts';
import type { YamlNode } from '../../yaml/node.ts';
import { podinfoCharts, podinfoConfig, podinfoRelease, podinfoValuesKey } from '../chart-examples.ts';
import { judgedValues } from '../chart-values.ts';
import type { Rule } from '../rule.ts';

const charts = podinfoCharts({ '6.14.1': ['', ''] });

export const wrongType: Rule = {
  id: 'values/wrong-type',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A value has another form than the chart has there: a mapping, a list or a single value.',
  why: `Templates look for keys in a mapping and go through the entries of a list. Given something else, most of them fail, and
the release is not upgraded; others leave out what was meant. What the chart leaves empty may be filled with anything, and
of which type a single value is, only a values.schema.json says (\`values/schema-broken\`).`,
  examples: [
    {
      title: 'a text for a mapping',
      charts,
      replace: [
        [
          podinfoConfig,
          '    image:\n      repository: ghcr.io/stefanprodan/podinfo\n      tag: 6.14.1\n      pullPolicy: IfNotPresent\n',
          '    image: ghcr.io/stefanprodan/podinfo:6.14.1\n',
        ],
      ],
      finds: [
        'values.yaml of ConfigMap podinfo-helm-chart-value-overrides has a single value in image, where podinfo 6.14.1 has a mapping',
      ],
    },
    {
      title: 'a text for a list',
      charts,
      replace: [[podinfoConfig, '      hosts: []\n', '      hosts: podinfo.example.com\n']],
      finds: [
        'values.yaml of ConfigMap podinfo-helm-chart-value-overrides has a single value in ingress.hosts, where podinfo 6.14.1 has a list',
      ],
    },
    {
      title: 'a mapping where the chart has an empty text',
      charts,
      replace: [
        [
          podinfoRelease,
          podinfoValuesKey,
          `${podinfoValuesKey}  values:\n    ui:\n      message:\n        text: hello\n`,
        ],
      ],
      finds: [],
    },
    {
      title: 'a value that takes the default away',
      charts,
      replace: [[podinfoRelease, podinfoValuesKey, `${podinfoValuesKey}  values:\n    resources: null\n`]],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo, charts: known }) {
    for (const { title, holder, facts, flaws, at } of judgedValues(repo, known)) {
      for (const flaw of flaws) {
        if (flaw.kind !== 'type') continue;
        const { path, value, expected } = flaw;
        yield {
          at: at(rangeOf(value)),
          object: holder.object,
          message: `${title} has ${formWords(value)} in ${fieldName(path)}, where ${facts.name} ${facts.version} has a ${expected}`,
          help: help[expected],
        };
      }
    }
  },
};

const help = {
  mapping: 'write keys below it, as the chart has them, or null to take its defaults away',
  list: 'write a list: a dash before each entry',
  'single value': 'write one value, as the chart has it',
} as const;

function formWords(node: YamlNode): string {
  const target = node.kind === 'alias' ? node.target : node;
  if (target?.kind === 'map') return 'a mapping';
  return target?.kind === 'list' ? 'a list' : 'a single value';
}
