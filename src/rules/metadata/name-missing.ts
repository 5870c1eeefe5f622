import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

export const nameMissing: Rule = {
  id: 'metadata/name-missing',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An object has no name.',
  why: `kustomize refuses an object without \`metadata.name\` (\`missing metadata.name in object\`), and with it
everything that the same Kustomization applies. \`generateName\` is no way out: what is applied again and again must be
the same object each time. Often the line is there and not indented, so that it does not belong to \`metadata\`.`,
  examples: [
    {
      title: 'an object without its name',
      create: {
        'podinfo/service-canary.yaml':
          'apiVersion: v1\nkind: Service\nmetadata:\n  namespace: podinfo\nspec:\n  ports:\n    - port: 80\n',
      },
      finds: ['Service has no metadata.name'],
    },
    {
      title: 'an object with its name',
      finds: [],
    },
  ],
  alone: true,
  *check({ repo, schemas }) {
    for (const view of repo.views) {
      for (const resource of view.resources) {
        if (resource.name !== '') continue;
        // One that stands outside metadata is said by schema/unknown-field.
        if (resource.get('name') !== undefined && schemas.faultsOf(resource).length > 0) continue;
        yield problemOf(resource, ['metadata', 'name'], {
          message: `${named(resource).trim()} has no metadata.name`,
          help: 'add name: below metadata:',
        });
      }
    }
  },
};
