import { goneFields } from '../../model/api-fields.ts';
import { placesOf } from '../../model/field-places.ts';
import { fieldFixOf } from '../api-fixes.ts';
import { apiUses } from '../api-uses.ts';
import { named } from '../named.ts';
import type { Rule } from '../rule.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const release = 'podinfo/helmrelease-podinfo.yaml';

export const removedField: Rule = {
  id: 'api/removed-field',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An object has a field that its API version has no more.',
  why: `The field was there in an older version of the API, and the object is written for a newer one: as a rule only
the apiVersion was changed. Flux applies on the server's side, which refuses unknown fields: \`field not declared in
schema\`, and nothing of the Kustomization is applied.`,
  repair: {
    safe: 'The clusters refuse the object as it is; without the field, or with it where the version has it, they apply what it says.',
  },
  examples: [
    {
      title: 'validation, which v1 of the Kustomization has no more',
      replace: [[kustomization, '  prune: true', '  validation: client\n  prune: true']],
      finds: [
        'Kustomization podinfo has spec.validation, which kustomize.toolkit.fluxcd.io/v1 has no more; v1beta2 had it',
      ],
    },
    {
      title: 'the single values file of old HelmReleases',
      replace: [[release, '      version: 6.x', '      valuesFile: values-prod.yaml\n      version: 6.x']],
      finds: [
        'HelmRelease podinfo has spec.chart.spec.valuesFile, which helm.toolkit.fluxcd.io/v2 has no more; v2beta2 had it',
      ],
    },
    {
      title: 'what took its place',
      replace: [
        [
          release,
          '      version: 6.x',
          '      valuesFiles: [values.yaml, values-prod.yaml]\n      version: 6.x',
        ],
      ],
      finds: [],
    },
  ],
  alone: true,
  *check(context) {
    const { repo } = context;
    // Where the object's own version is gone, the one that must be written in its place counts.
    const successors = new Map(
      apiUses(repo, 'removed').map(({ resource, state }) => [resource, state.write]),
    );
    for (const resource of repo.resources) {
      const { group, kind } = resource;
      const apiVersion = successors.get(resource) ?? resource.apiVersion;
      const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
      for (const { field, until, remedy } of goneFields(group, version, kind)) {
        for (const place of placesOf(resource, field)) {
          yield {
            at: resource.keyAt(...place),
            object: resource.object,
            message: `${named(resource)} has ${field}, which ${apiVersion} has no more; ${until} had it`,
            help: remedy,
            ...fieldFixOf(context, resource, field),
          };
        }
      }
    }
  },
};
