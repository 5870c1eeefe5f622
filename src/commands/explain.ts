import { KitError } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import { packagedText } from '../io/assets.ts';
import { rules } from '../rules/registry.ts';
import type { Command } from './command.ts';
import { Exit } from './exit.ts';

export const explainCommand: Command = {
  name: 'explain',
  describe: 'print the page of a rule',
  positionals: [
    { name: 'rule', describe: 'the rule, as it stands in brackets behind a finding', required: false },
  ],
  options: {},
  examples: [
    ['gitops-kit explain helmrelease/values-key', 'what is wrong, why it matters, what to do'],
    ['gitops-kit explain', 'all rules, one line each'],
  ],
  async run(args, host) {
    const id = args.text('rule');
    if (id === undefined) {
      const width = Math.max(...rules.map((rule) => rule.id.length));
      host.out(
        rules
          .map((rule) => `${rule.id.padEnd(width)}  ${rule.severity.padEnd(7)}  ${rule.summary}\n`)
          .join(''),
      );
      return Exit.clean;
    }
    const rule = rules.find((each) => each.id === id) ?? onlyFlaw(id);
    if (rule === undefined) {
      throw new KitError(
        'unknown-rule',
        `unknown rule ${id}${didYouMean(
          id,
          rules.map((each) => each.id),
        )}`,
        {
          help: ['gitops-kit explain lists them all'],
        },
      );
    }
    host.out(packagedText(`docs/rules/${rule.id}.md`));
    return Exit.clean;
  },
};

/** The rule of that flaw, when only one family has it: `values-key`. */
function onlyFlaw(flaw: string) {
  const found = rules.filter((rule) => rule.id.endsWith(`/${flaw}`));
  return found.length === 1 ? found[0] : undefined;
}
