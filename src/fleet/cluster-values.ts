import type { Files } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import type { Location } from '../core/finding.ts';
import { rangeOf } from '../core/text.ts';
import {
  type EffectiveValues,
  effectiveValues,
  type ValueMap,
  type ValuesSource,
  type ValueTree,
  valueTree,
} from '../model/effective-values.ts';
import type { Resource } from '../model/resource.ts';
import { toData } from '../yaml/data.ts';
import { embedded } from '../yaml/embedded.ts';
import { nodeAt } from '../yaml/locate.ts';
import type { Data, ScalarNode, YamlNode } from '../yaml/node.ts';
import { readYaml } from '../yaml/read.ts';
import { fieldOf, listOf, textOf } from './fields.ts';
import type { Delivery, Fleet, Template, Write } from './fleet.ts';
import { pointerKeys, pointerTo } from './json-pointer.ts';

/**
 * What Helm is given for a release on a cluster: its `valuesFrom` and inline values as they arrive there, after overrides.
 * The place of a value that an override wrote is the override's. Undefined where the release does not arrive.
 */
export function clusterValues(
  fleet: Fleet,
  release: Template,
  cluster: string,
  files: Files,
): EffectiveValues | undefined {
  const delivered = fleet.deliver(release, cluster);
  const { object } = delivered;
  if (object === undefined) return undefined;
  const faults: string[] = [];
  const sources: ValuesSource[] = [];
  const spec = fieldOf(object, 'spec');
  for (const [index, entry] of listOf(fieldOf(spec, 'valuesFrom')).entries()) {
    const at = release.resource.at('spec', 'valuesFrom', index);
    const source = sourceOf(entry, { fleet, release, cluster, files, at });
    if (typeof source === 'string') faults.push(source);
    else if (source !== undefined) sources.push(source);
  }
  const effective = effectiveValues(sources, inlineOf(release.resource, spec, delivered.writes));
  return {
    ...effective,
    faults: [...faults, ...effective.faults],
  };
}

interface Entry {
  readonly fleet: Fleet;
  readonly release: Template;
  readonly cluster: string;
  readonly files: Files;
  /** Of the entry. */
  readonly at: Location;
}

/** One entry of `valuesFrom`; a text says why Flux would stop there; undefined for one that may be absent. */
function sourceOf(entry: Data, on: Entry): ValuesSource | string | undefined {
  const { fleet, release, cluster, at } = on;
  const kind = filledText(fieldOf(entry, 'kind'));
  const name = filledText(fieldOf(entry, 'name'));
  if ((kind !== 'ConfigMap' && kind !== 'Secret') || name === undefined) return undefined;
  const key = filledText(fieldOf(entry, 'valuesKey')) ?? 'values.yaml';
  const targetPath = filledText(fieldOf(entry, 'targetPath')) ?? '';
  const isOptional = fieldOf(entry, 'optional') === true;
  const title = `${kind} ${name}`;
  const single = (text: string | undefined, where: Location): ValuesSource => {
    const literal = fieldOf(entry, 'literal') === true;
    return { kind: 'single', title: `${title}, key ${key}`, targetPath, text, literal, at: where };
  };
  const template = fleet.find(kind, release.namespace, name, '');
  const delivery = template === undefined ? undefined : fleet.deliver(template, cluster);
  if (template === undefined || delivery?.object === undefined) {
    if (template === undefined && kind === 'Secret' && targetPath !== '') return single(undefined, at);
    if (template === undefined && !isOptional)
      return { kind: 'unseen', title, why: 'is not in this repository' };
    return isOptional ? undefined : `${title} does not arrive on ${cluster}`;
  }
  const held = fieldOf(fieldOf(delivery.object, 'data'), key);
  if (kind === 'Secret') {
    const isHeld = held !== undefined || fieldOf(fieldOf(delivery.object, 'stringData'), key) !== undefined;
    if (!isHeld) return isOptional ? undefined : `${title} has no key ${key}`;
    if (targetPath !== '') return single(undefined, at);
    return { kind: 'unseen', title: `${title}, key ${key},`, why: 'holds values that are not shown' };
  }
  if (held === undefined) return isOptional ? undefined : `${title} has no key ${key}`;
  if (typeof held !== 'string') return `${title} has no text in key ${key}`;
  const node = nodeAt(template.resource.node, ['data', key]);
  const here = template.resource.at('data', key);
  if (targetPath !== '') return single(held, here);
  return valuesIn({ title: `${title}, key ${key}`, text: held, node, here, key }, delivery, on.files);
}

interface Held {
  readonly title: string;
  /** As it arrives. */
  readonly text: string;
  /** As the repository has it. */
  readonly node: YamlNode | undefined;
  readonly here: Location;
  readonly key: string;
}

function valuesIn(
  { title, text, node, here, key }: Held,
  { writes }: Delivery,
  files: Files,
): ValuesSource | string {
  const { documents, problems } = readYaml(text, { purpose: 'values' });
  if (problems.some(({ fatal }) => fatal))
    return `${title}: no YAML that Helm reads; gitops-kit lint says where`;
  const root = documents[0]?.root;
  if (root === undefined)
    return { kind: 'values', title, values: { kind: 'map', at: here, entries: new Map() } };
  if (root.kind !== 'map') return `${title} is no mapping of values`;
  const written = node?.kind === 'scalar' ? writtenTree(node, here, files) : undefined;
  try {
    const tree = valueTree(toData(root, 'kubectl'), written?.root, written?.place ?? (() => here), here);
    const values = stamped(tree, [pointerTo(['data', key])], writes);
    return values.kind === 'map' ? { kind: 'values', title, values } : `${title} is no mapping of values`;
  } catch (error) {
    if (error instanceof KitError) return `${title}: ${error.message}`;
    throw error;
  }
}

/** The values as the repository has them: where what no override wrote is set. */
function writtenTree(node: ScalarNode, here: Location, files: Files) {
  const { documents, problems } = readYaml(node.text, { purpose: 'values' });
  if (problems.some(({ fatal }) => fatal)) return undefined;
  const inner = embedded(files.text(here.file) ?? '', node);
  const place = (each: YamlNode): Location => ({ file: here.file, range: inner.toOuter(rangeOf(each)) });
  return { root: documents[0]?.root, place };
}

function inlineOf(release: Resource, spec: Data | undefined, writes: readonly Write[]): ValueMap {
  const at = release.at('spec', 'values');
  const node = nodeAt(release.node, ['spec', 'values']);
  const place = (each: YamlNode): Location => ({ file: release.file, range: rangeOf(each) });
  const tree = stamped(
    valueTree(fieldOf(spec, 'values') ?? {}, node, place, at),
    ['/spec/values', '/spec', ''],
    writes,
  );
  return tree.kind === 'map' ? tree : { kind: 'map', at, entries: new Map() };
}

/**
 * The tree with the overrides' own places where they wrote.
 * @param prefixes the pointer of the tree in its object first, then those above it
 */
function stamped(
  tree: ValueTree,
  prefixes: readonly [string, ...string[]],
  writes: readonly Write[],
): ValueTree {
  const [own, ...above] = prefixes;
  return writes.reduce((result, { pointer, inner, at }) => {
    if (inner !== undefined) return pointer === own ? stampedAt(result, pointerKeys(inner), at) : result;
    if (pointer === own || above.includes(pointer)) return stampedAt(result, [], at);
    return pointer.startsWith(`${own}/`)
      ? stampedAt(result, pointerKeys(pointer.slice(own.length)), at)
      : result;
  }, tree);
}

/** The tree itself, with `at` for all places of a subtree; a copy of it for each of many writes would cost their square. */
function stampedAt(tree: ValueTree, [step, ...rest]: readonly string[], at: Location): ValueTree {
  if (step === undefined) return everywhere(tree, at);
  if (tree.kind === 'map') {
    const inner = tree.entries.get(step);
    if (inner === undefined) return tree;
    tree.entries.set(step, stampedAt(inner, rest, at));
    return tree;
  }
  if (tree.kind !== 'list') return tree;
  const index = step === '-' ? tree.items.length - 1 : Number(step);
  const from = index < 0 ? index + tree.items.length : index;
  const item = tree.items[from];
  if (item !== undefined) tree.items[from] = stampedAt(item, rest, at);
  return tree;
}

function everywhere(tree: ValueTree, at: Location): ValueTree {
  if (tree.kind === 'map') {
    return {
      ...tree,
      at,
      entries: new Map([...tree.entries].map(([key, value]) => [key, everywhere(value, at)])),
    };
  }
  return tree.kind === 'list'
    ? { ...tree, at, items: tree.items.map((item) => everywhere(item, at)) }
    : { ...tree, at };
}

function filledText(data: Data | undefined): string | undefined {
  const text = textOf(data);
  return text === '' ? undefined : text;
}
