import type { Finding, Location, Report } from '../core/finding.ts';
import { jsonDocument } from './document.ts';
import { type PlaceFinder, placeFinder } from './place.ts';

/** What `--format json` says in `$schema`; the file lies in `schemas/report.schema.json`. */
export const reportSchema = 'gitops-kit/schemas/report.schema.json';

/**
 * The whole report as one JSON document (schemas/report.schema.json), also when nothing was found.
 * @param version of the program
 * @param place shared by the reports of one run, so that each file is read once for all of them
 */
export function jsonReport(
  report: Report,
  version: string,
  place: PlaceFinder = placeFinder(report.files),
): string {
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
      unsafe: counts.unsafe,
      suppressed: counts.suppressed,
      baselined: counts.baselined,
      unchecked: counts.unchecked,
      charts: counts.charts,
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
  return jsonDocument(document);
}

function fixOf({ fix }: Finding) {
  return fix === undefined ? undefined : { title: fix.title, safety: fix.safety };
}
