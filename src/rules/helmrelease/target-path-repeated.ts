import { named, problemOf } from '../named.ts';
import { appliedReleases } from '../releases.ts';
import type { Rule } from '../rule.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';
const config = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';
const reads = (path: string, more = ''): readonly [string, string, string] => [
  file,
  '      valuesKey: values.yaml # the default, explicit for clarity\n',
  `      valuesKey: values.yaml
    - kind: ConfigMap
      name: podinfo-helm-chart-value-overrides
      valuesKey: color
      targetPath: ui.color
    - kind: ConfigMap
      name: podinfo-helm-chart-value-overrides
      valuesKey: message
      targetPath: ${path}
${more}`,
];
const keys: readonly [string, string, string] = [
  config,
  '\ndata:\n',
  '\ndata:\n  color: "#34577c"\n  message: hello\n',
];

export const targetPathRepeated: Rule = {
  id: 'helmrelease/target-path-repeated',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Two entries of valuesFrom write to the same path of the values.',
  why: `Each entry with a \`targetPath\` sets one value, in the order of the list: the second one takes the place of the first,
which then has no effect. Mostly the entry was copied, and its path forgotten, so that the value for another path never
arrives. A last entry with \`optional: true\` is an override, and not reported.`,
  examples: [
    {
      title: 'an entry copied without its path',
      replace: [reads('ui.color'), keys],
      finds: ['HelmRelease podinfo writes two values to ui.color; the first has no effect'],
    },
    { title: 'two paths', replace: [reads('ui.message'), keys], finds: [] },
    {
      title: 'an override that may be absent',
      replace: [reads('ui.color', '      optional: true\n'), keys],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const { release } of appliedReleases(repo)) {
      const known = new Map<string, number>();
      for (const index of release.list('spec', 'valuesFrom').keys()) {
        const path = release.text('spec', 'valuesFrom', index, 'targetPath');
        if (path === undefined || path === '') continue;
        const first = known.get(path);
        known.set(path, index);
        if (first === undefined || release.get('spec', 'valuesFrom', index, 'optional') === true) continue;
        yield problemOf(release, ['spec', 'valuesFrom', index, 'targetPath'], {
          message: `${named(release)} writes two values to ${path}; the first has no effect`,
          help: 'write the path that this value is meant for, or remove one of the entries',
          related: [
            { at: release.at('spec', 'valuesFrom', first, 'targetPath'), message: 'the first value' },
          ],
        });
      }
    }
  },
};
