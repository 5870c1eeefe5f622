import { hasVariable } from '../../model/substitution.ts';
import { offerFix } from '../fixes.ts';
import { mapsIn, overridePolicies, overridersIn } from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const override = 'podinfo/overridepolicy-podinfo.yaml';
const plaintext = (path: string): readonly [string, string, string] => [
  override,
  '        fieldOverrider:\n',
  `        plaintext:\n          - path: ${path}\n            operator: add\n            value: web\n        fieldOverrider:\n`,
];

export const pointerWithoutSlash: Rule = {
  id: 'fleet/pointer-without-slash',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The path of a plaintext override does not begin with a slash.',
  why: `What stands before the first \`/\` of such a path is dropped, and no webhook looks at it: \`spec/suspend\` writes
\`suspend\` at the top of the object, where nothing reads it, and a path without any \`/\` fails, so that the object goes
nowhere (section 4 of RFC 6902 asks for a JSON pointer, which is empty or begins with \`/\`).`,
  repair: {
    unsafe:
      'The override writes another field from then on, the one that its path names: look whether it is the right one.',
  },
  examples: [
    {
      title: 'a path without its first slash',
      base: 'fleet',
      replace: [plaintext('metadata/annotations/team')],
      finds: [
        'OverridePolicy podinfo overrides metadata/annotations/team, of which only /annotations/team counts; expected /metadata/annotations/team',
      ],
    },
    {
      title: 'a path with dots',
      base: 'fleet',
      replace: [plaintext('metadata.labels.team')],
      finds: [
        'OverridePolicy podinfo overrides metadata.labels.team, which is no path; expected /metadata/labels/team',
      ],
    },
    { title: 'a path', base: 'fleet', replace: [plaintext('/metadata/annotations/team')], finds: [] },
  ],
  alone: true,
  *check({ repo }) {
    for (const resource of overridePolicies(repo))
      for (const overriders of overridersIn(resource))
        for (const each of mapsIn(resource, [...overriders, 'plaintext'])) {
          const path = [...each, 'path'];
          const pointer = resource.text(...path);
          // The empty one is the whole object.
          if (pointer === undefined || pointer === '' || pointer.startsWith('/') || hasVariable(pointer))
            continue;
          const slash = pointer.indexOf('/');
          const meant = slash === -1 ? `/${pointer.replaceAll('.', '/')}` : `/${pointer}`;
          const counts = slash === -1 ? 'which is no path' : `of which only ${pointer.slice(slash)} counts`;
          const title = `write path: ${meant}`;
          yield problemOf(resource, path, {
            message: `${named(resource)} overrides ${pointer}, ${counts}; expected ${meant}`,
            help: title,
            ...offerFix(repo, resource, { title, safety: 'unsafe' }, [{ kind: 'set', path, value: meant }]),
          });
        }
  },
};
