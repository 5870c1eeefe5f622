import { nodeAt } from '../yaml/locate.ts';
import type { MapNode, Path, ScalarNode } from '../yaml/node.ts';

/** What kustomize does with a path: `configuration` may be a file, a folder or the text itself. */
export type InputUse = 'resource' | 'component' | 'configuration' | 'file';

/** One path that a kustomization file names. */
export interface KustomizeInput {
  readonly use: InputUse;
  /** The field at the top of the kustomization file. */
  readonly field: string;
  /** Where the scalar stands in the file. */
  readonly path: Path;
  /** The scalar that names it. */
  readonly node: ScalarNode;
  /** The path as written, without the `key=` of a generator's file. */
  readonly written: string;
}

/** Fields that are lists of paths (kustomize api/types/kustomization.go). */
const pathLists: readonly (readonly [field: string, use: InputUse])[] = [
  ['resources', 'resource'],
  ['bases', 'resource'],
  ['components', 'component'],
  ['crds', 'file'],
  ['configurations', 'file'],
  ['patchesStrategicMerge', 'configuration'],
  ['transformers', 'configuration'],
  ['generators', 'configuration'],
  ['validators', 'configuration'],
];

/** Fields that are lists of objects, and the key of such an object that is a path. */
const pathKeys = [
  ['patches', 'path'],
  ['patchesJson6902', 'path'],
  ['replacements', 'path'],
  ['helmCharts', 'valuesFile'],
] as const;

/** Every path that a kustomization file names, in the order of its fields; texts written in place are none. */
export function inputsOf(root: MapNode): KustomizeInput[] {
  const inputs: KustomizeInput[] = [];
  const add = (use: InputUse, path: Path, isFileSource = false): void => {
    const node = nodeAt(root, path);
    if (node?.kind !== 'scalar' || node.text === '' || isInPlace(node.text, use)) return;
    const written = isFileSource ? node.text.replace(/^[^=]*=/, '') : node.text;
    inputs.push({ use, field: String(path[0]), path, node, written });
  };
  for (const [field, use] of pathLists) for (const item of items(root, [field])) add(use, item);
  for (const [field, key] of pathKeys) for (const item of items(root, [field])) add('file', [...item, key]);
  add('file', ['openapi', 'path']);
  for (const field of ['configMapGenerator', 'secretGenerator']) {
    for (const item of items(root, [field])) {
      for (const list of ['files', 'envs'])
        for (const file of items(root, [...item, list])) add('file', file, list === 'files');
      add('file', [...item, 'env']);
    }
  }
  return inputs;
}

/**
 * Whether kustomize fetches what is meant from elsewhere: a URL, or what it takes for a git repository
 * (kustomize api/internal/git/repospec.go, api/internal/loader).
 */
export function isRemote(written: string): boolean {
  return /^(?:git::|gh:|[a-z][a-z0-9+.-]*:\/\/|[\w.-]+@[^/]+:|github\.com[:/])/i.test(written);
}

/** A patch or a transformer written where a path may stand. */
function isInPlace(text: string, use: InputUse): boolean {
  return use === 'configuration' && /[\n{]|: /.test(text);
}

/** The places of a list's items. */
function items(root: MapNode, path: Path): Path[] {
  const list = nodeAt(root, path);
  return list?.kind === 'list' ? list.items.map((_, index) => [...path, index]) : [];
}
