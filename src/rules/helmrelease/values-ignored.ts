import { fluxGroups } from '../../model/resource.ts';
import { nodeAt } from '../../yaml/locate.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';
const interval = '  interval: 15m\n';

export const valuesIgnored: Rule = {
  id: 'helmrelease/values-ignored',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The values of a HelmRelease are a text or a list, and Flux ignores them all.',
  why: `The API takes anything under \`spec.values\`. Flux reads it as a mapping, and drops what is none without a word
(helm-controller api/v2, GetValues): the chart is installed with its defaults. A \`|\` behind \`values:\`, copied from
a ConfigMap, is enough.`,
  examples: [
    {
      title: 'a block of text, as in a ConfigMap',
      replace: [[file, interval, `${interval}  values: |\n    replicaCount: 3\n`]],
      finds: ['HelmRelease podinfo has values that are a text, which Flux ignores; expected a mapping'],
    },
    {
      title: 'a list',
      replace: [[file, interval, `${interval}  values: [replicaCount]\n`]],
      finds: ['HelmRelease podinfo has values that are a list, which Flux ignores; expected a mapping'],
    },
    {
      title: 'a mapping',
      replace: [[file, interval, `${interval}  values:\n    replicaCount: 3\n`]],
      finds: [],
    },
    { title: 'nothing', replace: [[file, interval, `${interval}  values:\n`]], finds: [] },
  ],
  alone: true,
  *check({ repo }) {
    for (const release of repo.ofKind('HelmRelease', fluxGroups.helm)) {
      const found = nodeAt(release.node, ['spec', 'values']);
      const node = found?.kind === 'alias' ? found.target : found;
      if (node === undefined || node.kind === 'map' || release.get('spec', 'values') === null) continue;
      const isText = node.kind === 'scalar';
      if (isText && node.text.includes('${')) continue;
      yield problemOf(release, ['spec', 'values'], {
        message: `${named(release)} has values that are a ${isText ? 'text' : 'list'}, which Flux ignores; expected a mapping`,
        help: isText ? 'remove the | behind values:' : 'write the keys of the values below values:',
      });
    }
  },
};
