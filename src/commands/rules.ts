import { KitError } from '../core/errors.ts';
import type { Host } from '../io/host.ts';
import { jsonDocument } from '../report/document.ts';
import type { Style } from '../report/style.ts';
import { table } from '../report/table.ts';
import { rules } from '../rules/registry.ts';
import type { Rule } from '../rules/rule.ts';
import type { Arguments, Command } from './command.ts';
import { Exit } from './exit.ts';

const families = [...new Set(rules.map(({ id }) => id.slice(0, id.indexOf('/'))))];

export const rulesCommand: Command = {
  name: 'rules',
  describe: 'list the rules: severity, preset, what each finds',
  positionals: [
    {
      name: 'words',
      describe: 'list only rules in which all of these occur',
      required: false,
      rest: true,
      suggests: families,
    },
  ],
  options: {
    format: {
      type: 'string',
      choices: ['text', 'json'],
      default: 'text',
      describe: 'a table, or JSON for scripts',
      group: 'Output',
      value: 'FORMAT',
    },
  },
  examples: [
    ['gitops-kit rules', 'all rules'],
    ['gitops-kit rules helmrelease warning', 'those of a family, of one severity'],
    ['gitops-kit rules --format json', 'with their options, for a script'],
  ],
  run: runRules,
};

async function runRules(args: Arguments, host: Host): Promise<Exit> {
  const words = args.list('words');
  const found = rules.filter((rule) => words.every((word) => isAbout(rule, word)));
  if (found.length === 0) {
    throw new KitError('no-such-rule', `no rule has ${words.join(' and ')} in its name or summary`, {
      help: [`the families are ${families.join(', ')}`],
    });
  }
  host.out(
    args.text('format') === 'json'
      ? jsonDocument({ rules: found.map(facts) })
      : ruleTable(found, host.style.out),
  );
  return Exit.clean;
}

/** One line for each rule. */
export function ruleTable(listed: readonly Rule[], style: Style): string {
  const rows = listed.map(({ id, severity, preset, summary }) => [id, severity, preset, summary]);
  return table(['RULE', 'SEVERITY', 'PRESET', 'WHAT IT FINDS'], rows, style);
}

function isAbout({ id, severity, preset, summary }: Rule, word: string): boolean {
  return [id, severity, preset, summary].some((text) => text.toLowerCase().includes(word.toLowerCase()));
}

function facts({ id, severity, preset, since, summary, options = {} }: Rule) {
  return { id, severity, preset, since, summary, options, docs: `gitops-kit explain ${id}` };
}
