import type { Command } from './command.ts';
import { shownName } from './help.ts';
import { globalOptions } from './options.ts';

/**
 * What may follow the words typed so far, the last of them unfinished: commands, then a command's flags and the
 * choices of the flag before. yargs' own answers come too late for its parse callback, so they are given here.
 */
export function completions(words: readonly string[], commands: readonly Command[]): readonly string[] {
  const current = words.at(-1) ?? '';
  const command = commands.find(({ name }) => name === words[0]);
  if (command === undefined || words.length < 2)
    return starting(
      commands.map(({ name }) => name),
      current,
    );
  const options = { ...command.options, ...globalOptions };
  const before = words.at(-2) ?? '';
  const choices = before.startsWith('--') ? options[before.slice(2)]?.choices : undefined;
  if (choices !== undefined) return starting(choices, current);
  if (!current.startsWith('-')) return [];
  return starting(
    Object.entries(options).map(([name, option]) => `--${shownName(name, option)}`),
    current,
  );
}

function starting(candidates: readonly string[], start: string): readonly string[] {
  return candidates.filter((candidate) => candidate.startsWith(start));
}
