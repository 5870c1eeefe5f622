import type { RepoPath } from '../core/change.ts';
import { positions } from '../core/text.ts';
import { baselineFile } from '../model/baseline.ts';
import type { Mention } from '../model/mentions.ts';
import type { Repo } from '../model/repo.ts';
import type { Resource } from '../model/resource.ts';
import type { View } from '../model/view.ts';
import type { YamlNode } from '../yaml/node.ts';
import { pathText } from '../yaml/path-text.ts';

/** So many places are named; of the others it is said how many there are. */
const most = 8;

/** What texts beside the manifests say of paths that are no more: one sentence, empty for none. */
export function mentionNotes({ files }: Pick<Repo, 'files'>, mentions: readonly Mention[]): string[] {
  const places = new Set<string>();
  for (const { at, after } of mentions) {
    if (at.file !== baselineFile)
      places.add(`${after}:${positions(files.text(at.file) ?? '')(at.range.start).line}`);
  }
  const isKnown = mentions.some(({ at }) => at.file === baselineFile);
  return [
    ...(places.size === 0
      ? []
      : [`left alone, though they name paths that are no more: ${listed([...places])}`]),
    ...(isKnown
      ? [`${baselineFile} knows findings by paths that are no more: gitops-kit lint --update-baseline`]
      : []),
  ];
}

/** An app that several roots apply changes in all of them. */
export function rootNotes(views: readonly View[]): string[] {
  const roots = [...new Set(views.map(({ root }) => (root === '' ? './' : `${root}/`)))];
  return roots.length < 2 ? [] : [`several roots apply it, and it changes in all of them: ${listed(roots)}`];
}

/** Manifests that cannot be read and hold the name: what they say of the app nobody could follow. */
export function unreadNotes(
  { files, unread }: Pick<Repo, 'files' | 'unread'>,
  name: string,
  gone: ReadonlySet<RepoPath> = new Set(),
): string[] {
  const word = new RegExp(`(?<![\\w-])${escaped(name)}(?![\\w-])`);
  const naming = [...unread].filter((file) => !gone.has(file) && word.test(files.text(file) ?? ''));
  return naming.length === 0
    ? []
    : [`left alone, since they cannot be read, though they say ${name}: ${listed(naming)}`];
}

/** Where values of an app's own objects still say its old name, or another file names a service in its old namespace. */
export function valueNotes(
  { files, resources }: Repo,
  name: string,
  of: { readonly isOwn: (resource: Resource) => boolean; readonly isNamespaceGone: boolean },
): string[] {
  const { isOwn, isNamespaceGone } = of;
  const places = new Set<string>();
  const word = escaped(name);
  const own = new RegExp(`(?<![\\w-]|\\w/)${word}(?![\\w-])`, 'g');
  const abroad = new RegExp(`(?<=[\\w-]\\.)${word}(?=\\.svc\\b|[:/"'\\s]|$)`, 'g');
  for (const resource of resources) {
    const mine = isOwn(resource);
    if (!mine && !isNamespaceGone) continue;
    const text = files.text(resource.file) ?? '';
    if (!text.includes(name)) continue;
    const at = positions(text);
    for (const leaf of leaves(resource.node, [])) {
      if (isUpstream(leaf.path) || (!isNamespaceGone && isPlace(leaf.path))) continue;
      const { start, end } = leaf.node;
      for (const match of text.slice(start, end).matchAll(mine ? own : abroad)) {
        const offset = start + match.index;
        if (!isComment(text, offset)) places.add(`${resource.file}:${at(offset).line}`);
      }
    }
  }
  return places.size === 0
    ? []
    : [`still say ${name}; look whether they mean the app or its namespace: ${listed([...places])}`];
}

interface Leaf {
  readonly path: readonly string[];
  readonly node: YamlNode;
}

function* leaves(node: YamlNode, path: readonly string[]): Iterable<Leaf> {
  if (node.kind === 'scalar') yield { path, node };
  if (node.kind === 'list') for (const item of node.items) yield* leaves(item, path);
  if (node.kind !== 'map') return;
  for (const { key, value } of node.entries) yield* leaves(value, [...path, key.text]);
}

/** The chart's own name and addresses are its authors' business. */
function isUpstream(path: readonly string[]): boolean {
  const text = pathText(path);
  return (
    /^spec\.chart\.spec\.chart$|^spec\.(?:url|path)$/.test(text) ||
    path.at(-1)?.startsWith('gitops-kit/') === true
  );
}

/** Where a release is, and what it is called there: a name that stays. */
function isPlace(path: readonly string[]): boolean {
  return /(?:^|\.)(?:namespace|targetNamespace|storageNamespace|releaseName)$|^metadata\.name$/.test(
    pathText(path),
  );
}

function isComment(text: string, offset: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return /(?:^|\s)#/.test(line);
}

function listed(places: readonly RepoPath[]): string {
  const shown = places.slice(0, most);
  const rest = places.length - shown.length;
  return shown.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
