import { field, listItems, textOf } from '../chart/fields.ts';
import { KitError } from '../core/errors.ts';
import type { Data } from '../yaml/node.ts';
import type { Download } from './http.ts';

/**
 * The JSON that a registry answered.
 * @throws KitError `bad-answer`, side outside
 */
export function jsonOf({ bytes }: Download, name: string): Data {
  const data = parsed(bytes);
  if (data !== undefined) return data;
  throw new KitError('bad-answer', `the registry's answer for ${name} is no JSON`, { side: 'outside' });
}

/** Whether a registry says in an answer of 404 that it has no such repository (distribution specification, "Error Codes"). */
export function isUnknownRepository(answer: Download): boolean {
  const errors = listItems(field(parsed(answer.bytes), 'errors')) ?? [];
  return errors.some((each) => textOf(field(each, 'code')) === 'NAME_UNKNOWN');
}

function parsed(bytes: Uint8Array): Data | undefined {
  try {
    // Checked border: whatever JSON.parse returns is Data.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Data;
  } catch {
    // Whoever asked says so.
    return undefined;
  }
}
