import { offerFix } from '../fixes.ts';
import { policiesIn, selectorsIn } from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const policy = 'podinfo/propagationpolicy-podinfo.yaml';
const release = '      kind: HelmRelease\n      name: podinfo\n      namespace: podinfo\n';
const labels = '      labelSelector:\n        matchLabels:\n          app: podinfo\n';

export const labelSelectorIgnored: Rule = {
  id: 'fleet/label-selector-ignored',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A selector has a name, and labels that nobody looks at.',
  why: `Where a selector names an object, Karmada compares the name and nothing else (rule 9 of the fleet model): labels beside
it do not narrow it, and an object of that name is taken with whatever labels it has.`,
  repair: { safe: 'Nobody looks at the labels of a selector that has a name.' },
  examples: [
    {
      title: 'a name and labels',
      base: 'fleet',
      replace: [[policy, release, `${release}${labels}`]],
      finds: ['PropagationPolicy podinfo selects HelmRelease podinfo by name; its labelSelector is ignored'],
    },
    {
      title: 'labels alone',
      base: 'fleet',
      replace: [
        [
          policy,
          release,
          `${release}    - apiVersion: v1\n      kind: Secret\n      namespace: podinfo\n${labels}`,
        ],
      ],
      create: {
        'podinfo/externalsecret-podinfo.yaml':
          'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata:\n  name: podinfo\n  namespace: podinfo\n',
      },
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const resource of policiesIn(repo)) {
      for (const { path, kind, name } of selectorsIn(resource)) {
        const labels = [...path, 'labelSelector'];
        if (name === '' || (resource.get(...labels) ?? null) === null) continue;
        const title = 'remove the labelSelector';
        yield {
          ...problemOf(resource, labels, {
            message: `${named(resource)} selects ${kind} ${name} by name; its labelSelector is ignored`,
            help: `${title}, or the name where the labels are meant`,
            ...offerFix(repo, resource, { title, safety: 'safe' }, [{ kind: 'remove', path: labels }]),
          }),
          at: resource.keyAt(...labels),
        };
      }
    }
  },
};
