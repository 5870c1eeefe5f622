import type { RepoPath } from '../core/change.ts';
import type { RuleSetting, Settings } from '../model/config.ts';
import { pathMatcher } from '../model/globs.ts';
import type { Rule } from '../rules/rule.ts';

/** What the configuration makes of the rules: the preset, then `rules`, then the last `overrides` entry whose globs match. */
export interface Severities {
  /** False when the rule is off everywhere: it need not run. */
  runs(rule: Rule): boolean;
  of(rule: Rule, file: RepoPath): RuleSetting;
}

export function severities(settings: Settings): Severities {
  const overrides = settings.overrides.map(({ files, rules }) => ({ matches: pathMatcher(files), rules }));
  const everywhere = (rule: Rule): RuleSetting => settings.rules[rule.id] ?? presetOf(rule, settings);
  return {
    runs: (rule) =>
      everywhere(rule) !== 'off' || overrides.some(({ rules }) => (rules[rule.id] ?? 'off') !== 'off'),
    of(rule, file) {
      const found = overrides.findLast(({ matches, rules }) => rules[rule.id] !== undefined && matches(file));
      return found?.rules[rule.id] ?? everywhere(rule);
    },
  };
}

function presetOf(rule: Rule, settings: Settings): RuleSetting {
  return rule.preset === 'recommended' || settings.extends === 'strict' ? rule.severity : 'off';
}
