import type { RuleId } from '../core/finding.ts';

/** The program's own repository. */
export const home = 'https://github.com/gitops-kit/gitops-kit';

/** The page of a rule. */
export function ruleUrl(rule: RuleId): string {
  return `${home}/blob/main/docs/rules/${rule}.md`;
}
