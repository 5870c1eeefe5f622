import type { Finding, Location, Report } from '../core/finding.ts';
import { placeFinder } from './place.ts';

/** What `--format json` says in `$schema`; the file lies in `schemas/report.schema.json`. */
export const reportSchema = 'gitops-kit/schemas/report.schema.json';

/** Characters that JSON may hold raw and a terminal would act upon; all of them occur in strings only. */
const raw = /[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

/**
 * The whole report as one JSON document (schemas/report.schema.json), also when nothing was found.
 * @param version of the program
 */
export function jsonReport(report: Report, version: string): string {
  const place = placeFinder(report.files);
  const located = (at: Location) => {
    const { start, end } = place(at);
    return { file: at.file, start, end };
  };
  const { counts } = report;
  const document = {
    $schema: reportSchema,
    version: 1,
    tool: { name: 'gitops-kit', version },
    summary: {
      files: counts.files,
      unread: counts.unread,
      apps: counts.apps,
      errors: counts.error,
      warnings: counts.warning,
      infos: counts.info,
      fixable: counts.fixable,
      suppressed: counts.suppressed,
      baselined: 0,
    },
    findings: report.findings.map((finding) => ({
      rule: finding.rule,
      severity: finding.severity,
      message: finding.message,
      help: finding.help,
      ...located(finding.at),
      object: finding.object,
      related: (finding.related ?? []).map(({ at, message }) => ({ ...located(at), message })),
      fix: fixOf(finding),
      docs: `gitops-kit explain ${finding.rule}`,
    })),
    failures: report.failures,
  };
  return `${JSON.stringify(document, undefined, 2).replace(raw, escaped)}\n`;
}

function fixOf({ fix }: Finding) {
  return fix === undefined ? undefined : { title: fix.title, safety: fix.safety };
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
