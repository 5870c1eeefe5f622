import { isDeepStrictEqual } from 'node:util';
import type { Files } from '../../core/change.ts';
import type { Location, Problem } from '../../core/finding.ts';
import { rangeOf } from '../../core/text.ts';
import { isEncrypted, type Resource } from '../../model/resource.ts';
import type { View } from '../../model/view.ts';
import { toData } from '../../yaml/data.ts';
import { embedded } from '../../yaml/embedded.ts';
import { nodeAt } from '../../yaml/locate.ts';
import type { YamlNode } from '../../yaml/node.ts';
import { readYaml } from '../../yaml/read.ts';
import { named } from '../named.ts';
import { appliedReleases } from '../releases.ts';
import type { Rule } from '../rule.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';
const key = '      valuesKey: values.yaml # the default, explicit for clarity\n';

export const valuesShadowed: Rule = {
  id: 'helmrelease/values-shadowed',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'A value is set in one place and replaced in another.',
  why: `Flux merges the entries of \`valuesFrom\` in their order and puts the inline \`values\` over them: of a value that is set
twice, the last place counts. Whoever changes the first one sees no effect. Where a file of common values lies under
special ones that is meant; in an app with one file of values it is not.`,
  examples: [
    {
      title: 'inline values over the ConfigMap',
      replace: [[release, key, `${key}  values:\n    replicaCount: 3\n`]],
      finds: [
        'HelmRelease podinfo sets replicaCount in ConfigMap podinfo-helm-chart-value-overrides and again in its inline values, which count',
      ],
    },
    {
      title: 'the same value twice',
      replace: [[release, key, `${key}  values:\n    replicaCount: 2\n    image:\n      tag: 6.14.1\n`]],
      finds: [],
    },
    {
      title: 'other values beside it',
      replace: [[release, key, `${key}  values:\n    ui:\n      logo: podinfo.png\n`]],
      finds: [],
    },
  ],
  *check({ repo }) {
    for (const { view, release } of appliedReleases(repo)) {
      const places = placesOf(repo.files, view, release);
      for (const [index, later] of places.entries()) {
        for (const earlier of places.slice(0, index)) yield* shadowing(release, earlier, later);
      }
    }
  },
};

/** Where values of a release stand, in the order in which Flux merges them. */
interface Place {
  readonly name: string;
  readonly leaves: ReadonlyMap<string, Leaf>;
}

/** A value that is no mapping. */
interface Leaf {
  readonly node: YamlNode;
  readonly at: Location;
}

function placesOf(files: Files, view: View, release: Resource): readonly Place[] {
  const inline = nodeAt(release.node, ['spec', 'values']);
  if (release.list('spec', 'valuesFrom').length + (inline === undefined ? 0 : 1) < 2) return [];
  const entries = view.references.filter(({ from, role }) => from === release && role === 'values');
  const places = entries.flatMap(({ kind, namespace, name, key = '', path }): Place[] => {
    const found = kind === 'ConfigMap' ? view.find(kind, namespace, name) : undefined;
    if (found === undefined || isEncrypted(found)) return [];
    if (release.get(...path.slice(0, -1), 'targetPath') !== undefined) return [];
    return placeIn(files, found, key);
  });
  if (inline === undefined) return places;
  const at = (node: YamlNode): Location => ({ file: release.file, range: rangeOf(node) });
  return [...places, { name: 'its inline values, which count', leaves: leavesOf(inline, at) }];
}

function placeIn(files: Files, resource: Resource, key: string): Place[] {
  const value = nodeAt(resource.node, ['data', key]);
  const outer = files.text(resource.file);
  if (value?.kind !== 'scalar' || outer === undefined) return [];
  const root = readYaml(value.text, { purpose: 'values' }).documents[0]?.root;
  if (root === undefined) return [];
  const inner = embedded(outer, value);
  const at = (node: YamlNode): Location => ({ file: resource.file, range: inner.toOuter(rangeOf(node)) });
  return [{ name: named(resource), leaves: leavesOf(root, at) }];
}

function leavesOf(root: YamlNode, at: (node: YamlNode) => Location): Map<string, Leaf> {
  const leaves = new Map<string, Leaf>();
  const walk = (node: YamlNode, path: string): void => {
    if (node.kind !== 'map' || node.entries.length === 0) {
      if (path !== '') leaves.set(path, { node, at: at(node) });
      return;
    }
    for (const { key, value } of node.entries) walk(value, path === '' ? key.text : `${path}.${key.text}`);
  };
  walk(root, '');
  return leaves;
}

/** One finding for two places, at the first value that is replaced. */
function* shadowing(release: Resource, earlier: Place, later: Place): Iterable<Problem> {
  const replaced = [...later.leaves].flatMap(([path, leaf]) => {
    const before = earlier.leaves.get(path);
    return before === undefined || isSame(before.node, leaf.node) ? [] : [{ path, leaf, before }];
  });
  const [first, ...others] = replaced;
  if (first === undefined) return;
  yield {
    at: first.leaf.at,
    object: release.object,
    message: `${named(release)} sets ${first.path}${others.length === 0 ? '' : ` and ${others.length} more`} in ${earlier.name} and again in ${later.name}`,
    help: 'keep the value in one place',
    related: [{ at: first.before.at, message: 'the value that has no effect' }],
  };
}

function isSame(a: YamlNode, b: YamlNode): boolean {
  return isDeepStrictEqual(toData(a, 'kubectl'), toData(b, 'kubectl'));
}
