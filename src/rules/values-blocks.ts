import { createHash } from 'node:crypto';
import type { Files } from '../core/change.ts';
import type { Location } from '../core/finding.ts';
import type { Range } from '../core/text.ts';
import type { Repo } from '../model/repo.ts';
import { isEncrypted, type Resource } from '../model/resource.ts';
import { embedded } from '../yaml/embedded.ts';
import { nodeAt } from '../yaml/locate.ts';
import type { ScalarNode, YamlProblem } from '../yaml/node.ts';
import { readYaml } from '../yaml/read.ts';

/** A problem inside the values of a ConfigMap, at its place in the outer file. */
export interface ValuesProblem {
  readonly resource: Resource;
  readonly key: string;
  readonly kind: YamlProblem['kind'];
  readonly message: string;
  readonly help: string | undefined;
  readonly at: Location;
  readonly related: { readonly at: Location; readonly message: string } | undefined;
}

const known = new WeakMap<Repo, readonly ValuesProblem[]>();

/**
 * What is wrong, as YAML, with the values that ConfigMaps hold: keys that a HelmRelease reads as values, and those
 * named values.yaml. Text that is upstream's own, as the recorded digest says, is not the user's mistake. Read once.
 */
export function valuesProblems(repo: Repo): readonly ValuesProblem[] {
  const before = known.get(repo);
  if (before !== undefined) return before;
  const found = [...readAll(repo)];
  known.set(repo, found);
  return found;
}

function* readAll(repo: Repo): Iterable<ValuesProblem> {
  for (const { resource, key, value } of valuesBlocks(repo))
    yield* once(value, () => [...readOne(repo.files, resource, key, value)]);
}

/** A text that Helm reads as values: its object, its key, and where it stands. */
export interface ValuesBlock {
  readonly resource: Resource;
  readonly key: string;
  readonly value: ScalarNode;
}

/** The values of all ConfigMaps, and of Secrets that hold them as text; what SOPS encrypted says nothing. */
export function* valuesBlocks(repo: Repo): Iterable<ValuesBlock> {
  const keys = usedKeys(repo);
  for (const [kind, field] of [
    ['ConfigMap', 'data'],
    ['Secret', 'stringData'],
  ] as const) {
    for (const resource of repo.ofKind(kind, '')) {
      const data = isEncrypted(resource) ? undefined : nodeAt(resource.node, [field]);
      if (data?.kind !== 'map') continue;
      for (const { key, value } of data.entries) {
        const isUsed = keys.get(resource)?.has(key.text) === true;
        const isValues = isUsed || (kind === 'ConfigMap' && key.text === 'values.yaml');
        if (isValues && value.kind === 'scalar') yield { resource, key: key.text, value };
      }
    }
  }
}

/** What was found in a text: a plan that leaves the file alone is linted with the same node. */
const found = new WeakMap<ScalarNode, readonly ValuesProblem[]>();

function once(value: ScalarNode, read: () => readonly ValuesProblem[]): readonly ValuesProblem[] {
  const before = found.get(value);
  if (before !== undefined) return before;
  const now = read();
  found.set(value, now);
  return now;
}

/** The keys that HelmReleases read as a whole; those with a targetPath are one value each, of any form. */
function usedKeys(repo: Repo): Map<Resource, Set<string>> {
  const used = new Map<Resource, Set<string>>();
  for (const view of repo.views) {
    for (const { role, key, from, path, kind, namespace, name } of view.references) {
      if (role !== 'values' || key === undefined) continue;
      if (from.get(...path.slice(0, -1), 'targetPath') !== undefined) continue;
      const found = view.find(kind, namespace, name);
      if (found === undefined) continue;
      const keys = used.get(found) ?? new Set();
      used.set(found, keys.add(key));
    }
  }
  return used;
}

function* readOne(files: Files, resource: Resource, key: string, value: ScalarNode): Iterable<ValuesProblem> {
  if (isUpstreams(resource, value.text)) return;
  const { problems } = readYaml(value.text, { purpose: 'values' });
  const outer = problems.length === 0 ? undefined : files.text(resource.file);
  if (outer === undefined) return;
  const inner = embedded(outer, value);
  const at = (range: Range): Location => ({ file: resource.file, range: inner.toOuter(range) });
  for (const { kind, message, help, range, related } of problems) {
    yield {
      resource,
      key,
      kind,
      message,
      help,
      at: at(range),
      related: related === undefined ? undefined : { at: at(related.range), message: related.message },
    };
  }
}

/** The digest of the chart's own values, as `new-app` recorded it; undefined where there is no record. */
export function recordedDigest(resource: Resource): string | undefined {
  return resource.text('metadata', 'annotations', 'gitops-kit/values-digest');
}

/** Whether the text is still what the chart said. */
export function isUpstreams(resource: Resource, text: string): boolean {
  return recordedDigest(resource) === `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
