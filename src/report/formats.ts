import { githubReport } from './github.ts';
import { gitlabReport } from './gitlab.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { markdownReport } from './markdown.ts';
import { rdjsonReport } from './rdjson.ts';
import type { Reporting } from './reporting.ts';
import { sarifReport } from './sarif.ts';
import type { Style } from './style.ts';
import { textReport } from './text.ts';

/** The forms in which a report can be had. */
export const formats = ['text', 'json', 'sarif', 'github', 'gitlab', 'junit', 'rdjson', 'markdown'] as const;
export type Format = (typeof formats)[number];

/** The report in one form; `style` is that of the stream or file it goes to. */
export function formatReport(format: Format, reporting: Reporting, style: Style): string {
  const { report, place, version } = reporting;
  switch (format) {
    case 'text':
      return textReport(report, style, place);
    case 'json':
      return jsonReport(report, version, place);
    case 'sarif':
      return sarifReport(reporting);
    case 'github':
      return githubReport(reporting);
    case 'gitlab':
      return gitlabReport(reporting);
    case 'junit':
      return junitReport(reporting);
    case 'rdjson':
      return rdjsonReport(reporting);
    case 'markdown':
      return markdownReport(reporting);
  }
}
