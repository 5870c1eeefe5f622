import type { RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { type Report, type Severity, severities } from '../core/finding.ts';
import { didYouMean } from '../core/suggest.ts';
import type { RuleChoice } from '../lint/only-rules.ts';
import type { RuleSetting } from '../model/config.ts';
import type { Arguments } from './command.ts';
import { Exit } from './exit.ts';
import { findRule } from './find-rule.ts';

/** From what on a run asks its user to act. */
export interface Limits {
  readonly failOn: Severity;
  /** Undefined: as many as there are. */
  readonly maxWarnings: number | undefined;
  readonly exitZero: boolean;
}

export function limitsOf(args: Arguments): Limits {
  const word = args.text('fail-on');
  return {
    failOn: severities.find((severity) => severity === word) ?? 'error',
    maxWarnings: numberOf(args.text('max-warnings')),
    exitZero: args.flag('exit-zero'),
  };
}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw refusal(`--max-warnings is ${text}; expected a number, 0 or more`);
}

const settings: readonly RuleSetting[] = ['off', 'info', 'warning', 'error'];

/** `--rule ID` or `--rule ID=SEVERITY`. */
export function ruleChoice(word: string): RuleChoice {
  const [name = '', ...rest] = word.split('=');
  const { id } = findRule(name);
  if (rest.length === 0) return { id, setting: undefined };
  const said = rest.join('=');
  const setting = settings.find((each) => each === said);
  if (setting !== undefined) return { id, setting };
  throw refusal(
    `--rule ${word}: ${said} is no severity; expected ${settings.join(', ')}${didYouMean(said, settings)}`,
  );
}

function refusal(message: string): KitError {
  return new KitError('bad-option', message, { help: ['gitops-kit lint --help'] });
}

/** @param unjudged files that could not be read, and of which no finding says so */
export function exitOf(report: Report, limits: Limits, unjudged: readonly RepoPath[]): Exit {
  if (report.failures.length > 0) return Exit.failed;
  if (limits.exitZero) return Exit.clean;
  const counted = severities.slice(0, severities.indexOf(limits.failOn) + 1);
  const isTooMuch =
    counted.some((severity) => report.counts[severity] > 0) ||
    report.counts.warning > (limits.maxWarnings ?? Number.POSITIVE_INFINITY) ||
    unjudged.length > 0;
  return isTooMuch ? Exit.findings : Exit.clean;
}
