import { createHash } from 'node:crypto';
import { escapeLine } from '../core/escape.ts';
import type { Finding } from '../core/finding.ts';
import { configFile } from '../model/config.ts';
import { jsonDocument } from './document.ts';
import { fingerprints } from './fingerprint.ts';
import type { Gap } from './gaps.ts';
import type { Place } from './place.ts';
import type { Reporting } from './reporting.ts';

/** GitLab knows blocker, critical, major, minor and info. Blocker is kept for a report that is not complete. */
const severities = { error: 'critical', warning: 'minor', info: 'info' } as const;

/**
 * The report as GitLab Code Quality reads it (`artifacts: reports: codequality`): an array, also when nothing was found.
 * https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 * Only the description is shown in a merge request, so that it holds the rule and the help as well. Of two entries with
 * one fingerprint GitLab keeps one; an entry without a path would make it refuse all of them.
 */
export function gitlabReport({ report, place, gaps }: Reporting): string {
  const prints = fingerprints(report.findings);
  return jsonDocument([
    ...report.findings.map((finding, at) => entry(finding, place(finding.at), prints[at])),
    ...gaps.map(gapEntry),
  ]);
}

function entry({ rule, severity, at, message, help }: Finding, { start, end }: Place, fingerprint?: string) {
  const lines = [`${escapeLine(message)} [${rule}]`];
  if (help !== undefined) lines.push(`help: ${escapeLine(help)}`);
  return {
    description: lines.join('\n'),
    check_name: rule,
    fingerprint,
    severity: severities[severity],
    location: { path: at.file, lines: { begin: start.line, end: end.line } },
  };
}

/** What has no place stands at the configuration, where a rule can be switched off. */
function gapEntry({ rule, file, message }: Gap) {
  const path = file ?? configFile;
  return {
    description: escapeLine(file === undefined ? message : `${file} ${message}`),
    check_name: rule ?? 'gitops-kit',
    fingerprint: createHash('sha256').update(`gap\n${path}\n${message}`).digest('hex').slice(0, 32),
    severity: 'blocker',
    location: { path, lines: { begin: 1, end: 1 } },
  };
}
