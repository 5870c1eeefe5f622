import type { Command } from './command.ts';
import { shownName } from './help.ts';
import { globalOptions } from './options.ts';

/** yargs' own completion script, or its answer to one, from the declarations that the commands are read with. */
export async function yargsSays(argv: readonly string[], commands: readonly Command[]): Promise<string> {
  const { default: yargs } = await import('yargs');
  const parser = yargs()
    .scriptName('gitops-kit')
    .locale('en')
    .help(false)
    .version(false)
    .exitProcess(false)
    .completion();
  for (const { name, describe, options } of commands) {
    parser.command(name, describe, (command) => {
      for (const [key, option] of Object.entries({ ...options, ...globalOptions })) {
        command.option(shownName(key, option), {
          type: option.type,
          describe: option.describe,
          ...(option.choices === undefined ? {} : { choices: option.choices }),
        });
      }
      return command;
    });
  }
  return new Promise((resolve, reject) => {
    parser.parse([...argv], {}, (error, _parsed, output) => {
      if (error) reject(error);
      else resolve(output);
    });
  });
}
