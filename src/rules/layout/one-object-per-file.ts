import type { Resource } from '../../model/resource.ts';
import { layoutScope } from '../layout-scope.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';
import { splitFix } from '../split-fix.ts';

const namespace = 'flux-system/namespaces/namespace-podinfo.yaml';
const config = [
  'apiVersion: v1',
  'kind: ConfigMap',
  'metadata:',
  '  name: redis-helm-chart-value-overrides',
  '  namespace: redis',
  '  labels: {reconcile.fluxcd.io/watch: Enabled}',
  'data:',
  '  values.yaml: "architecture: standalone"',
].join('\r\n');

export const oneObjectPerFile: Rule = {
  id: 'layout/one-object-per-file',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A file holds more than one object.',
  why: `The name of a file says what is in it: \`helmrelease-podinfo.yaml\`. People find it with three letters, a diff
says which object changed, and a file is removed together with its object. A second object behind \`---\` is found by
nobody. Put each into a file of its own.`,
  repair: {
    safe: 'The new files lie in the same folder, and are listed where the old one is: the same Kustomization applies the same objects.',
  },
  examples: [
    {
      title: 'two namespaces in one file',
      replace: [
        [
          namespace,
          '  name: podinfo\n',
          '  name: podinfo\n---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: team\n',
        ],
      ],
      finds: ['namespace-podinfo.yaml holds 2 objects; expected one per file'],
    },
    {
      title: 'a whole app in one listed file',
      create: {
        'redis/kustomization.yaml':
          'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n  - ./app.yaml # all of it\n  - helmrelease-redis.yaml\n',
        'redis/app.yaml': `# The values of redis\r\n---\r\n${config}\r\n---\r\n# A second one\r\n${config.replace('-value-overrides', '-values')} # the end`,
      },
      remove: ['redis/configmap-redis-helm-chart-value-overrides.yaml'],
      finds: ['app.yaml holds 2 objects; expected one per file'],
    },
    {
      title: 'a separator above the only object',
      replace: [[namespace, 'apiVersion: v1\n', '---\napiVersion: v1\n']],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    const scope = layoutScope(repo);
    const byFile = new Map<string, Resource[]>();
    for (const resource of repo.resources) {
      const others = byFile.get(resource.file);
      if (others === undefined) byFile.set(resource.file, [resource]);
      else others.push(resource);
    }
    for (const [file, resources] of byFile) {
      const [first, second] = resources;
      if (first === undefined || second === undefined || !scope.holds(file)) continue;
      yield problemOf(second, ['kind'], {
        message: `${file.slice(file.lastIndexOf('/') + 1)} holds ${resources.length} objects; expected one per file`,
        help: `move ${named(second)} to ${second.kind.toLowerCase()}-${second.name}.yaml`,
        ...splitFix(repo, resources),
      });
    }
  },
};
