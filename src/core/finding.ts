import type { Change, Files, RepoPath } from './change.ts';
import type { Range } from './text.ts';

/** `<family>/<flaw>`, as in `layout/file-name`. */
export type RuleId = string;

/** How much a finding matters: an error breaks something, a warning will, an info is advice. */
export type Severity = 'error' | 'warning' | 'info';

/** All severities, the gravest first. */
export const severities: readonly Severity[] = ['error', 'warning', 'info'];

/** A place in a file. A missing file is reported at what refers to it. */
export interface Location {
  readonly file: RepoPath;
  readonly range: Range;
}

/** A second place that explains a finding. */
export interface Related {
  readonly at: Location;
  readonly message: string;
}

/**
 * Whether people need look at a repair before it is applied: `safe` when the cluster's behaviour stays the same, or
 * becomes what the files already claim, and no comment is lost.
 */
export type Safety = 'safe' | 'unsafe';

/** A repair as data. */
export interface Fix {
  /** What it does: `write interval: 15m`. */
  readonly title: string;
  readonly safety: Safety;
  /**
   * Edits first, of the files as they are; then what is created, moved and deleted. None where the text cannot be edited
   * without changing more than that. May be worked out when it is asked for: most findings are only read.
   */
  readonly changes: readonly Change[];
}

/** The object that a finding is about, for reports and baselines. */
export interface ObjectName {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** What a rule says: where, what is wrong (with the value), and what to do. */
export interface Problem {
  readonly at: Location;
  readonly message: string;
  readonly help?: string;
  readonly related?: readonly Related[];
  readonly fix?: Fix;
  readonly object?: ObjectName;
  /** The lines of `at` hold a secret: no report prints them, for this finding or for another on the same lines. */
  readonly hidden?: true;
}

/** A problem with the identity that the engine gave it. */
export interface Finding extends Problem {
  readonly rule: RuleId;
  readonly severity: Severity;
}

/** A rule that threw: its findings are missing, so the run cannot be green (exit 3). */
export interface RuleFailure {
  readonly rule: RuleId;
  readonly message: string;
}

/** How many charts the rules that know the chart could judge by, and of how many others nothing was known. */
export interface ChartCounts {
  readonly judged: number;
  /** The cache has not what was needed of them. */
  readonly uncached: number;
  /** They were asked for, and did not come. */
  readonly outOfReach: number;
  /** They come from no chart repository that the files name, or patches may change what is installed. */
  readonly elsewhere: number;
}

/** The result of one lint, in reading order: by file, then by position, then by rule. */
export interface Report {
  readonly findings: readonly Finding[];
  readonly failures: readonly RuleFailure[];
  readonly counts: {
    readonly files: number;
    readonly apps: number;
    readonly error: number;
    readonly warning: number;
    readonly info: number;
    /** Findings with a safe fix, and with an unsafe one. */
    readonly fixable: number;
    readonly unsafe: number;
    readonly suppressed: number;
    /** Findings that the baseline knows. */
    readonly baselined: number;
    /** Files that could not be read or parsed, each with a finding of its own. */
    readonly unread: number;
    /** Objects of kinds without a schema, and how many kinds these are. */
    readonly unchecked: { readonly objects: number; readonly kinds: number };
    readonly charts: ChartCounts;
  };
  /** The files that were linted, for code frames. */
  readonly files: Files;
  /** Stretches of files that hold secrets: no report prints a line of them. */
  readonly hidden?: ReadonlyMap<RepoPath, readonly Range[]>;
}
