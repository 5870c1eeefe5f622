import { plainText } from '../yaml/plain-text.ts';
import { scalarText } from '../yaml/write.ts';

/** A template's value on one line, as people write it. */
export function templateScalar(value: string | number | boolean): string {
  return typeof value === 'string' ? plainText(value) : scalarText(value);
}
