import type { RepoPath } from '../core/change.ts';
import type { Report, RuleId } from '../core/finding.ts';

/** What a report does not hold and should: a rule that failed, a file of which nobody spoke, a chart that did not come. */
export interface Gap {
  readonly rule?: RuleId;
  readonly file?: RepoPath;
  /** Without the file's name. */
  readonly message: string;
}

/**
 * The gaps of a report: no form may look complete that is not.
 * @param unjudged files that could not be read, and of which no finding says so
 * @param unreached what chart repositories that were asked did not say
 */
export function gapsOf(
  { failures }: Pick<Report, 'failures'>,
  unjudged: readonly RepoPath[],
  unreached: readonly string[] = [],
): Gap[] {
  return [
    ...failures.map(({ rule, message }) => ({
      rule,
      message: `rule ${rule} failed: ${message}; its findings are missing`,
    })),
    ...unreached.map((message) => ({ message: `${message}; what depends on it was not judged` })),
    ...unjudged.map((file) => ({ file, message: 'could not be read, and no rule that runs says why' })),
  ];
}
