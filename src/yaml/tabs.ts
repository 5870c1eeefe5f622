import type { YamlDocument, YamlNode, YamlProblem } from './node.ts';

/** The words for a tab in the wrong place. */
export const tabFlaw = {
  message: 'a tab where Kubernetes wants spaces',
  help: 'replace it by spaces',
} as const;

/** Tabs where Kubernetes' readers want spaces: at a line's beginning and behind `-` or `?`, outside texts and `[ ]`. */
export function tabProblems(text: string, documents: readonly YamlDocument[]): YamlProblem[] {
  let at = text.indexOf('\t');
  if (at === -1) return [];
  const free = [...tabFree(documents)];
  const problems: YamlProblem[] = [];
  let next = 0;
  for (; at !== -1; at = text.indexOf('\t', at + 1)) {
    while (next < free.length && (free[next]?.[1] ?? 0) <= at) next += 1;
    const range = free[next];
    if (range !== undefined && range[0] <= at) continue;
    const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
    if (!/^[ \t]*(?:[-?:][ \t]+)*$/.test(before) && !/^[ \t]*(?:[-?:][ \t]+)*[-?:]$/.test(before)) continue;
    problems.push({
      kind: 'syntax',
      range: { start: at, end: at + 1 },
      ...tabFlaw,
      fatal: false,
    });
    return problems;
  }
  return problems;
}

/** The stretches in which a tab is text or harmless, in order: block texts, quoted texts, flow collections. */
function* tabFree(documents: readonly YamlDocument[]): Iterable<readonly [start: number, end: number]> {
  for (const { root } of documents) {
    if (root !== undefined) yield* ofNode(root);
  }
}

function* ofNode(node: YamlNode): Iterable<readonly [start: number, end: number]> {
  if (node.kind === 'scalar') {
    if (node.style !== 'plain') yield [node.start, node.end];
  } else if (node.kind === 'map' || node.kind === 'list') {
    if (node.flow) {
      yield [node.start, node.end];
    } else if (node.kind === 'list') {
      for (const item of node.items) yield* ofNode(item);
    } else {
      for (const { key, value } of node.entries) {
        yield* ofNode(key);
        yield* ofNode(value);
      }
    }
  }
}
