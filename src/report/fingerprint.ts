import { createHash } from 'node:crypto';
import type { Finding } from '../core/finding.ts';

/**
 * For each finding what it is known by, in whichever line it stands: rule, file, object and words, and of several
 * that share all these, which of them it is. A line moves; what is said of an object stays until it is mended.
 */
export function fingerprints(findings: readonly Finding[]): string[] {
  const seen = new Map<string, number>();
  return findings.map(({ rule, at, object, message }) => {
    const known = JSON.stringify([
      rule,
      at.file,
      object === undefined ? null : [object.kind, object.namespace ?? null, object.name],
      message,
    ]);
    const before = seen.get(known) ?? 0;
    seen.set(known, before + 1);
    return createHash('sha256').update(`${known}\n${before}`).digest('hex').slice(0, 32);
  });
}
