import type { RepoPath } from '../core/change.ts';
import type { Report, RuleId } from '../core/finding.ts';
import type { Settings } from '../model/config.ts';
import type { Repo } from '../model/repo.ts';
import type { Rule } from '../rules/rule.ts';
import type { Asked } from './only-rules.ts';
import { severities } from './severity.ts';

/** How a report came about. */
export interface Run {
  readonly settings: Settings;
  readonly rules: readonly Rule[];
  readonly repo: Pick<Repo, 'unread'>;
  readonly asked: Asked;
}

/** Whether a rule passes a file over, since a change left it alone (`Rule.alone`). */
export function isPassedOver(rule: Rule, file: RepoPath, focus: ReadonlySet<RepoPath> | undefined): boolean {
  return rule.alone === true && focus !== undefined && !focus.has(file);
}

/**
 * Whether a report has all that a rule has to say of a file: the rule ran there and did not fail, or is no longer one
 * of ours, and the file could be read. A rule that compares says one thing of one change, and another of the next.
 */
export function judgedBy(
  { failures }: Report,
  { settings, rules, repo, asked }: Run,
): (place: { readonly rule: RuleId; readonly file: RepoPath }) => boolean {
  const severity = severities(settings);
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const failed = new Set(failures.map(({ rule }) => rule));
  return ({ rule: id, file }) => {
    if (!asked(id) || failed.has(id) || repo.unread.has(file)) return false;
    const rule = byId.get(id);
    if (rule === undefined) return true;
    return rule.compares !== true && severity.of(rule, file) !== 'off';
  };
}
