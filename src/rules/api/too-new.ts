import type { Problem } from '../../core/finding.ts';
import { laterFields } from '../../model/api-fields.ts';
import { placesOf } from '../../model/field-places.ts';
import type { FluxVersion } from '../../model/flux-version.ts';
import type { Resource } from '../../model/resource.ts';
import { apiUses, howToMove } from '../api-uses.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';

export const tooNew: Rule = {
  id: 'api/too-new',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An object needs an API version, a field or a value that came after the Flux that runs.',
  why: `An older Flux does not know it: the API server answers \`no matches for kind\`, \`field not declared in schema\`
or \`unsupported value\`, and nothing of the Kustomization is applied. Examples on the web are written for the newest
release. Upgrade Flux first, or write what the running one knows.`,
  examples: [
    {
      title: 'a field of Flux 2.9 in a cluster with 2.8',
      replace: [[release, '  timeout: 5m\n', '  timeout: 5m\n  postRenderStrategy: nohooks\n']],
      fluxVersion: '2.8',
      finds: [
        'HelmRelease podinfo has spec.postRenderStrategy, which came with Flux 2.9; Flux 2.8 runs here',
      ],
    },
    {
      title: 'an object of a kind that came with Flux 2.7',
      replace: ['podinfo', 'redis'].map((app) => [
        `${app}/helmrelease-${app}.yaml`,
        '  install:\n    strategy:\n      name: RetryOnFailure\n  upgrade:\n    strategy:\n      name: RetryOnFailure\n',
        '  install:\n    remediation:\n      retries: 3\n  upgrade:\n    remediation:\n      retries: 3\n',
      ]),
      create: {
        'podinfo/imagepolicy-podinfo.yaml':
          'apiVersion: image.toolkit.fluxcd.io/v1\nkind: ImagePolicy\nmetadata:\n  name: podinfo\n  namespace: podinfo\nspec:\n  imageRepositoryRef:\n    name: podinfo\n  policy:\n    semver:\n      range: 6.x\n',
      },
      fluxVersion: '2.6',
      finds: [
        'ImagePolicy podinfo is written for image.toolkit.fluxcd.io/v1, which came with Flux 2.7; Flux 2.6 runs here',
      ],
    },
    {
      title: 'a field of the Flux that runs',
      replace: [[release, '  timeout: 5m\n', '  timeout: 5m\n  postRenderStrategy: nohooks\n']],
      fluxVersion: '2.9',
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    const { flux } = repo;
    for (const use of apiUses(repo, 'too-new')) {
      const { resource, path, apiVersion, state } = use;
      yield problemOf(resource, path, {
        message: `${named(resource)} is written for ${apiVersion}, which came with ${state.since}; ${runs(flux)}`,
        help:
          state.write === undefined
            ? `upgrade Flux to ${state.since.replace('Flux ', '')} or newer first`
            : `${howToMove(use, state.write)}, or upgrade Flux first`,
      });
    }
    for (const resource of repo.resources) yield* fieldsOf(resource, flux);
  },
};

function* fieldsOf(resource: Resource, flux: FluxVersion): Iterable<Problem> {
  for (const { field, value, since } of laterFields(resource, flux)) {
    for (const place of placesOf(resource, field)) {
      if (value !== undefined && resource.text(...place) !== value) continue;
      const said = value === undefined ? field : `${field}: ${value}`;
      yield {
        at: value === undefined ? resource.keyAt(...place) : resource.at(...place),
        object: resource.object,
        message: `${named(resource)} has ${said}, which came with Flux ${since}; ${runs(flux)}`,
        help: `remove it, or upgrade Flux to ${since} or newer first`,
      };
    }
  }
}

function runs({ major, minor }: FluxVersion): string {
  return `Flux ${major}.${minor} runs here`;
}
