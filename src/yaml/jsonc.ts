import { type Node, type ParseError, parseTree } from 'jsonc-parser';
import { rangeOf } from '../core/text.ts';
import { jsonReason } from './json-text.ts';
import { limits } from './limits.ts';
import type { Entry, ScalarNode, YamlFile, YamlNode, YamlProblem } from './node.ts';
import { unfinishedMerge } from './slips.ts';

/** Reads JSON with comments and trailing commas into the same tree as YAML. */
export function readJsonc(text: string): YamlFile {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const tooDeep = deepest(text);
  if (tooDeep !== undefined) return { documents: [], problems: [tooDeep], mayMerge: false };
  const merge = unfinishedMerge(text);
  if (merge !== undefined)
    return { documents: [], problems: [{ kind: 'syntax', ...merge, fatal: true }], mayMerge: false };
  const errors: ParseError[] = [];
  const tree = parseTree(start === 0 ? text : ` ${text.slice(1)}`, errors, { allowTrailingComma: true });
  const problems: YamlProblem[] = errors.map(({ error, offset, length }) => ({
    kind: 'syntax',
    range: { start: offset, end: offset + Math.max(length, 1) },
    message: jsonReason(error),
    fatal: true,
  }));
  const root = tree === undefined ? undefined : nodeOf(text, tree, problems);
  return { documents: [{ root, range: { start: 0, end: text.length } }], problems, mayMerge: false };
}

function nodeOf(text: string, node: Node, problems: YamlProblem[]): YamlNode {
  const start = node.offset;
  const end = start + node.length;
  if (node.type === 'array') {
    const items = (node.children ?? []).map((child) => nodeOf(text, child, problems));
    return { kind: 'list', flow: true, items, start, end };
  }
  if (node.type !== 'object') return scalarOf(text, node);
  const entries: Entry[] = [];
  const seen = new Map<string, ScalarNode>();
  for (const property of node.children ?? []) {
    const [name, value] = property.children ?? [];
    if (name === undefined) continue;
    const key = scalarOf(text, name);
    const first = seen.get(key.text);
    if (first !== undefined) problems.push(duplicate(key, first));
    seen.set(key.text, first ?? key);
    if (value !== undefined) entries.push({ key, value: nodeOf(text, value, problems) });
  }
  return { kind: 'map', flow: true, entries, start, end };
}

function scalarOf(text: string, node: Node): ScalarNode {
  const start = node.offset;
  const end = start + node.length;
  return typeof node.value === 'string'
    ? { kind: 'scalar', style: 'double', text: node.value, start, end }
    : { kind: 'scalar', style: 'plain', text: text.slice(start, end), start, end };
}

function duplicate(key: ScalarNode, first: ScalarNode): YamlProblem {
  return {
    kind: 'duplicate-key',
    range: rangeOf(key),
    message: `key ${key.text} is there twice`,
    help: 'keep one',
    related: { range: rangeOf(first), message: 'it is first here' },
    fatal: false,
  };
}

/** jsonc-parser recurses; a text that nests too deep is refused before it. Brackets inside texts count too: no harm. */
function deepest(text: string): YamlProblem | undefined {
  let depth = 0;
  for (const match of text.matchAll(/[[\]{}]/g)) {
    depth += match[0] === '[' || match[0] === '{' ? 1 : -1;
    if (depth <= 10 * limits.depth) continue;
    const range = { start: match.index, end: match.index + 1 };
    return { kind: 'limit', range, message: `nesting deeper than ${limits.depth}`, fatal: true };
  }
  return undefined;
}
