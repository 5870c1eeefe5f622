import type { Data } from '../yaml/node.ts';
import type { DataMap } from './policy.ts';

// Policies come as they are written: what has another type than the API wants counts as absent, and is a finding of the schema.

/** A member of a mapping; undefined where there is none, or no mapping. */
export function fieldOf(data: Data | undefined, key: string): Data | undefined {
  return isMap(data) && Object.hasOwn(data, key) ? data[key] : undefined;
}

export function mapOf(data: Data | undefined): DataMap | undefined {
  return isMap(data) ? data : undefined;
}

export function listOf(data: Data | undefined): readonly Data[] {
  return isList(data) ? data : [];
}

/** The text; empty where there is none, as Go has it. */
export function textOf(data: Data | undefined): string {
  return typeof data === 'string' ? data : '';
}

export function textsOf(data: Data | undefined): string[] {
  return listOf(data).filter((item): item is string => typeof item === 'string');
}

/** A whole number; 0 where there is none, as Go has it. */
export function wholeOf(data: Data | undefined): number {
  return typeof data === 'number' && Number.isInteger(data) ? data : 0;
}

/** The texts of a mapping: labels, annotations. Without prototype. */
export function textMap(data: Data | undefined): Record<string, string> {
  const texts: Record<string, string> = Object.create(null);
  for (const [key, value] of Object.entries(mapOf(data) ?? {}))
    if (typeof value === 'string') texts[key] = value;
  return texts;
}

export function isMap(data: Data | undefined): data is DataMap {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

/** Array.isArray does not narrow readonly arrays. */
export function isList(data: Data | undefined): data is readonly Data[] {
  return Array.isArray(data);
}
