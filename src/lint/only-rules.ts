import type { RuleId } from '../core/finding.ts';
import type { RuleSetting, Settings } from '../model/config.ts';
import type { Rule } from '../rules/rule.ts';

/** One rule named for this run. */
export interface RuleChoice {
  readonly id: RuleId;
  /** Undefined: as configured; a rule that is off everywhere speaks with its own severity. */
  readonly setting: RuleSetting | undefined;
}

/**
 * The settings of a run for which rules were named. Named rules alone run; a severity given with one holds in all
 * files. `off` leaves a rule out: when nothing else is said, all others run as configured. The last word on a rule counts.
 */
export function onlyRules(
  settings: Settings,
  rules: readonly Rule[],
  choices: readonly RuleChoice[],
): Settings {
  const chosen = new Map(choices.map(({ id, setting }) => [id, setting]));
  const isOnly = [...chosen.values()].some((setting) => setting !== 'off');
  const everywhere: Record<RuleId, RuleSetting> = { ...settings.rules };
  const decided = new Set<RuleId>();
  for (const { id, severity, preset } of rules) {
    const setting = chosen.get(id) ?? (isOnly && !chosen.has(id) ? 'off' : undefined);
    if (setting !== undefined) {
      everywhere[id] = setting;
      decided.add(id);
    } else if (chosen.has(id)) {
      const isOff =
        settings.rules[id] === 'off' || (settings.rules[id] === undefined && preset !== 'recommended');
      if (isOff) everywhere[id] = severity;
    }
  }
  const overrides = settings.overrides.map(({ files, rules: some }) => ({
    files,
    rules: Object.fromEntries(Object.entries(some).filter(([id]) => !decided.has(id))),
  }));
  return { ...settings, rules: everywhere, overrides };
}
