import { baseName } from '../../model/layout.ts';
import { layoutRoots } from '../layout-scope.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

export const namesDiffer: Rule = {
  id: 'layout/names-differ',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'An app has another name in its folder, its Kustomization or its HelmRelease.',
  why: `One name for the folder, the Kustomization and the HelmRelease is one word to search for, and to say. Where they
differ everybody has to know that they belong together. Folders with several releases, and Kustomizations called
\`<app>--<namespace>\`, are left alone.`,
  examples: [
    {
      title: 'a Kustomization by another name',
      replace: [
        [
          'flux-system/kustomizations/kustomization-podinfo.yaml',
          'metadata:\n  name: podinfo\n',
          'metadata:\n  name: web\n',
        ],
      ],
      move: [
        [
          'flux-system/kustomizations/kustomization-podinfo.yaml',
          'flux-system/kustomizations/kustomization-web.yaml',
        ],
      ],
      finds: ['HelmRelease podinfo is applied by Kustomization web; expected one name for both'],
    },
    { title: 'one name', finds: [] },
  ],
  *check({ repo }) {
    if (layoutRoots(repo).length === 0) return;
    const releases = new Map<string, number>();
    for (const { folder } of repo.apps) {
      if (folder !== undefined) releases.set(folder, (releases.get(folder) ?? 0) + 1);
    }
    for (const { folder, name, kustomization, helmRelease } of repo.apps) {
      if (folder === undefined || helmRelease === undefined || releases.get(folder) !== 1) continue;
      const applied = kustomization?.name.split('--')[0];
      if (kustomization !== undefined && applied !== name) {
        yield problemOf(helmRelease, ['metadata', 'name'], {
          message: `${named(helmRelease)} is applied by ${named(kustomization)}; expected one name for both`,
          help: `rename one of them; a Kustomization that is renamed removes and applies again what it holds, unless prune is off meanwhile`,
        });
      } else if (baseName(folder) !== name) {
        yield problemOf(helmRelease, ['metadata', 'name'], {
          message: `${named(helmRelease)} lies in folder ${folder}; expected one name for both`,
          help: `move the folder to ${folder.replace(/[^/]*$/, name)}, and change spec.path`,
        });
      }
    }
  },
};
