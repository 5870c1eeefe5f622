import { named, problemOf } from '../named.ts';
import { appliedReleases } from '../releases.ts';
import type { Rule } from '../rule.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';
const key = '      valuesKey: values.yaml # the default, explicit for clarity\n';

export const literalWithoutPath: Rule = {
  id: 'helmrelease/literal-without-path',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An entry of valuesFrom is literal, but goes to no path.',
  why: `\`literal: true\` makes Flux take a value as it is, instead of as \`helm --set\` reads it. That is about values for one
\`targetPath\`. Without a path the key is read as a whole values file, and \`literal\` has no effect.`,
  examples: [
    {
      title: 'the path forgotten',
      replace: [[file, key, `${key}      literal: true\n`]],
      finds: ['HelmRelease podinfo reads literal values without targetPath, which has no effect'],
    },
    { title: 'a values file', replace: [[file, key, `${key}      literal: false\n`]], finds: [] },
  ],
  alone: true,
  *check({ repo }) {
    for (const { release } of appliedReleases(repo)) {
      for (const index of release.list('spec', 'valuesFrom').keys()) {
        const entry = ['spec', 'valuesFrom', index];
        if (release.get(...entry, 'literal') !== true || release.get(...entry, 'targetPath') !== undefined)
          continue;
        yield problemOf(release, [...entry, 'literal'], {
          message: `${named(release)} reads literal values without targetPath, which has no effect`,
          help: 'add the targetPath that the value is meant for, or remove literal',
        });
      }
    }
  },
};
