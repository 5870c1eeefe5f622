import { KitError } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import { rules } from '../rules/registry.ts';
import type { Rule } from '../rules/rule.ts';

/** The ids of all rules, for completion. */
export const ruleIds: readonly string[] = rules.map(({ id }) => id);

/** The rule that a user named: by its id, or by its flaw alone (`values-key`) when only one family has it. */
export function findRule(name: string): Rule {
  const rule = rules.find(({ id }) => id === name) ?? onlyFlaw(name);
  if (rule !== undefined) return rule;
  throw new KitError('unknown-rule', `unknown rule ${name}${didYouMean(name, ruleIds)}`, {
    help: ['gitops-kit rules lists them all'],
  });
}

function onlyFlaw(flaw: string): Rule | undefined {
  const found = rules.filter(({ id }) => id.endsWith(`/${flaw}`));
  return found.length === 1 ? found[0] : undefined;
}
