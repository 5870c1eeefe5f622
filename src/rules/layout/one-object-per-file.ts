import type { Resource } from '../../model/resource.ts';
import { layoutScope } from '../layout-scope.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const namespace = 'flux-system/namespaces/namespace-podinfo.yaml';

export const oneObjectPerFile: Rule = {
  id: 'layout/one-object-per-file',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A file holds more than one object.',
  why: `The name of a file says what is in it: \`helmrelease-podinfo.yaml\`. People find it with three letters, a diff
says which object changed, and a file is removed together with its object. A second object behind \`---\` is found by
nobody. Put each into a file of its own.`,
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
    for (const [file, [first, second, ...rest]] of byFile) {
      if (first === undefined || second === undefined || !scope.holds(file)) continue;
      yield problemOf(second, ['kind'], {
        message: `${file.slice(file.lastIndexOf('/') + 1)} holds ${rest.length + 2} objects; expected one per file`,
        help: `move ${named(second)} to ${second.kind.toLowerCase()}-${second.name}.yaml`,
      });
    }
  },
};
