import { rangeOf } from '../core/text.ts';
import type { Purpose, ScalarNode, YamlProblem } from './node.ts';
import { coreTag, isLegacyBoolean, plainValue, scalarValue } from './scalar.ts';
import { timestampText } from './timestamp.ts';
import { skipBlankLines } from './trivia.ts';
import { quoted } from './write.ts';

/** What the readers refuse in a value, or take differently; undefined when they agree. */
export function scalarProblem(text: string, node: ScalarNode, purpose: Purpose): YamlProblem | undefined {
  if (node.tag !== undefined) {
    const problem = tagProblem(node, purpose);
    if (problem !== undefined) return problem;
  }
  switch (node.style) {
    case 'plain':
      return plainProblem(node, purpose);
    case 'double':
      return node.end - node.start - 2 === node.text.length ? undefined : escapeProblem(text, node, purpose);
    case 'literal':
    case 'folded':
      return leadingTabProblem(text, node) ?? (purpose === 'manifest' ? blockProblem(text, node) : undefined);
    case 'single':
      return undefined;
  }
}

function plainProblem(node: ScalarNode, purpose: Purpose): YamlProblem | undefined {
  const value = node.text;
  const first = value.charCodeAt(0);
  if (first === 0x2e || ((first === 0x2b || first === 0x2d) && value.charCodeAt(1) === 0x2e)) {
    const number = scalarValue(node, 'kubectl');
    if (typeof number !== 'number' || Number.isFinite(number)) return undefined;
    return {
      kind: 'unwritable-number',
      range: rangeOf(node),
      message: `${value} is no number that Kubernetes can hold`,
      help: 'write a number, or put it in quotes if it is text',
      fatal: false,
    };
  }
  if (purpose === 'values') return undefined;
  if (isLegacyBoolean(value) && (node.tag === undefined || coreTag(node.tag) === 'bool')) {
    const read = scalarValue(node, 'kubectl');
    return ambiguous(
      node,
      `${value} reads as ${read} in kubectl, as text in a Flux Kustomization`,
      `put it in quotes, or write ${read}`,
      quoted(value),
    );
  }
  if (first < 0x30 || first > 0x39 || (node.tag !== undefined && coreTag(node.tag) !== 'timestamp'))
    return undefined;
  const moment = timestampText(value);
  if (moment === undefined || moment === value) return undefined;
  return ambiguous(
    node,
    `a Flux Kustomization rewrites the date ${value} to ${moment}`,
    'put it in quotes',
    quoted(moment),
  );
}

function ambiguous(node: ScalarNode, message: string, help: string, replacement?: string): YamlProblem {
  return {
    kind: 'ambiguous-scalar',
    range: rangeOf(node),
    message,
    help,
    ...(replacement === undefined || node.tag !== undefined ? {} : { replacement }),
    fatal: false,
  };
}

/** A tag of YAML's core whose value does not fit; both readers refuse it. */
function tagProblem(node: ScalarNode, purpose: Purpose): YamlProblem | undefined {
  const tag = coreTag(node.tag);
  if (
    node.tag === '!' &&
    node.style === 'plain' &&
    purpose === 'manifest' &&
    plainValue(node.text, 'kustomize') !== node.text
  ) {
    return ambiguous(
      node,
      `${node.text} with the tag ! is text to kubectl only`,
      'put it in quotes and remove the tag',
    );
  }
  if (tag === undefined || !resolvedTags.has(tag)) return undefined;
  const value = scalarValue(node, purpose === 'values' ? 'kubectl' : 'kustomize');
  const fits =
    (tag === 'null' && value === null) ||
    (tag === 'bool' && typeof value === 'boolean') ||
    (tag === 'int' && typeof value !== 'string' && /^[-+]?(?:[0-9_]+$|0[xXbBoO])/.test(node.text)) ||
    (tag === 'float' && (typeof value === 'bigint' || typeof value === 'number')) ||
    (tag === 'timestamp' && timestampText(node.text) !== undefined && purpose === 'values') ||
    (tag === 'binary' && /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(node.text));
  if (fits) return undefined;
  return {
    kind: 'ambiguous-scalar',
    range: rangeOf(node),
    message: `${node.text} does not fit its tag ${node.tag}, or not to every reader`,
    help: 'remove the tag and write the value as it is meant',
    fatal: false,
  };
}

const resolvedTags = new Set(['null', 'bool', 'int', 'float', 'timestamp', 'binary']);

const escapes = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|[\s\S])/g;

/** Escapes that one reader refuses: `\/`, and surrogates or what lies beyond Unicode. */
function escapeProblem(text: string, node: ScalarNode, purpose: Purpose): YamlProblem | undefined {
  const raw = text.slice(node.start, node.end);
  if (!raw.includes('\\')) return undefined;
  for (const match of raw.matchAll(escapes)) {
    const code = Number.parseInt(match[1] ?? match[2] ?? match[3] ?? '0', 16);
    const isSurrogate = code >= 0xd800 && code <= 0xdfff;
    // kustomize writes DEL and C1 characters out raw, and then cannot read its own output.
    const isLost = purpose === 'manifest' && (match[0] === '\\N' || (code >= 0x7f && code <= 0x9f));
    if (match[0] !== '\\/' && !isSurrogate && !isLost && code <= 0x10ffff) continue;
    const start = node.start + match.index;
    return {
      kind: 'syntax',
      range: { start, end: start + match[0].length },
      message: `escape ${match[0]} is refused by a Flux Kustomization`,
      help: escapeHelp(match[0], isSurrogate),
      ...(match[0] === '\\/' ? { replacement: '/' } : {}),
      fatal: false,
    };
  }
  return undefined;
}

function escapeHelp(found: string, isSurrogate: boolean): string {
  if (isSurrogate) return 'write the character itself';
  return found === '\\/' ? 'write it without the backslash' : 'remove the character';
}

/** The readers look for the indentation of a block in its first line, and want no tab there. */
function leadingTabProblem(text: string, node: ScalarNode): YamlProblem | undefined {
  if (!/^\n*\t/.test(node.text)) return undefined;
  const start = text.indexOf('\t', node.start);
  return {
    kind: 'syntax',
    range: { start, end: start + 1 },
    message: 'a block of text begins with a tab, which Kubernetes refuses',
    help: 'put the text in double quotes, with \\t for the tab',
    fatal: false,
  };
}

/** kustomize writes folded text anew and gets these wrong: indented lines, empty lines at the end (`>+`). */
const foldedTrouble = /[^\n]\n+[ \t]|\n\n$|^\n*[ \t][\s\S]*\n[\s\S]/;

function blockProblem(text: string, node: ScalarNode): YamlProblem | undefined {
  if (node.style === 'folded' && foldedTrouble.test(node.text)) {
    return ambiguous(
      node,
      'a Flux Kustomization changes folded text (>) that has indented lines or empty lines at its end',
      'use a literal block: |',
    );
  }
  const isKept = /^[|>][0-9]*\+/.test(text.slice(node.start, node.start + 3));
  const next = isKept ? skipBlankLines(text, node.end) : 0;
  if (isKept && text[next] === '#' && /(?:^|\n)\n$/.test(node.text)) {
    return ambiguous(
      node,
      'a Flux Kustomization adds an empty line to this text, since a comment follows it',
      'move the comment',
    );
  }
  if (isKept && next === text.length && text.endsWith(' ') && node.end < text.length) {
    return ambiguous(
      node,
      'the file ends with blanks instead of a newline inside a text',
      'end the file with a newline',
    );
  }
  const newline = text.indexOf('\n', node.start);
  if (newline === -1 || node.end !== text.length || text.endsWith('\n')) return undefined;
  const header = text.slice(node.start, newline);
  if (/^[|>][0-9]*-/.test(header)) return undefined;
  const start = node.start;
  const indicator = /^[|>][0-9]*[+]?[0-9]*/.exec(header)?.[0] ?? '|';
  return {
    kind: 'ambiguous-scalar',
    range: { start, end: start + indicator.length },
    message:
      'the file ends without a newline inside a text: kubectl adds one to it, a Flux Kustomization does not',
    help: 'end the file with a newline',
    replacement: `${indicator.replace('+', '')}-`,
    fatal: false,
  };
}
