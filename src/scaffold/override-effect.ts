import type { Files } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import type { Location } from '../core/finding.ts';
import { clusterValues } from '../fleet/cluster-values.ts';
import { isList, isMap } from '../fleet/fields.ts';
import type { Fleet, Template } from '../fleet/fleet.ts';
import type { OverridePolicy } from '../fleet/policy.ts';
import { dataOf, leavesOf, type ValueTree } from '../model/effective-values.ts';
import type { Data, Path } from '../yaml/node.ts';
import { pathText } from '../yaml/path-text.ts';
import { isSameData } from '../yaml/same-data.ts';
import type { Assignment } from '../yaml/set-values.ts';
import { valueAt } from './override-operation.ts';
import type { OverrideTarget } from './override-target.ts';
import type { OverrideWish } from './override-wish.ts';

/** What became of one cluster. */
export interface Effect {
  readonly before: { readonly fleet: Fleet; readonly files: Files };
  readonly after: { readonly fleet: Fleet; readonly files: Files };
  readonly target: OverrideTarget;
  readonly cluster: string;
  readonly wish: OverrideWish;
}

/**
 * Whether Helm is given what is wished on a cluster, after all that goes over the values which were changed; and what
 * should be known of it. Nothing where the release does not arrive. @throws KitError `overridden-later`
 */
export function effectNotes(effect: Effect): string[] {
  const { before, after, target, cluster, wish } = effect;
  const { set, unset } = wish;
  const values = valuesIn(after, target.release, cluster);
  if (values === undefined) return [];
  const data = dataOf(values);
  const notes: string[] = [];
  for (const { path, value } of set)
    if (!isSameData(valueAt(data, path), value)) throw goesOver(effect, values, path);
  const was = set.length === 0 ? undefined : valuesIn(before, target.release, cluster);
  if (was !== undefined) {
    const old = dataOf(was);
    for (const { path, value } of set) notes.push(...reshapes(old, { path, value }, cluster));
  }
  const ofAll = unset.length === 0 ? null : target.document(target.template.object());
  for (const path of unset) {
    const common = valueAt(ofAll, [...target.above, ...path]);
    const tree = treeAt(values, path);
    // What stood behind an item has moved up.
    const isThere = tree?.isWhole === true && typeof path.at(-1) !== 'number';
    const by =
      isThere && !isSameData(dataOf(tree.tree), common) ? overrideOf(after.fleet, tree.tree) : undefined;
    if (by !== undefined) notes.push(`${pathText(path)} is still overridden on ${cluster}, by ${named(by)}`);
    else if (tree?.isWhole !== true && common !== undefined)
      notes.push(`${pathText(path)} is still missing on ${cluster}: another rule removes it`);
  }
  return notes;
}

function valuesIn(
  { fleet, files }: Effect['after'],
  { kind, namespace, name, group }: Template,
  cluster: string,
): ValueTree | undefined {
  const release = fleet.find(kind, namespace, name, group);
  return release === undefined ? undefined : clusterValues(fleet, release, cluster, files)?.values;
}

/** Where a mapping becomes something else, or something else a mapping: Helm warns of it, or the chart fails. */
function* reshapes(old: Data, { path, value }: Assignment, cluster: string): Iterable<string> {
  for (const index of path.keys()) {
    const at = valueAt(old, path.slice(0, index + 1));
    if (at === undefined || at === null) return;
    const isWhole = index === path.length - 1;
    const here = pathText(path.slice(0, index + 1));
    if (isWhole && isMap(at) && !isMap(value) && value !== null)
      yield `${here} was a mapping on ${cluster}; ${isList(value) ? 'a list' : 'a single value'} takes its place`;
    if (!isWhole && !isMap(at) && !isList(at))
      yield `${here} was a single value on ${cluster}; a mapping takes its place`;
  }
}

function goesOver({ after, target, cluster }: Effect, values: ValueTree, path: Path): KitError {
  const tree = treeAt(values, path)?.tree ?? values;
  const policy = overrideOf(after.fleet, tree);
  const where = policy === undefined ? placeOf(tree) : named(policy);
  const isOver = target.via === 'configmap' && isInline(after.fleet, target.release, cluster, path);
  const by = isOver
    ? `the inline values of HelmRelease ${target.release.name} go over it: ${where}`
    : `it is set by ${where}`;
  return new KitError('overridden-later', `${pathText(path)} would not be so on ${cluster}: ${by}`, {
    help: [isOver ? 'change it inline: --via spec-values' : 'change it there', 'nothing was written'],
  });
}

/** Whether the inline values say what is at a path, or put something else in its way. */
function isInline(
  fleet: Fleet,
  { kind, namespace, name, group }: Template,
  cluster: string,
  path: Path,
): boolean {
  const release = fleet.find(kind, namespace, name, group);
  const object = release === undefined ? undefined : fleet.deliver(release, cluster).object;
  const inline = valueAt(object, ['spec', 'values']);
  return path.some((_, index) => {
    const at = valueAt(inline, path.slice(0, index + 1));
    return at !== undefined && (index === path.length - 1 || !isMap(at));
  });
}

/** The deepest value on the way to a path, and whether it is the one at its end. */
function treeAt(
  values: ValueTree,
  path: Path,
): { readonly tree: ValueTree; readonly isWhole: boolean } | undefined {
  let tree = values;
  for (const [index, step] of path.entries()) {
    const next = tree.kind === 'map' ? tree.entries.get(String(step)) : itemOf(tree, step);
    if (next === undefined) return index === 0 ? undefined : { tree, isWhole: false };
    tree = next;
  }
  return { tree, isWhole: true };
}

function itemOf(tree: ValueTree, step: string | number): ValueTree | undefined {
  return tree.kind === 'list' && typeof step === 'number' ? tree.items[step] : undefined;
}

/** The policy that wrote a value, or something in it. */
function overrideOf(fleet: Fleet, tree: ValueTree): OverridePolicy | undefined {
  for (const { value } of leavesOf(tree)) {
    const policy = fleet.overridePolicies.find(({ resource }) => isWithin(value.at, resource.at()));
    if (policy !== undefined) return policy;
  }
  return undefined;
}

function isWithin({ file, range }: Location, around: Location): boolean {
  return file === around.file && range.start >= around.range.start && range.end <= around.range.end;
}

function placeOf(tree: ValueTree): string {
  return tree.kind === 'hidden' ? tree.title : tree.at.file;
}

function named({ kind, name, resource }: OverridePolicy): string {
  return `${kind} ${name} in ${resource.file}`;
}
