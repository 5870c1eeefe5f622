import { fileName, join, rootFolders } from '../../model/layout.ts';
import type { Resource } from '../../model/resource.ts';
import { hasVariable } from '../../model/substitution.ts';
import type { Path } from '../../yaml/node.ts';
import { offerFix } from '../fixes.ts';
import { declaredHere, named, problemOf } from '../named.ts';
import { appliedReleases } from '../releases.ts';
import type { Rule } from '../rule.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';
const creates = (target: string): readonly [string, string, string] => [
  file,
  '  releaseName: podinfo\n  install:\n',
  `  releaseName: podinfo\n  targetNamespace: ${target}\n  storageNamespace: ${target}\n  install:\n    createNamespace: true\n`,
];

export const createNamespace: Rule = {
  id: 'helmrelease/create-namespace',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Helm makes a namespace that the repository should declare.',
  why: `A namespace that \`install.createNamespace\` makes belongs to nobody: it has no labels (for pod security, for a mesh),
it stays when the app is removed, and nothing in git says that it exists. Declare it in \`namespaces/\`: then Flux makes
it before the release, keeps its labels, and removes it with the rest.`,
  examples: [
    {
      title: 'a namespace that stands in no file',
      replace: [creates('frontend')],
      finds: ['HelmRelease podinfo lets Helm make Namespace frontend, which the repository does not declare'],
    },
    {
      title: 'a namespace that is declared',
      replace: [creates('redis')],
      finds: ['HelmRelease podinfo lets Helm make Namespace redis, which the repository declares'],
    },
    {
      title: "the release's own namespace, which is there before it",
      replace: [[file, '  install:\n', '  install:\n    createNamespace: true\n']],
      finds: [],
    },
  ],
  repair: {
    unsafe:
      'Where Flux has not made the namespace when the release is installed, the installation fails and is tried again.',
  },
  *check({ repo }) {
    for (const { view, release } of appliedReleases(repo)) {
      const target = release.text('spec', 'targetNamespace');
      if (release.get('spec', 'install', 'createNamespace') !== true || target === undefined) continue;
      // On another cluster this repository may declare nothing.
      if (hasVariable(target) || release.get('spec', 'kubeConfig') !== undefined) continue;
      if (target === view.namespaceOf(release)) continue;
      const declared = view.find('Namespace', undefined, target);
      if (declared === undefined && !view.complete) continue;
      const path = join(repo.layout.root?.path ?? '', rootFolders.Namespace, fileName('Namespace', target));
      yield problemOf(release, ['spec', 'install', 'createNamespace'], {
        message: `${named(release)} lets Helm make Namespace ${target}, which the repository ${declared === undefined ? 'does not declare' : 'declares'}`,
        help: declared === undefined ? `add ${path} and remove createNamespace` : 'remove createNamespace',
        ...(declared === undefined
          ? {}
          : {
              related: [declaredHere(declared)],
              ...offerFix(repo, release, { title: 'remove createNamespace', safety: 'unsafe' }, [
                { kind: 'remove', path: alone(release) },
              ]),
            }),
      });
    }
  },
};

/** The field, or the whole of `install` where it holds nothing else. */
function alone(release: Resource): Path {
  const install = release.get('spec', 'install');
  const fields = typeof install === 'object' && install !== null ? Object.keys(install) : [];
  return fields.length === 1 ? ['spec', 'install'] : ['spec', 'install', 'createNamespace'];
}
