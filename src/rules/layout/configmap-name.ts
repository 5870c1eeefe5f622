import { isValuesName } from '../../model/apps.ts';
import { folderOf, valuesName } from '../../model/layout.ts';
import { layoutRoots } from '../layout-scope.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';
const values = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';
const name = 'podinfo-helm-chart-value-overrides';

export const configmapName: Rule = {
  id: 'layout/configmap-name',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The values of a release have the name of another release.',
  why: `The ConfigMap with the values of an app is called \`<app>-helm-chart-value-overrides\`, so that one sees at once
whose values they are. Where the name says another app, the file was copied, and was changed in both places or in
neither: the next app with that name takes the values of this one.`,
  examples: [
    {
      title: 'the values of another app, by their name',
      replace: [
        [release, `name: ${name}`, 'name: valkey-helm-chart-value-overrides'],
        [values, `name: ${name}`, 'name: valkey-helm-chart-value-overrides'],
      ],
      move: [[values, 'podinfo/configmap-valkey-helm-chart-value-overrides.yaml']],
      finds: [
        'HelmRelease podinfo reads ConfigMap valkey-helm-chart-value-overrides; expected podinfo-helm-chart-value-overrides',
      ],
    },
    { title: 'values by the name of their app', finds: [] },
  ],
  *check({ repo }) {
    if (layoutRoots(repo).length === 0) return;
    for (const { name: app, view, helmRelease, values: configMap } of repo.apps) {
      if (helmRelease === undefined || configMap?.kind !== 'ConfigMap' || !isValuesName(configMap.name))
        continue;
      // Several releases may share a folder and its values.
      const said = configMap.name.replace(/-helm-chart-values?-overrides?$/, '');
      const folder = folderOf(helmRelease.file);
      const words = [
        app,
        helmRelease.name,
        folder.slice(folder.lastIndexOf('/') + 1),
        helmRelease.text('spec', 'releaseName'),
      ];
      if (words.some((word) => word !== undefined && isRelated(word, said))) continue;
      const reader = view.references.find(
        ({ from, role, name: target }) =>
          from === helmRelease && role === 'values' && target === configMap.name,
      );
      if (reader === undefined) continue;
      yield problemOf(helmRelease, reader.path, {
        message: `${named(helmRelease)} reads ${named(configMap)}; expected ${valuesName(app)}`,
        help: `call the ConfigMap ${valuesName(app)}, here and in ${configMap.file}`,
      });
    }
  },
};

/** Whether one name is a part of the other, hyphens aside. */
function isRelated(one: string, other: string): boolean {
  const [a, b] = [one.replaceAll('-', ''), other.replaceAll('-', '')];
  return a.includes(b) || b.includes(a);
}
