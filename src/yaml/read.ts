import { checkDocument } from './checks.ts';
import { eventsOf } from './events.ts';
import { guardText } from './guard.ts';
import { jsonProblem } from './json-text.ts';
import { limits } from './limits.ts';
import type { Purpose, YamlDocument, YamlFile, YamlProblem } from './node.ts';
import { quickTree } from './quick-tree.ts';
import { refusalProblem } from './refusal.ts';
import { streamProblems } from './stream-checks.ts';
import { tabProblems } from './tabs.ts';
import { buildTree, type Tree } from './tree.ts';

/**
 * Reads a text as Kubernetes does: the tree with offsets into it, and everything that kubectl's reader or kustomize
 * refuse or take differently. Never throws on a text, whatever is in it.
 * @param options.purpose `values` for a chart's values, which Helm alone reads; else an object's file
 */
export function readYaml(text: string, options: { readonly purpose?: Purpose } = {}): YamlFile {
  const purpose = options.purpose ?? 'manifest';
  const problems = guardText(text);
  if (problems.some((problem) => problem.fatal)) return { documents: [], problems, mayMerge: false };
  const { tree, refusal } = treeOf(text);
  if (refusal !== undefined) problems.push(refusal);
  const excess = excessProblem(tree.documents, tree.aliases);
  if (excess !== undefined) return { documents: [], problems: [...problems, excess], mayMerge: false };
  const isBroken = refusal !== undefined;
  problems.push(...tree.problems, ...streamProblems(text, tree.documents, { purpose, isBroken }));
  if (!isBroken) problems.push(...tabProblems(text, tree.documents));
  if (!isBroken && purpose === 'manifest') problems.push(...jsonProblem(text));
  const fatal = tree.problems.filter((problem) => problem.fatal);
  const documents = tree.documents.map((document) => {
    if (fatal.some((problem) => within(problem, document))) return without(document);
    const found = checkDocument(text, document, { purpose, hasAliases: tree.aliases > 0 });
    problems.push(...found);
    return found.some((problem) => problem.fatal) ? without(document) : document;
  });
  problems.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  return { documents, problems, mayMerge: text.includes('<<') };
}

/** The tree of a text; of one that is refused, that of the documents before the refused one. */
function treeOf(text: string): { readonly tree: Tree; readonly refusal?: YamlProblem } {
  const quick = quickTree(text);
  if (quick !== undefined) return { tree: quick };
  const found = eventsOf(text);
  if ('events' in found) return { tree: buildTree(text, found.events) };
  const refusal = refusalProblem(text, found.refusal);
  const boundary = text.lastIndexOf('\n---', found.refusal.position);
  const before = boundary === -1 ? undefined : eventsOf(text.slice(0, boundary + 1));
  return { tree: buildTree(text, before !== undefined && 'events' in before ? before.events : []), refusal };
}

function excessProblem(documents: readonly YamlDocument[], aliases: number): YamlProblem | undefined {
  const say = (message: string, start: number): YamlProblem => ({
    kind: 'limit',
    range: { start, end: start },
    message,
    help: 'split the file',
    fatal: true,
  });
  const first = documents[limits.documents];
  if (first !== undefined)
    return say(`more than ${limits.documents} documents in one file`, first.range.start);
  return aliases > limits.aliases ? say(`more than ${limits.aliases} aliases in one file`, 0) : undefined;
}

function within(problem: YamlProblem, document: YamlDocument): boolean {
  return problem.range.start >= document.range.start && problem.range.start < document.range.end;
}

/** A document that no one may walk: it holds itself, or expands without end. */
function without(document: YamlDocument): YamlDocument {
  return { root: undefined, range: document.range };
}
