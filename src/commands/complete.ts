import type { Command } from './command.ts';
import { shownName } from './help.ts';
import { globalOptions } from './options.ts';

/**
 * What may follow the words typed so far, the last of them unfinished: commands, then a command's flags, the values
 * of the flag before, or what the command is about. yargs' own answers come too late for its parse callback, so they are given here.
 */
export function completions(words: readonly string[], commands: readonly Command[]): readonly string[] {
  const current = words.at(-1) ?? '';
  const command = commands.find(({ name }) => name === words[0]);
  if (command === undefined && words.length > 1 && words[0] !== 'help') return [];
  if (command === undefined || words.length < 2)
    return starting(
      commands.map(({ name }) => name),
      current,
    );
  const options = { ...command.options, ...globalOptions };
  const before = words.at(-2) ?? '';
  const option = before.startsWith('--') ? options[before.slice(2)] : undefined;
  const values = option?.choices ?? option?.suggests;
  if (values !== undefined) return starting(values, current);
  if (!current.startsWith('-')) return starting(command.positionals[0]?.suggests ?? [], current);
  return starting(
    Object.entries(options).map(([name, option]) => `--${shownName(name, option)}`),
    current,
  );
}

function starting(candidates: readonly string[], start: string): readonly string[] {
  return candidates.filter((candidate) => candidate.startsWith(start));
}
