import type { Rule } from '../rule.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';

export const unused: Rule = {
  id: 'ignore/unused',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An ignore comment silences nothing.',
  why: `A comment that is not needed any more waits for the next mistake on its line and hides it. Remove it. It counts
for its own line, or, where it stands alone, for the next one.`,
  examples: [
    {
      title: 'a comment on a line without a finding',
      replace: [
        [
          release,
          '  interval: 15m',
          '  interval: 15m # gitops-kit: ignore[helmrelease/interval-invalid] tried it',
        ],
      ],
      finds: ['nothing to ignore here for helmrelease/interval-invalid'],
    },
    {
      title: 'a comment that is needed',
      replace: [
        [
          release,
          '      valuesKey: values.yaml #',
          '      # gitops-kit: ignore[helmrelease/values-key] a job adds the key\n      valuesKey: value.yaml #',
        ],
      ],
      finds: [],
    },
  ],
  last: true,
  *check({ ignores }) {
    for (const { rules } of ignores) {
      for (const { id, at, state } of rules) {
        if (state !== 'unused') continue;
        yield { at, message: `nothing to ignore here for ${id}`, help: 'remove it from the comment' };
      }
    }
  },
};
