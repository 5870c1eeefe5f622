import type { RepoPath } from '../core/change.ts';
import { nodeAt } from '../yaml/locate.ts';
import type { MapNode, YamlNode } from '../yaml/node.ts';
import type { KustomizationFile } from './read-files.ts';
import { scalarText } from './resource.ts';
import { resolvePath } from './tree.ts';

/**
 * Files that kustomization files use as something else than resources: patches, generator input, transformers. What
 * they hold looks like objects and is none.
 */
export function partsOf(kustomizations: ReadonlyMap<RepoPath, KustomizationFile>): Set<RepoPath> {
  const parts = new Set<RepoPath>();
  const resources = new Set<RepoPath>();
  for (const [folder, { root }] of kustomizations) {
    if (root === undefined) continue;
    for (const written of partsIn(root)) {
      const path = resolvePath(folder, written);
      if (path !== undefined) parts.add(path);
    }
    for (const item of items(root, ['resources'])) {
      const path = item.kind === 'scalar' ? resolvePath(folder, item.text) : undefined;
      if (path !== undefined) resources.add(path);
    }
  }
  for (const path of resources) parts.delete(path);
  return parts;
}

function* partsIn(root: MapNode): Iterable<string> {
  for (const field of ['patches', 'patchesJson6902', 'replacements', 'helmCharts']) {
    for (const item of items(root, [field]))
      yield* present(scalarText(item, ['path']), scalarText(item, ['valuesFile']));
  }
  for (const field of [
    'patchesStrategicMerge',
    'configurations',
    'transformers',
    'generators',
    'validators',
    'crds',
  ]) {
    for (const item of items(root, [field])) if (item.kind === 'scalar') yield item.text;
  }
  for (const field of ['configMapGenerator', 'secretGenerator']) {
    for (const item of items(root, [field])) {
      for (const list of ['files', 'envs']) {
        // `key=path` or the path alone
        for (const file of items(item, [list]))
          if (file.kind === 'scalar') yield file.text.replace(/^[^=]*=/, '');
      }
      yield* present(scalarText(item, ['env']));
    }
  }
}

function present(...texts: readonly (string | undefined)[]): string[] {
  return texts.filter((text) => text !== undefined);
}

function items(node: YamlNode, path: readonly string[]): readonly YamlNode[] {
  const list = nodeAt(node, path);
  return list?.kind === 'list' ? list.items : [];
}
