import { offerFix } from '../fixes.ts';
import { named } from '../named.ts';
import type { Rule } from '../rule.ts';

const namespace = 'flux-system/namespaces/namespace-redis.yaml';

export const creationTimestampNull: Rule = {
  id: 'metadata/creation-timestamp-null',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'An object holds an empty creationTimestamp.',
  why: `\`kubectl create --dry-run -o yaml\` writes \`creationTimestamp: null\` into its output. The field belongs to the
cluster; the line says nothing and stands in the way of whoever reads the file.`,
  examples: [
    {
      title: 'what kubectl left behind',
      replace: [[namespace, '  name: redis\n', '  creationTimestamp: null\n  name: redis\n']],
      finds: ['Namespace redis has creationTimestamp: null, which kubectl create --dry-run leaves behind'],
    },
    { title: 'an object without it', finds: [] },
  ],
  repair: { safe: 'The API server writes the time itself, and null says nothing to it.' },
  alone: true,
  *check({ repo }) {
    for (const resource of repo.resources) {
      if (resource.get('metadata', 'creationTimestamp') !== null) continue;
      yield {
        at: resource.keyAt('metadata', 'creationTimestamp'),
        object: resource.object,
        message: `${named(resource)} has creationTimestamp: null, which kubectl create --dry-run leaves behind`,
        help: 'remove the line',
        ...offerFix(repo, resource, { title: 'remove creationTimestamp', safety: 'safe' }, [
          { kind: 'remove', path: ['metadata', 'creationTimestamp'] },
        ]),
      };
    }
  },
};
