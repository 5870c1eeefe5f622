import { createHash } from 'node:crypto';
import type { Files } from '../core/change.ts';
import type { Location } from '../core/finding.ts';
import { type Range, rangeOf } from '../core/text.ts';
import type { Repo } from '../model/repo.ts';
import { isEncrypted, type Resource } from '../model/resource.ts';
import { embedded } from '../yaml/embedded.ts';
import { nodeAt } from '../yaml/locate.ts';
import type { ScalarNode, YamlProblem } from '../yaml/node.ts';
import { isPlainlySound, type PlainScalar } from '../yaml/plain-scan.ts';
import { readYaml } from '../yaml/read.ts';
import { credentialsIn, isCredential } from './credentials.ts';
import { latestIn } from './latest-tags.ts';

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

/** A credential in values, written out. */
export interface ValuesCredential {
  readonly at: Location;
  /** `auth.adminPassword`. */
  readonly field: string;
  /** The credential itself: to be compared, never to be shown. */
  readonly text: string;
}

/** An image in values that changes without a commit. */
export interface ValuesLatest {
  readonly at: Location;
  readonly path: readonly string[];
  readonly text: string;
}

/** What one pass over a text of values finds, each at its place in the outer file. */
export interface ValuesFacts {
  readonly problems: readonly ValuesProblem[];
  readonly credentials: readonly ValuesCredential[];
  readonly latest: readonly ValuesLatest[];
}

const known = new WeakMap<Repo, readonly (ValuesBlock & ValuesFacts)[]>();

/**
 * The values that ConfigMaps hold, and what is to be said of them: of keys that a HelmRelease reads as values, and of
 * those named values.yaml. Each text is read once, for all rules, and its tree is not kept. Text that is upstream's
 * own, as the recorded digest says, is not the user's mistake.
 */
export function readValues(repo: Repo): readonly (ValuesBlock & ValuesFacts)[] {
  const before = known.get(repo);
  if (before !== undefined) return before;
  const read = [...valuesBlocks(repo)].map((block) => ({ ...block, ...factsOf(repo.files, block) }));
  known.set(repo, read);
  return read;
}

/** What is wrong, as YAML, with the values that ConfigMaps hold. */
export function valuesProblems(repo: Repo): readonly ValuesProblem[] {
  return readValues(repo).flatMap(({ problems }) => problems);
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
const found = new WeakMap<ScalarNode, ValuesFacts>();

function factsOf(files: Files, block: ValuesBlock): ValuesFacts {
  const before = found.get(block.value);
  if (before !== undefined) return before;
  const facts = isUpstreams(recordedDigest(block.resource), block.value.text)
    ? nothing
    : readOne(files, block);
  found.set(block.value, facts);
  return facts;
}

const nothing: ValuesFacts = { problems: [], credentials: [], latest: [] };

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

/** Texts without any of these words hold no credential: their scalars need no closer look. */
const secretWords = /(?:pass|secret|token|key|:\/\/[^/\s]+@|PRIVATE KEY|AKIA|gh[pousr]_)/i;

/** Forms of credentials that are known by themselves, whatever their key. */
const secretForms = /:\/\/[^/\s]+@|PRIVATE KEY|AKIA|gh[pousr]_|github_pat|glpat|xox[abprs]-|sk_live|AIza/;

/** The quick look at most texts: sound YAML, and no rule would say anything of a value. */
function hasNothingToSay(text: string): boolean {
  if (text.includes('latest') || secretForms.test(text)) return false;
  const wanted = (key: string, value: PlainScalar): boolean =>
    secretWords.test(key) && isCredential(key, value);
  return isPlainlySound(text, secretWords.test(text) ? wanted : undefined);
}

function readOne(files: Files, { resource, key, value }: ValuesBlock): ValuesFacts {
  if (hasNothingToSay(value.text)) return nothing;
  const { documents, problems } = readYaml(value.text, { purpose: 'values' });
  const root = documents[0]?.root;
  const credentials = root !== undefined && secretWords.test(value.text) ? [...credentialsIn(root)] : [];
  const latest = root !== undefined && value.text.includes('latest') ? [...latestIn(root)] : [];
  // Only a file with something to say is read again.
  const silent = problems.length + credentials.length + latest.length === 0;
  const outer = silent ? undefined : files.text(resource.file);
  if (outer === undefined) return nothing;
  const inner = embedded(outer, value);
  const at = (range: Range): Location => ({ file: resource.file, range: inner.toOuter(range) });
  return {
    problems: problems.map(({ kind, message, help, range, related }) => ({
      resource,
      key,
      kind,
      message,
      help,
      at: at(range),
      related: related === undefined ? undefined : { at: at(related.range), message: related.message },
    })),
    credentials: credentials.map(({ key, value, field }) => ({
      at: at(rangeOf(key)),
      field,
      text: value.text,
    })),
    latest: latest.map(({ node, path }) => ({ at: at(rangeOf(node)), path, text: node.text })),
  };
}

/** The digest of the chart's own values, as `new-app` recorded it; undefined where there is no record. */
export function recordedDigest(resource: Resource): string | undefined {
  return resource.text('metadata', 'annotations', 'gitops-kit/values-digest');
}

/** Whether the text is still what the chart said, by the digest of its values. */
export function isUpstreams(digest: string | undefined, text: string): boolean {
  return digest === `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
