import { rangeOf } from '../core/text.ts';
import { keyText } from './key-text.ts';
import type { MapNode, Purpose, ScalarNode, YamlNode, YamlProblem } from './node.ts';
import { coreTag, isLegacyBoolean, scalarValue } from './scalar.ts';
import { timestampText } from './timestamp.ts';
import { quoted } from './write.ts';

/** Keys that are no text, read differently, too long, or there twice. Linear in the number of keys. */
export function keyProblems(text: string, map: MapNode, purpose: Purpose, problems: YamlProblem[]): void {
  for (const { key, value } of map.entries) {
    const problem = keyProblem(text, key, value.start, purpose);
    if (problem !== undefined) problems.push(problem);
  }
  duplicates(map, purpose, problems);
}

/** kustomize compares the text of keys (`1` and "1" collide), Helm what they are read as (`yes` and "true" collide). */
function duplicates(map: MapNode, purpose: Purpose, problems: YamlProblem[]): void {
  if (isPlainlyDistinct(map, purpose)) return;
  const seen = new Map<string, ScalarNode>();
  for (const { key } of map.entries) {
    if (isMergeKey(key)) continue;
    const name = purpose === 'values' ? keyText(key, 'kubectl') : key.text;
    const first = seen.get(name);
    if (first === undefined) {
      seen.set(name, key);
      continue;
    }
    problems.push({
      kind: 'duplicate-key',
      range: rangeOf(key),
      message: `key ${display(key.text)} is there twice in one mapping`,
      help:
        purpose === 'values'
          ? 'Helm takes the last and drops the others without a word; keep one'
          : 'a Flux Kustomization refuses the file, kubectl takes the last; keep one',
      related: { range: rangeOf(first), message: 'it is first here' },
      fatal: false,
    });
  }
}

/** Most mappings are small, and their texts all different: no set is made for them. */
function isPlainlyDistinct({ entries }: MapNode, purpose: Purpose): boolean {
  if (entries.length < 2) return true;
  if (entries.length > 8) return false;
  for (let at = 0; at < entries.length; at += 1) {
    const key = entries[at]?.key;
    if (key === undefined || (purpose === 'values' && keyText(key, 'kubectl') !== key.text)) return false;
    for (let before = 0; before < at; before += 1) if (entries[before]?.key.text === key.text) return false;
  }
  return true;
}

/** Longer than all of YAML's words, and beginning like none of its numbers and dates: text to every reader. */
function isPlainText({ text, tag }: ScalarNode): boolean {
  const first = text.charCodeAt(0) | 0x20;
  return text.length > 5 && first >= 0x61 && first <= 0x7a && tag === undefined;
}

function keyProblem(
  text: string,
  key: ScalarNode,
  valueStart: number,
  purpose: Purpose,
): YamlProblem | undefined {
  if (key.end - key.start > 1_024 && text[key.start - 2] !== '?') {
    return {
      kind: 'syntax',
      range: { start: key.start, end: key.start + 40 },
      message: 'a key is longer than 1,024 characters, which Kubernetes refuses',
      fatal: false,
    };
  }
  if (isMergeKey(key) || (key.style === 'plain' && isPlainText(key))) return undefined;
  if (key.style === 'literal' || key.style === 'folded')
    return unsafe(key, 'a block of text is used as a key');
  if (key.tag !== undefined && coreTag(key.tag) !== 'str')
    return unsafe(key, `a key with the tag ${key.tag}`);
  if (key.style === 'plain' && key.tag === undefined) return plainKeyProblem(text, key, valueStart, purpose);
  return undefined;
}

function plainKeyProblem(
  text: string,
  key: ScalarNode,
  valueStart: number,
  purpose: Purpose,
): YamlProblem | undefined {
  if (isLegacyBoolean(key.text)) {
    if (purpose === 'values') return undefined;
    return {
      kind: 'ambiguous-scalar',
      range: rangeOf(key),
      message: `key ${key.text} reads as ${scalarValue(key, 'kubectl')} in kubectl, as text in a Flux Kustomization`,
      help: 'put it in quotes',
      replacement: quoted(key.text),
      fatal: false,
    };
  }
  const value = scalarValue(key, 'kustomize');
  const isTimestamp = typeof value === 'string' && value !== key.text;
  if (typeof value === 'string' && !isTimestamp && !isRewrittenTimestamp(key.text)) return undefined;
  if (purpose === 'values' && (typeof value === 'string' || isHarmlessToHelm(key))) return undefined;
  const isEmpty = key.start === key.end;
  const found = isEmpty ? 'a key is missing' : `key ${key.text} is ${kindOf(value, isTimestamp)}, not text`;
  const canQuote = !isEmpty && value !== null && text.slice(key.end, valueStart).includes(':');
  return unsafe(
    key,
    found,
    canQuote || value === null ? (isEmpty ? undefined : quoted(key.text)) : undefined,
    purpose,
  );
}

function unsafe(
  key: ScalarNode,
  message: string,
  replacement?: string,
  purpose: Purpose = 'manifest',
): YamlProblem {
  return {
    kind: 'unsafe-key',
    range: rangeOf(key),
    message,
    help:
      purpose === 'values'
        ? 'Helm writes it in another form; put it in quotes'
        : 'a Flux Kustomization fails on it; put it in quotes',
    ...(replacement === undefined ? {} : { replacement }),
    fatal: false,
  };
}

/** A full timestamp is a timestamp to kustomize even where its text stays the same. */
function isRewrittenTimestamp(text: string): boolean {
  return /^\d{4}-\d\d?-\d\d?/.test(text) && timestampText(text) !== undefined;
}

/** Integers and booleans become the same text as keys of Helm's values; floats and large integers do not. */
function isHarmlessToHelm(key: ScalarNode): boolean {
  const value = scalarValue(key, 'kubectl');
  return (
    (typeof value === 'number' && Number.isInteger(value) && String(value) === key.text) ||
    typeof value === 'boolean'
  );
}

function kindOf(value: unknown, isTimestamp: boolean): string {
  if (isTimestamp || typeof value === 'string') return 'a date';
  if (value === null) return 'null';
  return typeof value === 'boolean' ? 'a boolean' : 'a number';
}

/** A key that is no scalar. */
export function keyNodeProblem(text: string, key: YamlNode): YamlProblem {
  const isTemplate = key.kind === 'map' && text.startsWith('{', key.start) && text[key.start - 1] === '{';
  const what = key.kind === 'alias' ? `alias *${key.name}` : `a ${key.kind === 'map' ? 'mapping' : 'list'}`;
  return {
    kind: 'unsafe-key',
    range: rangeOf(key),
    message: `${what} is used as a key; Kubernetes needs text`,
    ...(isTemplate ? { help: 'a template expression as a value must stand in quotes: "{{ … }}"' } : {}),
    fatal: false,
  };
}

/** `<<` without quotes, or tagged as one. */
export function isMergeKey(key: ScalarNode): boolean {
  return key.text === '<<' && (key.style === 'plain' ? key.tag === undefined : false);
}

function display(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
