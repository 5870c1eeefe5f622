import { hasVariable } from '../model/substitution.ts';
import type { Data } from '../yaml/node.ts';

/** A text with a variable, or one that SOPS encrypted: nobody knows here what it becomes. */
export function isOpen(value: Data): boolean {
  return typeof value === 'string' && (hasVariable(value) || value.startsWith('ENC['));
}
