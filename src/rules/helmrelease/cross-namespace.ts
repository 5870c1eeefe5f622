import { hasControllerFlag } from '../../model/controller-flags.ts';
import { hasVariable } from '../../model/substitution.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

export const crossNamespace: Rule = {
  id: 'helmrelease/cross-namespace',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A HelmRelease takes its chart from another namespace, where controllers forbid that.',
  why: `With \`--no-cross-namespace-refs\`, as in clusters that tenants share, Flux refuses a source of another namespace: the
release is not installed. The flag is seen in a patch of bootstrap's kustomization.yaml and as \`multitenant: true\` of a
FluxInstance; where it is set elsewhere, say so with the option \`noCrossNamespaceRefs\`. Otherwise nothing is reported: this
layout keeps all HelmRepositories in \`flux-system\` by design.`,
  options: {
    noCrossNamespaceRefs: {
      describe:
        'The controllers run with `--no-cross-namespace-refs`, though the repository does not show it.',
      schema: { type: 'boolean' },
      default: false,
    },
  },
  examples: [
    {
      title: 'a cluster that tenants share',
      replace: [
        [
          'podinfo/helmrelease-podinfo.yaml',
          '        name: podinfo\n        namespace: flux-system # all HelmRepositories live in flux-system\n',
          '        name: podinfo\n',
        ],
        [
          'flux-system/helmrepositories/helmrepository-podinfo.yaml',
          'namespace: flux-system',
          'namespace: podinfo',
        ],
      ],
      options: { noCrossNamespaceRefs: true },
      finds: [
        'HelmRelease redis refers to HelmRepository redis in namespace flux-system, which --no-cross-namespace-refs forbids',
      ],
    },
    {
      title: 'a cluster of one team',
      replace: [['podinfo/helmrelease-podinfo.yaml', '        name: podinfo\n', '        name: redis\n']],
      remove: ['flux-system/helmrepositories/helmrepository-podinfo.yaml'],
      finds: [],
    },
  ],
  *check({ repo, options }) {
    for (const view of repo.views) {
      if (
        options['noCrossNamespaceRefs'] !== true &&
        !hasControllerFlag(repo, view, 'no-cross-namespace-refs')
      )
        continue;
      for (const { from, role, kind, name, namespace = 'default', path } of view.references) {
        if (from.kind !== 'HelmRelease' || (role !== 'source' && role !== 'chart')) continue;
        const own = view.namespaceOf(from) ?? 'default';
        if (namespace === own || hasVariable(namespace) || hasVariable(own)) continue;
        yield problemOf(from, [...path.slice(0, -1), 'namespace'], {
          message: `${named(from)} refers to ${kind} ${name} in namespace ${namespace}, which --no-cross-namespace-refs forbids`,
          help: `put a ${kind} into namespace ${own} and leave out namespace`,
        });
      }
    }
  },
};
