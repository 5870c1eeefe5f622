import { applyChanges, type Change } from '../../core/change.ts';
import { KitError } from '../../core/errors.ts';
import type { Fix } from '../../core/finding.ts';
import { isValuesName } from '../../model/apps.ts';
import { baseName, folderOf, join, valuesName } from '../../model/layout.ts';
import { moveChanges, movedPaths, referenceEdits } from '../../model/moves.ts';
import type { Reference } from '../../model/references.ts';
import type { Repo } from '../../model/repo.ts';
import { isEncrypted, type Resource } from '../../model/resource.ts';
import { isWithin } from '../../model/tree.ts';
import { editedFiles, editOf } from '../../model/value-edits.ts';
import { lazyFix } from '../fixes.ts';
import { layoutRoots } from '../layout-scope.ts';
import { isFree } from '../move-fix.ts';
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
  repair: {
    unsafe:
      'Flux applies the values under their new name and prunes the old ConfigMap, and the release reads the new one at once. What reads it from outside this repository must follow.',
  },
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
        ...renameFix(repo, configMap, valuesName(app)),
      });
    }
  },
};

/** Renames both ends, and the file that bears the name; none where several releases share the values. */
function renameFix(repo: Repo, configMap: Resource, name: string): { readonly fix?: Fix } {
  const { file, name: old } = configMap;
  const readers = readersOf(repo, configMap);
  const isPlain = [configMap, ...readers.map(({ from }) => from)].every((each) => !isEncrypted(each));
  if (!isPlain || new Set(readers.map(({ from }) => from.name)).size !== 1 || isTaken(repo, configMap, name))
    return {};
  const to = join(folderOf(file), baseName(file).replace(old, name));
  if (to !== file && !isFree(repo, { from: file, to })) return {};
  const make = (): Change[] => {
    const moved = movedPaths(repo, new Map([[file, to]]));
    const edits = [
      editOf(configMap, { kind: 'set', path: ['metadata', 'name'], value: name }),
      ...readers.map(({ from, path }) => editOf(from, { kind: 'set', path, value: name })),
    ];
    const changes = editedFiles(repo.files, [...referenceEdits(repo, moved), ...edits]);
    checkUnnamed(repo, changes, configMap);
    return [...changes, ...moveChanges(moved)];
  };
  return { fix: lazyFix({ title: `rename the ConfigMap to ${name}`, safety: 'unsafe' }, make) };
}

/** The places of releases that name the ConfigMap, each once, in whichever cluster. */
function readersOf(repo: Repo, configMap: Resource): readonly Reference[] {
  const found = new Map<string, Reference>();
  for (const view of repo.views) {
    const namespace = view.namespaceOf(configMap);
    for (const reference of view.references) {
      const { from, path, role, kind, name } = reference;
      if (role !== 'values' || kind !== 'ConfigMap' || name !== configMap.name) continue;
      if (reference.namespace === namespace && view.resources.includes(configMap))
        found.set(JSON.stringify([from.file, from.node.start, path]), reference);
    }
  }
  return [...found.values()];
}

/** Whether there is such a ConfigMap, or kustomize or a variable has a part in the name. */
function isTaken(repo: Repo, configMap: Resource, name: string): boolean {
  return repo.views
    .filter(({ resources }) => resources.includes(configMap))
    .some(
      (view) =>
        view.makes('ConfigMap', view.namespaceOf(configMap), name) !== undefined ||
        view.nameOf(configMap) !== configMap.name,
    );
}

/** Patches and the like name objects without being references. */
function checkUnnamed(repo: Repo, changes: readonly Change[], { file, name }: Resource): void {
  const after = applyChanges(repo.files, changes);
  const lists = new Set(repo.kustomizationFiles.values());
  const builds = repo.views.flatMap((view) => view.builds).filter(({ files }) => files.includes(file));
  for (const { path: top, files } of builds) {
    const parts = [...repo.parts].filter((path) => isWithin(path, top));
    const other = [...files.filter((path) => lists.has(path)), ...parts].find((path) =>
      after.text(path)?.includes(name),
    );
    if (other !== undefined) throw new KitError('edit-refused', `${other} names ${name} as well`);
  }
}

/** Whether one name is a part of the other, hyphens aside. */
function isRelated(one: string, other: string): boolean {
  const [a, b] = [one.replaceAll('-', ''), other.replaceAll('-', '')];
  return a.includes(b) || b.includes(a);
}
