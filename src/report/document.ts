import { escapeJson } from '../core/escape.ts';

/** A value as an indented JSON text that is safe to print, and that every reader takes. */
export function jsonDocument(value: unknown): string {
  return `${escapeJson(JSON.stringify(value, wellFormed, 2))}\n`;
}

/** Half of a surrogate pair is refused by strict readers, Go's protojson for one, with all that stands around it. */
function wellFormed(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed() : value;
}
