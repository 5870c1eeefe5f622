import type { Rule } from '../rule.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';
const key = '      valuesKey: values.yaml #';

export const withoutReason: Rule = {
  id: 'ignore/without-reason',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'An ignore comment gives no reason.',
  why: `Whoever meets the comment in a year wants to know whether it is still true. A few words behind the bracket are
enough: \`# gitops-kit: ignore[helmrelease/values-key] the backup job adds the key\`.`,
  examples: [
    {
      title: 'rules without a word',
      replace: [
        [release, key, '      # gitops-kit: ignore[helmrelease/values-key]\n      valuesKey: value.yaml #'],
      ],
      finds: ['ignore comment without a reason'],
    },
    {
      title: 'with a few words',
      replace: [
        [
          release,
          key,
          '      # gitops-kit: ignore[helmrelease/values-key] a job adds it\n      valuesKey: value.yaml #',
        ],
      ],
      finds: [],
    },
  ],
  last: true,
  *check({ ignores }) {
    for (const { at, rules, reason } of ignores) {
      if (rules.length === 0 || reason !== '') continue;
      yield { at, message: 'ignore comment without a reason', help: 'say why behind the bracket' };
    }
  },
};
