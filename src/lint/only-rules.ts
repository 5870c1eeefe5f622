import type { RuleId } from '../core/finding.ts';
import type { RuleSetting, Settings } from '../model/config.ts';
import type { Rule } from '../rules/rule.ts';

/** One rule named for this run. */
export interface RuleChoice {
  readonly id: RuleId;
  /** Undefined: as configured; a rule that is off everywhere speaks with its own severity. */
  readonly setting: RuleSetting | undefined;
}

/** Whether a run is to say what there is of a rule, be it one of ours or not. */
export type Asked = (rule: RuleId) => boolean;

/** The rules that `onlyRules` lets run: those that are named, or all but those that are named `off`. */
export function askedFor(choices: readonly RuleChoice[]): Asked {
  const chosen = new Map(choices.map(({ id, setting }) => [id, setting]));
  const isOnly = [...chosen.values()].some((setting) => setting !== 'off');
  return (rule) => (chosen.has(rule) ? chosen.get(rule) !== 'off' : !isOnly);
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
  const asked = askedFor(choices);
  const everywhere: Record<RuleId, RuleSetting> = { ...settings.rules };
  const decided = new Set<RuleId>();
  for (const { id, severity, preset } of rules) {
    const setting = chosen.get(id) ?? (asked(id) ? undefined : 'off');
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
