import type { Problem } from '../../core/finding.ts';
import { isLabelValue, isQualifiedName } from '../../model/object-names.ts';
import type { Resource } from '../../model/resource.ts';
import { hasVariable } from '../../model/substitution.ts';
import type { Path } from '../../yaml/node.ts';
import { isMap } from '../../yaml/render.ts';
import { mapsIn, overridePolicies, overridersIn } from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const override = 'podinfo/overridepolicy-podinfo.yaml';
const labels = (label: string): readonly [string, string, string] => [
  override,
  '        fieldOverrider:\n',
  `        labelsOverrider:\n          - operator: add\n            value:\n              ${label}\n        fieldOverrider:\n`,
];

export const overrideLabelInvalid: Rule = {
  id: 'fleet/override-label-invalid',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An override writes a label or annotation that Kubernetes refuses.',
  why: `Karmada's webhook looks at the labels and annotations of a \`labelsOverrider\` and an \`annotationsOverrider\`
(\`ValidateOverrideRules\`): keys and the values of labels have at most 63 letters, digits, \`-\`, \`_\` and \`.\`, with a
letter or digit at both ends; a key may have a domain and \`/\` before it. The values of annotations are free.`,
  examples: [
    {
      title: 'a value with spaces',
      base: 'fleet',
      replace: [labels('team: web and mobile')],
      finds: [
        'OverridePolicy podinfo writes label team: web and mobile; expected at most 63 letters, digits, ., _ and -',
      ],
    },
    {
      title: 'a key that none can have',
      base: 'fleet',
      replace: [labels('example.com/web/team: web')],
      finds: [
        'OverridePolicy podinfo writes label example.com/web/team: web; expected at most 63 letters, digits, ., _ and -',
      ],
    },
    { title: 'a label', base: 'fleet', replace: [labels('example.com/team: web')], finds: [] },
  ],
  alone: true,
  *check({ repo }) {
    for (const resource of overridePolicies(repo))
      for (const path of overridersIn(resource)) {
        for (const each of mapsIn(resource, [...path, 'labelsOverrider']))
          yield* ofEntries(resource, [...each, 'value'], isLabelValue);
        for (const each of mapsIn(resource, [...path, 'annotationsOverrider']))
          yield* ofEntries(resource, [...each, 'value']);
      }
  },
};

function* ofEntries(
  resource: Resource,
  path: Path,
  isRight: (value: string) => boolean = () => true,
): Iterable<Problem> {
  const entries = resource.get(...path) ?? null;
  const word = path.includes('labelsOverrider') ? 'label' : 'annotation';
  for (const [key, value] of isMap(entries) ? Object.entries(entries) : []) {
    if (typeof value !== 'string' || hasVariable(key) || hasVariable(value)) continue;
    // Of annotations the case does not matter (apimachinery, ValidateAnnotations).
    if (isQualifiedName(word === 'label' ? key : key.toLowerCase()) && isRight(value)) continue;
    const shown = word === 'label' ? `${key}: ${value}` : key;
    yield problemOf(resource, [...path, key], {
      message: `${named(resource)} writes ${word} ${shown}; expected at most 63 letters, digits, ., _ and -`,
      help: `write a ${word} that Kubernetes takes, or an annotation where it is a text`,
    });
  }
}
