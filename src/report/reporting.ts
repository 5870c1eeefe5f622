import type { Report } from '../core/finding.ts';
import type { Rule } from '../rules/rule.ts';
import type { Gap } from './gaps.ts';
import type { PlaceFinder } from './place.ts';

/** A report, and what its forms need beside it. */
export interface Reporting {
  readonly report: Report;
  /** What was looked at: `since main: 3 apps in 12 files`. */
  readonly subject: string;
  /** Shared by all forms of one run: a file with findings is read once for all of them. */
  readonly place: PlaceFinder;
  /** What the report should hold and does not. */
  readonly gaps: readonly Gap[];
  readonly rules: readonly Rule[];
  /** Of the program. */
  readonly version: string;
}
