import { filesOf } from '../../src/core/change.ts';
import type { Finding, Report } from '../../src/core/finding.ts';
import { countFindings } from '../../src/lint/counts.ts';
import { gapsOf } from '../../src/report/gaps.ts';
import { placeFinder } from '../../src/report/place.ts';
import type { Reporting } from '../../src/report/reporting.ts';
import { appsInFiles } from '../../src/report/summary.ts';
import { rules } from '../../src/rules/registry.ts';

/** A report of findings in one file, as the engine would count them. */
export function reportOf(
  texts: Readonly<Record<string, string>>,
  findings: readonly Finding[],
  failures: Report['failures'] = [],
): Report {
  const counts = countFindings(findings, {
    files: 12,
    apps: 3,
    suppressed: 0,
    baselined: 0,
    unread: 0,
    unchecked: { objects: 0, kinds: 0 },
    charts: { judged: 0, uncached: 0, outOfReach: 0, elsewhere: 0 },
  });
  return { findings, failures, counts, files: filesOf(texts) };
}

/** A report as the forms get it. */
export function reportingOf(report: Report, unjudged: readonly string[] = []): Reporting {
  return {
    report,
    subject: appsInFiles(report.counts),
    place: placeFinder(report.files),
    gaps: gapsOf(report, unjudged),
    rules,
    version: '0.1.0',
  };
}

/** A finding at the first place where `mark` stands in the text. */
export function findingAt(
  text: string,
  mark: string,
  rest: Partial<Finding> & Pick<Finding, 'message'>,
): Finding {
  const start = text.indexOf(mark);
  return {
    rule: 'helmrelease/source-missing',
    severity: 'error',
    at: { file: 'podinfo/helmrelease-podinfo.yaml', range: { start, end: start + mark.length } },
    ...rest,
  };
}
