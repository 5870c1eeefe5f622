import { isAtLeast } from '../../model/flux-version.ts';
import { fluxGroups, type Resource } from '../../model/resource.ts';
import type { Path } from '../../yaml/node.ts';
import { named } from '../named.ts';
import type { Rule } from '../rule.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';

/** A field that is still taken and should be written no more. */
interface Deprecated {
  readonly api: string;
  readonly path: Path;
  /** What is wrong with it, after `which`. */
  readonly flaw: string;
  readonly help: (value: unknown) => string;
  /** The first minor of Flux 2 in which the flaw is one. */
  readonly since: number;
}

/** Fields that Flux's own API documentation calls deprecated, with what stands there now. */
const fields: readonly Deprecated[] = [
  {
    api: `${fluxGroups.helm}/HelmRelease`,
    path: ['spec', 'install', 'skipCRDs'],
    flaw: 'is deprecated in favour of spec.install.crds',
    help: (value) =>
      value === true
        ? 'write crds: Skip in its place'
        : 'remove it: spec.install.crds is Create where nothing is said',
    since: 0,
  },
  {
    api: `${fluxGroups.helm}/HelmRelease`,
    path: ['spec', 'rollback', 'recreate'],
    flaw: 'has no effect since Flux 2.8',
    help: () => 'remove it',
    since: 8,
  },
  {
    api: 'notification.toolkit.fluxcd.io/Alert',
    path: ['spec', 'summary'],
    flaw: 'is deprecated in favour of spec.eventMetadata.summary',
    help: () => 'move it to spec.eventMetadata.summary',
    since: 2,
  },
];

export const deprecatedField: Rule = {
  id: 'api/deprecated-field',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An object has a field that Flux has replaced by another.',
  why: `The field still does what it did, or does nothing any more, and a coming version of the API will refuse it. The
field that took its place does the same.`,
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
  *check({ repo }) {
    for (const resource of repo.resources) {
      for (const { api, path, flaw, help, since } of fields) {
        if (api !== apiOf(resource) || !isAtLeast(repo.flux, 2, since)) continue;
        const value = resource.get(...path);
        if (value === undefined) continue;
        yield {
          at: resource.keyAt(...path),
          object: resource.object,
          message: `${named(resource)} has ${path.join('.')}, which ${flaw}`,
          help: help(value),
        };
      }
    }
  },
};

function apiOf({ group, kind }: Resource): string {
  return `${group}/${kind}`;
}
