import type { Files } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import type { Location } from '../core/finding.ts';
import { rangeOf } from '../core/text.ts';
import { toData } from '../yaml/data.ts';
import { embedded } from '../yaml/embedded.ts';
import { nodeAt } from '../yaml/locate.ts';
import type { ScalarNode, YamlNode } from '../yaml/node.ts';
import { readYaml } from '../yaml/read.ts';
import {
  type EffectiveValues,
  effectiveValues,
  type ValueMap,
  type ValuesSource,
  valueTree,
} from './effective-values.ts';
import type { Reference } from './references.ts';
import { isEncrypted, type Resource } from './resource.ts';
import type { View } from './view.ts';

/** The entries of `valuesFrom` in order, each with the reference that it is, and the inline values. */
export interface ReleaseSources {
  readonly entries: readonly { readonly reference: Reference; readonly source: ValuesSource }[];
  readonly inline: ValueMap;
  /** Why Flux would stop at an entry: sentences. */
  readonly faults: readonly string[];
  /** What was not looked for: sentences. */
  readonly unseen: readonly string[];
}

/** What Helm is given for a release of a cluster; Secrets are named, and what they hold is not looked at. */
export function valuesOf(release: Resource, view: View, files: Files): EffectiveValues {
  const { entries, inline, faults, unseen } = sourcesOf(release, view, files);
  const effective = effectiveValues(
    entries.map(({ source }) => source),
    inline,
  );
  return {
    ...effective,
    faults: [...faults, ...effective.faults],
    unseen: [...unseen, ...effective.unseen],
  };
}

/** What the values of a release are merged from. */
export function sourcesOf(release: Resource, view: View, files: Files): ReleaseSources {
  const entries: { reference: Reference; source: ValuesSource }[] = [];
  const faults: string[] = [];
  for (const reference of view.references) {
    if (reference.role !== 'values' || reference.from !== release) continue;
    const source = sourceOf(reference, view, files);
    if (typeof source === 'string') faults.push(source);
    else if (source !== undefined) entries.push({ reference, source });
  }
  return { entries, inline: inlineValues(release, view), faults, unseen: unfollowed(release, view) };
}

/** Of a release that no root applies nobody knows in which namespace its objects are. */
function unfollowed(release: Resource, view: View): string[] {
  const isFollowed = view.references.some(({ role, from }) => role === 'values' && from === release);
  if (isFollowed || release.list('spec', 'valuesFrom').length === 0) return [];
  return [
    `HelmRelease ${release.name} is applied by nothing here, and what its valuesFrom names was not looked for`,
  ];
}

function inlineValues(release: Resource, view: View): ValueMap {
  const at = release.at('spec', 'values');
  const node = nodeAt(release.node, ['spec', 'values']);
  const place = (each: YamlNode): Location => ({ file: release.file, range: rangeOf(each) });
  const tree = valueTree(release.get('spec', 'values') ?? {}, node, place, at);
  const filled = withVariables(tree, (text) => view.substituted(release, text));
  return filled.kind === 'map' ? filled : { kind: 'map', at, entries: new Map() };
}

function withVariables(
  tree: ReturnType<typeof valueTree>,
  fill: (text: string) => string,
): ReturnType<typeof valueTree> {
  switch (tree.kind) {
    case 'map':
      return {
        ...tree,
        entries: new Map([...tree.entries].map(([key, value]) => [key, withVariables(value, fill)])),
      };
    case 'list':
      return { ...tree, items: tree.items.map((item) => withVariables(item, fill)) };
    case 'scalar':
      return typeof tree.value === 'string' ? { ...tree, value: fill(tree.value) } : tree;
    case 'hidden':
      return tree;
  }
}

/** One entry of `valuesFrom`; a text says why Flux would stop there; undefined for one that may be absent. */
function sourceOf(reference: Reference, view: View, files: Files): ValuesSource | string | undefined {
  const { from, kind, namespace, name, path, optional, key = 'values.yaml' } = reference;
  const entry = path.slice(0, -1);
  const targetPath = from.text(...entry, 'targetPath') ?? '';
  const title = `${kind} ${name}`;
  const at = from.at(...path);
  const single = (text: string | undefined, where: Location): ValuesSource => {
    const literal = from.get(...entry, 'literal') === true;
    return { kind: 'single', title: `${title}, key ${key}`, targetPath, text, literal, at: where };
  };
  const found = view.find(kind, namespace, name);
  if (found === undefined) {
    if (kind === 'Secret' && targetPath !== '') return single(undefined, at);
    const maker = view.makes(kind, namespace, name);
    if (maker === undefined && optional) return undefined;
    return {
      kind: 'unseen',
      title,
      why: maker === undefined ? 'is not in this repository' : 'is made from something else',
    };
  }
  if (kind === 'Secret' || isEncrypted(found)) {
    if (!isHeld(found, key)) return optional ? undefined : `${title} has no key ${key}`;
    if (targetPath !== '') return single(undefined, at);
    const why = kind === 'Secret' ? 'holds values that are not shown' : 'is encrypted';
    return { kind: 'unseen', title: `${title}, key ${key},`, why };
  }
  const node = nodeAt(found.node, ['data', key]);
  if (node === undefined) return optional ? undefined : `${title} has no key ${key}`;
  if (node.kind !== 'scalar') return `${title} has no text in key ${key}`;
  const text = view.substituted(found, node.text);
  if (targetPath !== '') return single(text, { file: found.file, range: rangeOf(node) });
  return valuesIn({ title: `${title}, key ${key}`, holder: found, node, text }, files);
}

/** Whether an object has a key; SOPS encrypts values, never keys. */
function isHeld(holder: Resource, key: string): boolean {
  const fields = holder.kind === 'Secret' ? ['data', 'stringData'] : ['data'];
  return fields.some((field) => nodeAt(holder.node, [field, key]) !== undefined);
}

interface Held {
  readonly title: string;
  readonly holder: Resource;
  readonly node: ScalarNode;
  /** After substitution. */
  readonly text: string;
}

function valuesIn({ title, holder, node, text }: Held, files: Files): ValuesSource | string {
  const { documents, problems } = readYaml(text, { purpose: 'values' });
  if (problems.some(({ fatal }) => fatal))
    return `${title}: no YAML that Helm reads; gitops-kit lint says where`;
  const root = documents[0]?.root;
  const here = { file: holder.file, range: rangeOf(node) };
  if (root === undefined)
    return { kind: 'values', title, values: { kind: 'map', at: here, entries: new Map() } };
  if (root.kind !== 'map') return `${title} is no mapping of values`;
  const inner = embedded(files.text(holder.file) ?? '', node);
  // What substitution changed stands elsewhere in the file: then the whole text is the place.
  const place = (each: YamlNode): Location =>
    text === node.text ? { file: holder.file, range: inner.toOuter(rangeOf(each)) } : here;
  try {
    const values = valueTree(toData(root, 'kubectl'), root, place, here);
    return values.kind === 'map' ? { kind: 'values', title, values } : `${title} is no mapping of values`;
  } catch (error) {
    if (error instanceof KitError) return `${title}: ${error.message}`;
    throw error;
  }
}
