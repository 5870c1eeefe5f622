import { rangeOf } from '../core/text.ts';
import { aliasWeight } from './alias-weight.ts';
import { keyProblems } from './key-checks.ts';
import { limits } from './limits.ts';
import { mergeProblems } from './merge-keys.ts';
import type { ListNode, MapNode, Purpose, ScalarNode, YamlDocument, YamlNode, YamlProblem } from './node.ts';
import { scalarProblem } from './scalar-checks.ts';

/** What the readers refuse, or take differently, in a document that is sound YAML. */
export function checkDocument(
  text: string,
  document: YamlDocument,
  { purpose, hasAliases }: { readonly purpose: Purpose; readonly hasAliases: boolean },
): YamlProblem[] {
  const { root } = document;
  if (root === undefined) return [];
  const weight = hasAliases ? aliasWeight(root) : undefined;
  if (weight?.refused === true) {
    const over =
      weight.nodes > limits.expandedNodes
        ? `more than ${limits.expandedNodes} values`
        : 'almost all of the file';
    return [
      {
        kind: 'limit',
        range: weight.first ?? rangeOf(root),
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
      range: rangeOf(root),
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
  if (map.flow) {
    const keys = map.entries.map((entry) => entry.key);
    problems.push(...indicatorProblems(keys));
  }
  for (const { key, value } of map.entries) {
    if (map.flow && purpose === 'manifest' && isAbsent(value)) problems.push(absentProblem(text, key, value));
    if (map.flow && isGlued(text, key, value)) problems.push(gluedProblem(key));
    if (isOnKeyLine(text, key, value)) problems.push(keyLineProblem(key, value));
    visit(text, value, purpose, problems);
  }
}

function visitList(text: string, list: ListNode, purpose: Purpose, problems: YamlProblem[]): void {
  if (list.flow) problems.push(...indicatorProblems(list.items));
  for (const item of list.items) {
    if (list.flow && purpose === 'manifest' && isAbsent(item))
      problems.push(absentProblem(text, undefined, item));
    visit(text, item, purpose, problems);
  }
}

function isAbsent(value: YamlNode): boolean {
  return value.kind === 'scalar' && value.start === value.end && value.tag === undefined;
}

function absentProblem(text: string, key: ScalarNode | undefined, value: YamlNode): YamlProblem {
  const hasColon = text[value.start - 1] === ':' && (key === undefined || key.end < value.start);
  const isBare = value.anchor === undefined && key !== undefined;
  const at = hasColon || key === undefined ? value.start : key.end;
  return {
    kind: 'ambiguous-scalar',
    range: { start: at, end: at },
    message: `${key?.text ?? 'an item'} has no value inside brackets: kubectl reads null, a Flux Kustomization an empty text`,
    help: 'write the value out',
    ...(isBare ? { replacement: hasColon ? ' ""' : ': ""' } : {}),
    fatal: false,
  };
}

function keyLineProblem(key: ScalarNode, value: YamlNode): YamlProblem {
  return {
    kind: 'syntax',
    range: { start: key.start, end: value.start },
    message: `what stands behind ${key.text}: begins a mapping or list on the same line`,
    help: 'begin it on the next line',
    fatal: false,
  };
}

/** `[a:]` and `{a:}`: the colon belongs to the text for go-yaml v2, and ends a key for js-yaml. */
function isGlued(text: string, key: ScalarNode, value: YamlNode): boolean {
  const { start, end } = value;
  if (start !== end || key.style !== 'plain' || text[start - 1] !== ':') return false;
  return /[,\]}]/.test(text[start] ?? '');
}

function gluedProblem(key: ScalarNode): YamlProblem {
  return {
    kind: 'syntax',
    range: { start: key.start, end: key.end + 1 },
    message: `${key.text}: inside brackets without a blank behind the colon is text to some readers`,
    help: 'write the value, or a blank',
    fatal: false,
  };
}

/** js-yaml lets a block collection follow an anchor or tag on its key's line; Kubernetes' readers do not. */
function isOnKeyLine(text: string, key: ScalarNode, value: YamlNode): boolean {
  if ((value.kind !== 'map' && value.kind !== 'list') || value.flow) return false;
  const newline = text.indexOf('\n', key.end);
  return newline === -1 || newline >= value.start;
}

/** Inside brackets `?` and `:` have their meaning to Kubernetes' readers even without a blank behind them. */
function* indicatorProblems(nodes: readonly YamlNode[]): Iterable<YamlProblem> {
  for (const node of nodes) {
    if (node.kind !== 'scalar' || node.style !== 'plain' || !/^[?:]/.test(node.text)) continue;
    yield {
      kind: 'syntax',
      range: rangeOf(node),
      message: `${node.text} inside brackets begins with ${node.text.charAt(0)}, which has a meaning there`,
      help: 'put it in quotes',
      fatal: false,
    };
  }
}
