import type { RepoPath } from '../core/change.ts';
import type { Report, RuleId } from '../core/finding.ts';

/** What a report does not hold and should: a rule that failed, a file of which nobody spoke. */
export interface Gap {
  readonly rule?: RuleId;
  readonly file?: RepoPath;
  /** Without the file's name. */
  readonly message: string;
}

/**
 * The gaps of a report: no form may look complete that is not.
 * @param unjudged files that could not be read, and of which no finding says so
 */
export function gapsOf({ failures }: Pick<Report, 'failures'>, unjudged: readonly RepoPath[]): Gap[] {
  return [
    ...failures.map(({ rule, message }) => ({
      rule,
      message: `rule ${rule} failed: ${message}; its findings are missing`,
    })),
    ...unjudged.map((file) => ({ file, message: 'could not be read, and no rule that runs says why' })),
  ];
}
