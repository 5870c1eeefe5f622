import { escapeJson } from '../core/escape.ts';

/** A value as an indented JSON text that is safe to print. */
export function jsonDocument(value: unknown): string {
  return `${escapeJson(JSON.stringify(value, undefined, 2))}\n`;
}
