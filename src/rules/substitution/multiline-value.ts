import { named } from '../named.ts';
import type { Rule } from '../rule.ts';
import { substitutions } from '../variables.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';

export const multilineValue: Rule = {
  id: 'substitution/multiline-value',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The value of a variable has several lines, which Flux joins.',
  why: `Flux takes every newline out of a variable's value before it puts it into a manifest, so that two lines run together
without even a blank between them. Keep the value on one line, or put text of several lines into a ConfigMap that the
app reads itself.`,
  examples: [
    {
      title: 'a list, one entry a line',
      replace: [
        [
          kustomization,
          '  prune: true',
          '  postBuild:\n    substitute:\n      allowed: |\n        10.0.0.0/8\n        192.168.0.0/16\n  prune: true',
        ],
      ],
      finds: [
        'Kustomization podinfo has variable allowed of 2 lines, which Flux joins to 10.0.0.0/8192.168.0.0/16',
      ],
    },
    {
      title: 'a newline at the end alone',
      replace: [
        [
          kustomization,
          '  prune: true',
          '  postBuild:\n    substitute:\n      allowed: |\n        10.0.0.0/8\n  prune: true',
        ],
      ],
      finds: [],
    },
  ],
  *check({ repo }) {
    for (const { variables } of substitutions(repo)) {
      for (const { name, value, from, path } of variables.values()) {
        const lines = value?.trim().split('\n') ?? [];
        if (lines.length < 2) continue;
        const joined = lines.join('');
        const shown = joined.length > 40 ? `${joined.slice(0, 40)}…` : joined;
        yield {
          at: from.keyAt(...path),
          object: from.object,
          message: `${named(from)} has variable ${name} of ${lines.length} lines, which Flux joins to ${shown}`,
          help: 'write the value on one line',
        };
      }
    }
  },
};
