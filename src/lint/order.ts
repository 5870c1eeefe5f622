import type { Finding } from '../core/finding.ts';

/** How many findings of one rule a file may have before the rest becomes one line. */
export const perRuleAndFile = 50;

/** By file, then by position, then by rule: the order in which a person reads. */
export function inReadingOrder(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) =>
      compare(a.at.file, b.at.file) ||
      a.at.range.start - b.at.range.start ||
      a.at.range.end - b.at.range.end ||
      compare(a.rule, b.rule) ||
      compare(a.message, b.message),
  );
}

/**
 * What is printed of a report: at most fifty findings of one rule in one file, and a last one that says how many more
 * there are. What selects among findings comes before.
 */
export function capped(findings: readonly Finding[]): Finding[] {
  const total = new Map<string, number>();
  for (const finding of findings) total.set(keyOf(finding), (total.get(keyOf(finding)) ?? 0) + 1);
  const shown = new Map<string, number>();
  return findings.flatMap((finding) => {
    const key = keyOf(finding);
    const before = shown.get(key) ?? 0;
    const all = total.get(key) ?? 0;
    shown.set(key, before + 1);
    if (before < perRuleAndFile) return [finding];
    if (before > perRuleAndFile) return [];
    const { at, rule, severity } = finding;
    const rest = all - perRuleAndFile;
    return [
      {
        at,
        rule,
        severity,
        message: `${rest} more ${rest === 1 ? 'finding' : 'findings'} of this rule in this file ${rest === 1 ? 'is' : 'are'} not shown`,
        help: 'they may have one cause: begin with the first',
      },
    ];
  });
}

function keyOf(finding: Finding): string {
  return `${finding.rule} ${finding.at.file}`;
}

/** By code unit: the same order on every machine. */
export function compare(a: string, b: string): number {
  if (a < b) return -1;
  return a > b ? 1 : 0;
}
