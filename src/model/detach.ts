import { Buffer } from 'node:buffer';
import type { AliasNode, YamlDocument, YamlFile, YamlNode, YamlProblem } from '../yaml/node.ts';

/** V8 copies shorter pieces of a string; a longer one keeps the whole string that it was cut from in memory. */
const shortestSlice = 13;

/** The same text, holding on to nothing else. */
export function detachedText(text: string): string {
  return text.length < shortestSlice || !text.isWellFormed() ? text : Buffer.from(text).toString();
}

/** The same trees with texts of their own: what is kept of a file must not keep the file's text alive. */
export function detached(file: YamlFile): YamlFile {
  return { problems: file.problems.map(detachedProblem), documents: file.documents.map(detachedDocument) };
}

/** Messages quote the file. */
function detachedProblem(problem: YamlProblem): YamlProblem {
  const { message, replacement } = problem;
  return {
    ...problem,
    message: detachedText(message),
    ...(replacement === undefined ? {} : { replacement: detachedText(replacement) }),
  };
}

function detachedDocument({ root, range }: YamlDocument): YamlDocument {
  return { root: root === undefined ? undefined : copyOf(root, new Map()), range };
}

/** An alias and its anchor stay one node: the anchor stands before it, so it is copied by then. */
function copyOf(node: YamlNode, anchored: Map<YamlNode, YamlNode>): YamlNode {
  const copy = copyAlone(node, anchored);
  if (node.anchor !== undefined) anchored.set(node, copy);
  return copy;
}

function copyAlone(node: YamlNode, anchored: Map<YamlNode, YamlNode>): YamlNode {
  switch (node.kind) {
    case 'scalar':
      return { ...node, text: detachedText(node.text) };
    case 'list':
      return { ...node, items: node.items.map((item) => copyOf(item, anchored)) };
    case 'map':
      return {
        ...node,
        entries: node.entries.map(({ key, value }) => ({
          key: { ...key, text: detachedText(key.text) },
          value: copyOf(value, anchored),
        })),
      };
    case 'alias':
      return { ...node, target: target(node, anchored) };
  }
}

function target(
  { target: found }: AliasNode,
  anchored: ReadonlyMap<YamlNode, YamlNode>,
): YamlNode | undefined {
  return found && (anchored.get(found) ?? found);
}
