import { isBuiltin } from '../../model/kubernetes-apis.ts';
import { isFluxGroup } from '../../model/object-names.ts';
import type { Resource } from '../../model/resource.ts';
import { offerFix } from '../fixes.ts';
import { named } from '../named.ts';
import type { Rule } from '../rule.ts';

const namespace = 'flux-system/namespaces/namespace-redis.yaml';

export const statusPresent: Rule = {
  id: 'metadata/status-present',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An object holds a status, which only the cluster writes.',
  why: `The status is what a controller says of an object. In a file it is a leftover of \`kubectl get -o yaml\`: the
cluster ignores it, or takes it where a kind has no status of its own and overwrites what the controller wrote; and who
reads the file takes for true what was so once. An empty \`status: {}\`, and that of a CustomResourceDefinition, which
generators write, are left alone.`,
  examples: [
    {
      title: 'an object copied out of a cluster',
      replace: [[namespace, '  name: redis\n', '  name: redis\nstatus:\n  phase: Active\n']],
      finds: ['Namespace redis has a status, which only the cluster writes'],
    },
    {
      title: 'an object of a kind that is not known here',
      create: {
        'podinfo/backup-podinfo.yaml':
          'apiVersion: example.com/v1\nkind: Backup\nmetadata:\n  name: podinfo\n  namespace: podinfo\nspec: {}\nstatus:\n  done: true\n',
      },
      finds: ['Backup podinfo has a status, which only the cluster writes'],
    },
    {
      title: 'an empty status',
      replace: [[namespace, '  name: redis\n', '  name: redis\nstatus: {}\n']],
      finds: [],
    },
  ],
  repair: {
    safe: 'Of an object of Kubernetes or Flux the API server takes the status from nobody but a controller.',
    unsafe:
      'Of other kinds the API may take the status from the file: look whether something reads it there.',
  },
  alone: true,
  *check({ repo }) {
    for (const resource of repo.resources) {
      const status = resource.get('status');
      if (typeof status !== 'object' || status === null || Object.keys(status).length === 0) continue;
      if (resource.kind === 'CustomResourceDefinition') continue;
      yield {
        at: resource.keyAt('status'),
        object: resource.object,
        message: `${named(resource)} has a status, which only the cluster writes`,
        help: 'remove status and everything below it',
        ...offerFix(
          repo,
          resource,
          { title: 'remove status', safety: ownsStatus(resource) ? 'safe' : 'unsafe' },
          [{ kind: 'remove', path: ['status'] }],
        ),
      };
    }
  },
};

/** Whether the status of a kind is a subresource for certain, which is not written with the object. */
function ownsStatus({ apiVersion, group, kind }: Resource): boolean {
  return isBuiltin(apiVersion, kind) || isFluxGroup(group);
}
