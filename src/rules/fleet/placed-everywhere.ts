import { fieldOf, textOf } from '../../fleet/fields.ts';
import { areSources } from '../../fleet/selectors.ts';
import { fluxGroups } from '../../model/resource.ts';
import { isMap } from '../../yaml/render.ts';
import { mapsIn, propagationPolicies } from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const policy = 'podinfo/propagationpolicy-podinfo.yaml';
const affinity = '    clusterAffinity:\n      clusterNames:\n        - member1\n        - member2\n';

export const placedEverywhere: Rule = {
  id: 'fleet/placed-everywhere',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'A policy places its objects on every cluster, also on those that come later.',
  why: `Without a \`clusterAffinity\`, or with an empty one, every cluster is chosen (rule 19 of the fleet model): a cluster that
joins the fleet next year gets the app on its first day, wanted or not. Where that is meant, say so in a comment and
ignore the rule there; a label that all clusters have says it as well. Chart sources may go everywhere: nothing is done with
them where no release asks for them.`,
  examples: [
    {
      title: 'an empty affinity',
      base: 'fleet',
      replace: [
        [policy, affinity, '    clusterAffinity: {}\n'],
        [
          'flux-system/propagationpolicies/propagationpolicy-podinfo.yaml',
          affinity,
          '    clusterAffinity:\n      exclude:\n        - member3\n',
        ],
      ],
      finds: [
        'PropagationPolicy podinfo has an empty clusterAffinity, which takes every cluster, also those to come; expected names or labels',
      ],
    },
    {
      title: 'a chart source',
      base: 'fleet',
      replace: [
        ['flux-system/propagationpolicies/propagationpolicy-podinfo.yaml', `  placement:\n${affinity}`, ''],
      ],
      finds: [],
    },
    { title: 'names', base: 'fleet', finds: [] },
  ],
  alone: true,
  *check({ repo }) {
    for (const resource of propagationPolicies(repo)) {
      const placement = ['spec', 'placement'];
      const selectors = resource.list('spec', 'resourceSelectors').map((each) => ({
        apiVersion: textOf(fieldOf(each, 'apiVersion')),
        kind: textOf(fieldOf(each, 'kind')),
      }));
      const isOfSources = selectors.some(({ apiVersion }) => apiVersion.startsWith(`${fluxGroups.source}/`));
      if (isOfSources && areSources(selectors)) continue;
      const groups = mapsIn(resource, [...placement, 'clusterAffinities']);
      const hasOne = isMap(resource.get(...placement, 'clusterAffinity') ?? null);
      const open = [...(hasOne ? [[...placement, 'clusterAffinity']] : []), ...groups].filter((path) =>
        isEmpty((field) => resource.get(...path, field) ?? null),
      );
      const [first] = open;
      if (first === undefined && (hasOne || groups.length > 0)) continue;
      const what =
        first === undefined
          ? 'no clusterAffinity and so takes'
          : `an empty ${groups.length > 0 ? 'item of clusterAffinities' : 'clusterAffinity'}, which takes`;
      yield {
        ...problemOf(resource, first ?? placement, {
          message: `${named(resource)} has ${what} every cluster, also those to come; expected names or labels`,
          help: 'name the clusters under clusterNames, or select them by a labelSelector',
        }),
        at: resource.keyAt(...(first ?? placement)),
      };
    }
  },
};

function isEmpty(said: (field: string) => unknown): boolean {
  return (
    said('labelSelector') === null &&
    said('fieldSelector') === null &&
    ['clusterNames', 'exclude'].every((field) => {
      const names = said(field);
      return !Array.isArray(names) || names.length === 0;
    })
  );
}
