import type { Path } from '../yaml/node.ts';
import { type FluxVersion, isAtLeast } from './flux-version.ts';
import { type Step, stepOf } from './migrate-moves.ts';
import { fluxGroups, type Resource } from './resource.ts';

/** A field that is still taken and should be written no more, with what takes its place. */
export interface DeprecatedField {
  /** Group and kind. */
  readonly api: string;
  readonly path: Path;
  /** What is wrong with it, after `which`. */
  readonly flaw: string;
  readonly help: (value: unknown) => string;
  /** The first minor of Flux 2 in which the flaw is one. */
  readonly since: number;
  /** Undefined where nobody but its author can tell what is meant. */
  readonly step?: (resource: Resource) => Step | undefined;
}

const skipCrds = ['spec', 'install', 'skipCRDs'];
const crds = ['spec', 'install', 'crds'];
const recreate = ['spec', 'rollback', 'recreate'];

/** Fields that Flux's own API documentation calls deprecated, with what stands there now. */
const fields: readonly DeprecatedField[] = [
  {
    api: `${fluxGroups.helm}/HelmRelease`,
    path: skipCrds,
    flaw: 'is deprecated in favour of spec.install.crds',
    help: (value) =>
      value === true
        ? 'write crds: Skip in its place'
        : 'remove it: spec.install.crds is Create where nothing is said',
    since: 0,
    step: (resource) => {
      if (resource.get(...skipCrds) === false) return [{ kind: 'remove', path: skipCrds }];
      if (resource.get(...skipCrds) !== true) return undefined;
      const policy = resource.get(...crds);
      if (policy === 'Skip') return [{ kind: 'remove', path: skipCrds }];
      if (policy !== undefined) return undefined;
      return [
        { kind: 'set', path: skipCrds, value: 'Skip' },
        { kind: 'rename', path: skipCrds, key: 'crds' },
      ];
    },
  },
  {
    api: `${fluxGroups.helm}/HelmRelease`,
    path: recreate,
    flaw: 'has no effect since Flux 2.8',
    help: () => 'remove it',
    since: 8,
    step: () => [{ kind: 'remove', path: recreate }],
  },
  {
    api: 'notification.toolkit.fluxcd.io/Alert',
    path: ['spec', 'summary'],
    flaw: 'is deprecated in favour of spec.eventMetadata.summary',
    help: () => 'move it to spec.eventMetadata.summary',
    since: 2,
    step: (resource) =>
      stepOf({ op: 'move', from: 'spec.summary', to: 'spec.eventMetadata.summary' }, resource, [
        'spec',
        'summary',
      ]),
  },
];

/** The deprecated fields that an object has, for a Flux release. */
export function deprecatedFields(resource: Resource, flux: FluxVersion): readonly DeprecatedField[] {
  const api = `${resource.group}/${resource.kind}`;
  return fields.filter(
    (field) =>
      field.api === api && isAtLeast(flux, 2, field.since) && resource.get(...field.path) !== undefined,
  );
}
