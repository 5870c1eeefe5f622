import type { Report } from '../core/finding.ts';
import type { Rule } from '../rules/rule.ts';
import { githubReport } from './github.ts';
import { jsonReport } from './json.ts';
import type { PlaceFinder } from './place.ts';
import { sarifReport } from './sarif.ts';
import type { Style } from './style.ts';
import { textReport } from './text.ts';

/** The forms in which a report can be had. */
export const formats = ['text', 'json', 'sarif', 'github'] as const;
export type Format = (typeof formats)[number];

/** A report, and what its forms need beside it. */
export interface Reporting {
  readonly report: Report;
  /** Shared by all forms of one run: a file with findings is read once for all of them. */
  readonly place: PlaceFinder;
  readonly rules: readonly Rule[];
  /** Of the program. */
  readonly version: string;
}

/** The report in one form; `style` is that of the stream or file it goes to. */
export function formatReport(
  format: Format,
  { report, place, rules, version }: Reporting,
  style: Style,
): string {
  switch (format) {
    case 'text':
      return textReport(report, style, place);
    case 'json':
      return jsonReport(report, version, place);
    case 'sarif':
      return sarifReport(report, rules, version, place);
    case 'github':
      return githubReport(report, place);
  }
}
