import type { Finding, Report } from '../core/finding.ts';

/** The counts of a report: those of its findings, and those that the engine knows. */
export function countFindings(
  findings: readonly Finding[],
  known: Pick<
    Report['counts'],
    'files' | 'apps' | 'suppressed' | 'baselined' | 'unread' | 'unchecked' | 'charts'
  >,
): Report['counts'] {
  const counts = { ...known, error: 0, warning: 0, info: 0, fixable: 0, unsafe: 0 };
  for (const finding of findings) {
    counts[finding.severity] += 1;
    if (finding.fix?.safety === 'safe') counts.fixable += 1;
    if (finding.fix?.safety === 'unsafe') counts.unsafe += 1;
  }
  return counts;
}
