import { nodeAt } from '../yaml/locate.ts';
import type { MapNode, YamlNode } from '../yaml/node.ts';
import type { Gap } from './gap.ts';
import { baseName } from './layout.ts';
import { scalarText } from './resource.ts';
import type { Generated } from './view.ts';

/** Names that generators make, without kustomize's hash; generators that are programs or charts make we don't know what. */
export function generatorsOf(root: MapNode): {
  readonly generated: Generated[];
  readonly gaps: readonly Gap[];
} {
  const generated: Generated[] = [];
  const noHash = 'disableNameSuffixHash';
  const forAll = scalarText(root, ['generatorOptions', noHash]);
  for (const [field, kind] of generatorFields) {
    for (const item of items(root, field)) {
      const name = scalarText(item, ['name']);
      const namespace = scalarText(item, ['namespace']);
      const hashed = forAll !== 'true' && scalarText(item, ['options', noHash]) !== 'true';
      if (name !== undefined) generated.push({ kind, namespace, name, hashed, keys: generatedKeys(item) });
    }
  }
  const unknown = ['generators', 'helmCharts', 'helmChartInflationGenerator'];
  const gaps = unknown.flatMap((field): Gap[] =>
    items(root, field).length === 0 ? [] : [{ kind: 'computed', by: field }],
  );
  return { generated, gaps };
}

/** `files: [key=path, path]`, where a path alone gives its last part, and `literals: [key=value]`. */
function generatedKeys(item: YamlNode): readonly string[] | undefined {
  const behavior = scalarText(item, ['behavior']) ?? 'create';
  if (behavior !== 'create' || texts(item, 'envs').length > 0 || scalarText(item, ['env']) !== undefined)
    return undefined;
  const files = texts(item, 'files').map((entry) =>
    entry.includes('=') ? entry.replace(/=.*/s, '') : baseName(entry),
  );
  return [...files, ...texts(item, 'literals').map((entry) => entry.replace(/=.*/s, ''))];
}

const generatorFields = [
  ['configMapGenerator', 'ConfigMap'],
  ['secretGenerator', 'Secret'],
] as const;

/** The texts of a list in a kustomization file. */
export function texts(root: YamlNode, field: string): string[] {
  return items(root, field).flatMap((item) =>
    item.kind === 'scalar' && item.text !== '' ? [item.text] : [],
  );
}

function items(root: YamlNode, field: string): readonly YamlNode[] {
  const list = nodeAt(root, [field]);
  return list?.kind === 'list' ? list.items : [];
}
