import { packagedText } from '../io/assets.ts';
import { rules } from '../rules/registry.ts';
import type { Command } from './command.ts';
import { Exit } from './exit.ts';
import { findRule, ruleIds } from './find-rule.ts';
import { ruleTable } from './rules.ts';

export const explainCommand: Command = {
  name: 'explain',
  describe: 'print the page of a rule',
  positionals: [
    {
      name: 'rule',
      describe: 'the rule, as it stands in brackets behind a finding',
      required: false,
      suggests: ruleIds,
    },
  ],
  options: {},
  examples: [
    ['gitops-kit explain helmrelease/values-key', 'what is wrong, why it matters, what to do'],
    ['gitops-kit explain', 'all rules, one line each'],
  ],
  async run(args, host) {
    const id = args.text('rule');
    if (id === undefined) {
      host.out(ruleTable(rules, host.style.out));
      return Exit.clean;
    }
    const page = packagedText(`docs/rules/${findRule(id).id}.md`);
    // The first line is for those who would edit the file.
    host.out(page.replace(/^<!--.*-->\n/, ''));
    return Exit.clean;
  },
};
