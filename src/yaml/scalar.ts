import type { Reader, Scalar, ScalarNode } from './node.ts';
import { timestampText } from './timestamp.ts';

/**
 * What a scalar means to one reader, as go-yaml resolves it: v2 (YAML 1.1 booleans, timestamps stay text) for kubectl,
 * v3 (YAML 1.2 booleans, timestamps rewritten) for kustomize. Source: `resolve.go` of both, and recorded answers.
 */
export function scalarValue(node: ScalarNode, reader: Reader): Scalar {
  const tag = coreTag(node.tag);
  if (tag === undefined) return node.style === 'plain' ? plainValue(node.text, reader) : node.text;
  switch (tag) {
    case 'int':
    case 'float':
    case 'bool':
    case 'null':
      return plainValue(node.text, reader);
    case 'timestamp':
      return reader === 'kustomize' ? (timestampText(node.text) ?? node.text) : node.text;
    case 'binary':
      return new TextDecoder().decode(Buffer.from(node.text, 'base64'));
    default:
      return node.text;
  }
}

/** The short name of a tag of YAML's core (`str` of `!!str`), `other` for any other tag, undefined without a tag. */
export function coreTag(tag: string | undefined): string | undefined {
  if (tag === undefined) return undefined;
  const name = /^(?:!!|!<tag:yaml\.org,2002:)([a-z]+)>?$/.exec(tag);
  return name?.[1] ?? 'other';
}

/** What a plain scalar without a tag means to one reader. */
export function plainValue(text: string, reader: Reader): Scalar {
  const first = text.charCodeAt(0);
  // Text that begins otherwise is always a string: most scalars end here.
  if (text.length > 0 && beginsSpecial[first] !== true) return text;
  const word = words.get(text);
  if (word !== undefined) return word;
  if (reader === 'kubectl') {
    const bool = legacyBooleans.get(text);
    if (bool !== undefined) return bool;
  }
  if (first === 0x2e) return dotValue(text);
  if (first !== 0x2b && first !== 0x2d && !(first >= 0x30 && first <= 0x39)) return text;
  const timestamp = timestampText(text);
  if (timestamp !== undefined) return reader === 'kustomize' ? timestamp : text;
  return numberValue(text) ?? text;
}

/** Whether a plain scalar is a boolean to kubectl and Helm only. */
export function isLegacyBoolean(text: string): boolean {
  return text.length <= 3 && legacyBooleans.has(text);
}

const words = new Map<string, Scalar>([
  ['', null],
  ...['~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Infinity] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, -Infinity] as const),
]);

const legacyBooleans = new Map<string, boolean>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
]);

const beginsSpecial: readonly boolean[] = Array.from({ length: 128 }, (_, code) =>
  '+-.0123456789yYnNtTfFoO~'.includes(String.fromCharCode(code)),
);

/** Go's ParseFloat on text that begins with a dot: underscores may stand between digits. */
function dotValue(text: string): Scalar {
  if (!/^\.[0-9](?:_?[0-9])*(?:[eE][-+]?[0-9](?:_?[0-9])*)?$/.test(text)) return text;
  const value = Number(text.replaceAll('_', ''));
  return Number.isFinite(value) ? value : text;
}

const integer = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]*|[1-9][0-9]*)$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/** Underscores are dropped anywhere; an integer needs 64 bits at most, else it is tried as a float. */
function numberValue(text: string): Scalar | undefined {
  const digits = text.replaceAll('_', '');
  if (integer.test(digits)) {
    const value = integerValue(digits);
    if (value !== undefined) return value;
  }
  if (!float.test(digits)) return undefined;
  const value = Number(digits);
  if (!Number.isFinite(value)) return undefined;
  return value === 0 ? 0 : value;
}

function integerValue(digits: string): number | bigint | undefined {
  const negative = digits.startsWith('-');
  const signed = negative || digits.startsWith('+');
  const magnitude = signed ? digits.slice(1) : digits;
  const octal = /^0[0-7]+$/.test(magnitude);
  const value = BigInt(octal ? `0o${magnitude.slice(1)}` : magnitude.toLowerCase());
  if (negative ? value > 1n << 63n : value >= 1n << (signed ? 63n : 64n)) return undefined;
  const result = negative ? -value : value;
  return result >= BigInt(Number.MIN_SAFE_INTEGER) && result <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(result)
    : result;
}
