import type { Problem } from '../../core/finding.ts';
import type { BadExpression } from '../../model/envsubst.ts';
import type { Repo } from '../../model/repo.ts';
import { named } from '../named.ts';
import type { Rule } from '../rule.ts';
import { placeOf, substitutions, type Template, templates } from '../variables.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const config = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';
const variables = '  postBuild:\n    substitute:\n      domain: example.com\n  prune: true';

export const unsupportedExpression: Rule = {
  id: 'substitution/unsupported-expression',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A manifest holds a ${…} that Flux cannot read.',
  why: `Flux knows \`\${name}\`, defaults (\`:=\`, \`:-\`, \`=\`) and bash's operators for case, length, parts and replacement. Anything
else between the braces fails the object, and with it the whole Kustomization, wherever in the object it stands.
\`\${name:+text}\` and \`\${name:?text}\` are read and mean something else than in bash: the text where the variable is empty.
Write \`$\${…}\` for a plain text.`,
  examples: [
    {
      title: 'a default without colon',
      replace: [
        [kustomization, '  prune: true', variables],
        [config, 'message: ""', 'message: ${domain-example.com}'],
      ],
      finds: [
        'ConfigMap podinfo-helm-chart-value-overrides holds ${domain-example.com}, which Flux cannot read; expected ${domain:-example.com}',
      ],
    },
    {
      title: 'an expression of something else',
      replace: [
        [kustomization, '  prune: true', variables],
        [config, 'message: ""', 'message: ${{ github.ref }}'],
      ],
      finds: ['ConfigMap podinfo-helm-chart-value-overrides holds ${{ github.ref }, which Flux cannot read'],
    },
    {
      title: 'an operator that means something else',
      replace: [
        [kustomization, '  prune: true', variables],
        [config, 'message: ""', 'message: ${domain:+set}'],
      ],
      finds: [
        'ConfigMap podinfo-helm-chart-value-overrides holds ${domain:+set}, which Flux does not support',
      ],
    },
    {
      title: 'what Flux knows',
      replace: [
        [kustomization, '  prune: true', variables],
        [config, 'message: ""', 'message: ${domain^^} ${domain%.*} ${domain:0:3} ${greeting:=hello}'],
      ],
      finds: [],
    },
  ],
  *check({ repo }) {
    for (const substitution of substitutions(repo)) {
      if (!substitution.active) continue;
      for (const template of templates(repo, substitution)) yield* unsupported(repo, template);
    }
  },
};

function* unsupported(repo: Repo, template: Template): Iterable<Problem> {
  const { resource, scalar, expressions, bad } = template;
  for (const expression of expressions) {
    if (!/^:[+?]$/.test(expression.operator)) continue;
    const written = scalar.text.slice(expression.start, expression.end);
    yield {
      at: placeOf(repo, template, expression),
      object: resource.object,
      message: `${named(resource)} holds ${written}, which Flux does not support`,
      help: `Flux puts the text where ${expression.name} is empty: write \${${expression.name}:=…} if that is meant`,
    };
  }
  if (bad === undefined) return;
  const written = scalar.text.slice(bad.start, bad.end);
  const instead = /^\$\{(\w+)([-=])([^${}]*)\}$/.exec(written);
  const expected = instead === null ? '' : `; expected \${${instead[1]}:${instead[2]}${instead[3]}}`;
  yield {
    at: placeOf(repo, template, bad),
    object: resource.object,
    message: `${named(resource)} holds ${shown(written)}, which Flux cannot read${expected}`,
    help: helpFor(bad, written),
  };
}

function helpFor({ reason }: BadExpression, written: string): string {
  const plain = `write $${shown(written)} for the plain text`;
  return reason === 'unclosed' ? `add the closing brace, or ${plain}` : plain;
}

function shown(written: string): string {
  return written.length > 60 ? `${written.slice(0, 60)}…` : written;
}
