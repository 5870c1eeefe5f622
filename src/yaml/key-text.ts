import type { Reader, ScalarNode } from './node.ts';
import { scalarValue } from './scalar.ts';

/** The text that a key becomes: kubectl's reader writes booleans and numbers in their own form, kustomize keeps it. */
export function keyText(key: ScalarNode, reader: Reader): string {
  if (key.style !== 'plain' || reader === 'kustomize') return key.text;
  const value = scalarValue(key, reader);
  const isText = value === null || (typeof value === 'number' && !Number.isFinite(value));
  return isText ? key.text : String(value);
}
