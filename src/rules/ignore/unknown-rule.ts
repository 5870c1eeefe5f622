import { didYouMean } from '../../core/suggest.ts';
import type { Rule } from '../rule.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';

export const unknownRule: Rule = {
  id: 'ignore/unknown-rule',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An ignore comment names no rule, or one that does not exist.',
  why: `It silences nothing. Rules are named as they stand in brackets behind a finding, several with commas:
\`# gitops-kit: ignore[helmrelease/values-key, layout/file-name] reason\`. There is no way to silence all rules on a
line; a reader would not know which is meant.`,
  examples: [
    {
      title: 'a slip in the name',
      replace: [
        [
          release,
          '  interval: 15m',
          '  interval: 15m # gitops-kit: ignore[helmrelease/interval-invalit] tried it',
        ],
      ],
      finds: ['unknown rule helmrelease/interval-invalit; did you mean helmrelease/interval-invalid?'],
    },
    {
      title: 'no name',
      replace: [[release, '  interval: 15m', '  interval: 15m # gitops-kit: ignore because I say so']],
      finds: ['ignore comment without a rule; expected ignore[family/rule] and a reason'],
    },
    {
      title: 'a comment about ignoring',
      replace: [[release, '  interval: 15m', '  interval: 15m # gitops-kit would ignore this']],
      finds: [],
    },
  ],
  last: true,
  *check({ ignores, ruleIds }) {
    for (const { at, rules } of ignores) {
      if (rules.length === 0) {
        yield {
          at,
          message: 'ignore comment without a rule; expected ignore[family/rule] and a reason',
          help: 'gitops-kit rules lists them all',
        };
      }
      for (const { id, at: place, state } of rules) {
        if (state !== 'unknown') continue;
        yield {
          at: place,
          message: `unknown rule ${id}${didYouMean(id, ruleIds)}`,
          help: 'gitops-kit rules lists them all',
        };
      }
    }
  },
};
