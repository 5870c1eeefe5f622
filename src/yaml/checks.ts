import { aliasWeight } from './alias-weight.ts';
import { keyProblems } from './key-checks.ts';
import { limits } from './limits.ts';
import { mergeProblems } from './merge-keys.ts';
import type { ListNode, MapNode, YamlDocument, YamlNode, YamlProblem } from './node.ts';
import { scalarProblem } from './scalar-checks.ts';
import { skipTrivia } from './trivia.ts';

/** What a text is: an object that kustomize builds and kubectl reads, or a chart's values, which only Helm reads. */
export type Purpose = 'manifest' | 'values';

/** What the readers refuse, or take differently, in a document that is sound YAML. */
export function checkDocument(text: string, document: YamlDocument, purpose: Purpose): YamlProblem[] {
  const { root } = document;
  if (root === undefined) return [];
  const weight = aliasWeight(root);
  if (weight.refused) {
    const over =
      weight.nodes > limits.expandedNodes
        ? `more than ${limits.expandedNodes} values`
        : 'almost all of the file';
    return [
      {
        kind: 'limit',
        range: weight.first ?? root.range,
        message: `aliases expand to ${over}`,
        help: 'write the values out; kubectl refuses such a file and kustomize may never end',
        fatal: true,
      },
    ];
  }
  const problems: YamlProblem[] = [];
  if (root.kind !== 'map' && !(root.kind === 'scalar' && root.text === '' && root.style === 'plain')) {
    const what = root.kind === 'list' ? 'a list' : root.kind === 'alias' ? 'an alias' : 'a single value';
    problems.push({
      kind: 'not-a-mapping',
      range: root.range,
      message: `the document is ${what}, not a mapping`,
      help:
        purpose === 'manifest'
          ? 'a Kubernetes object is a mapping: apiVersion, kind, metadata …'
          : 'values are a mapping',
      fatal: false,
    });
  }
  visit(text, root, purpose, problems);
  return problems;
}

function visit(text: string, node: YamlNode, purpose: Purpose, problems: YamlProblem[]): void {
  switch (node.kind) {
    case 'scalar': {
      const problem = scalarProblem(text, node, purpose);
      if (problem !== undefined) problems.push(problem);
      return;
    }
    case 'map':
      visitMap(text, node, purpose, problems);
      return;
    case 'list':
      visitList(text, node, purpose, problems);
      return;
    case 'alias':
      return;
  }
}

function visitMap(text: string, map: MapNode, purpose: Purpose, problems: YamlProblem[]): void {
  keyProblems(text, map, purpose, problems);
  mergeProblems(map, purpose, problems);
  for (const { key, value } of map.entries) {
    if (map.flow && purpose === 'manifest' && isAbsent(value)) {
      const hasColon =
        text[value.range.start - 1] === ':' && skipTrivia(text, key.range.end) < value.range.start;
      problems.push({
        kind: 'ambiguous-scalar',
        range:
          value.range.start === value.range.end && !hasColon
            ? { start: key.range.end, end: key.range.end }
            : value.range,
        message: `${key.text} has no value inside { }: kubectl reads null, a Flux Kustomization an empty text`,
        help: 'write the value out',
        replacement: hasColon ? ' ""' : ': ""',
        fatal: false,
      });
    }
    visit(text, value, purpose, problems);
  }
}

function visitList(text: string, list: ListNode, purpose: Purpose, problems: YamlProblem[]): void {
  for (const item of list.items) visit(text, item, purpose, problems);
}

function isAbsent(value: YamlNode): boolean {
  return value.kind === 'scalar' && value.range.start === value.range.end && value.tag === undefined;
}
