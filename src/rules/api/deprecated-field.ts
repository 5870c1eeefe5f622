import { deprecatedFields } from '../../model/deprecated-fields.ts';
import { deprecatedFixOf } from '../api-fixes.ts';
import { named } from '../named.ts';
import type { Rule } from '../rule.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';

export const deprecatedField: Rule = {
  id: 'api/deprecated-field',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An object has a field that Flux has replaced by another.',
  why: `The field still does what it did, or does nothing any more, and a coming version of the API will refuse it. The
field that took its place does the same.`,
  repair: {
    safe: 'What takes the place of the field does the same; a field without effect is removed.',
  },
  examples: [
    {
      title: 'skipCRDs',
      replace: [[release, '  install:\n', '  install:\n    skipCRDs: true\n']],
      finds: [
        'HelmRelease podinfo has spec.install.skipCRDs, which is deprecated in favour of spec.install.crds',
      ],
    },
    {
      title: 'a rollback that recreates pods, which Helm 4 has no more',
      replace: [[release, '  install:\n', '  rollback:\n    recreate: true\n  install:\n']],
      finds: ['HelmRelease podinfo has spec.rollback.recreate, which has no effect since Flux 2.8'],
    },
    {
      title: 'what took its place',
      replace: [[release, '  install:\n', '  install:\n    crds: Skip\n']],
      finds: [],
    },
  ],
  alone: true,
  *check(context) {
    const { repo } = context;
    for (const resource of repo.resources) {
      for (const { path, flaw, help } of deprecatedFields(resource, repo.flux)) {
        yield {
          at: resource.keyAt(...path),
          object: resource.object,
          message: `${named(resource)} has ${path.join('.')}, which ${flaw}`,
          help: help(resource.get(...path)),
          ...deprecatedFixOf(context, resource, path),
        };
      }
    }
  },
};
