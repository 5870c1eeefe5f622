import { KitError } from '../core/errors.ts';
import { packageVersion } from '../io/assets.ts';
import type { Host } from '../io/host.ts';
import { readArguments } from './arguments.ts';
import type { Command } from './command.ts';
import { Exit } from './exit.ts';
import { commandHelp, mainHelp } from './help.ts';
import { colorAsText } from './parser.ts';
import { commandEntries } from './registry.ts';
import { showError } from './usage.ts';

/** Runs one command line; never throws, never ends the process. */
export async function runCli(words: readonly string[], host: Host): Promise<Exit> {
  const argv = colorAsText(words);
  const name = argv.find((argument) => !argument.startsWith('-'));
  try {
    if (argv[0] === '--get-yargs-completions') return await complete(words, host);
    if (name === undefined) return await withoutCommand(argv, host);
    if (name === 'help') return await help(argv, host);
    const isHelp = wantsHelp(argv);
    if (!isHelp) commandEntries.find((entry) => entry.name === name)?.foresee?.(argv, host);
    const command = await load(name);
    if (isHelp) {
      host.out(await commandHelp(command, host.style.out.width));
      return Exit.clean;
    }
    return await command.run(await readArguments(command, argv), host);
  } catch (error) {
    return showError(error, host, argv);
  }
}

async function withoutCommand(argv: readonly string[], host: Host): Promise<Exit> {
  if (argv.includes('--version')) {
    host.out(`${packageVersion()}\n`);
    return Exit.clean;
  }
  const unknown = argv.find(
    (argument) => argument !== '--help' && argument !== '-h' && !/^--(no-)?color(=|$)/.test(argument),
  );
  if (unknown !== undefined) {
    throw new KitError('unknown-option', `unknown option ${unknown}: name a command first`, {
      help: ['gitops-kit --help'],
    });
  }
  host.out(await mainHelp(commandEntries, host.style.out.width));
  return Exit.clean;
}

/** `help` and `help COMMAND`, as git has them. */
async function help(argv: readonly string[], host: Host): Promise<Exit> {
  const [, name, extra] = argv.filter((argument) => !argument.startsWith('-'));
  const { width } = host.style.out;
  if (extra !== undefined) {
    throw new KitError('extra-argument', `unexpected argument ${extra} for help`, {
      help: ['gitops-kit help COMMAND'],
    });
  }
  const isOwn = name === undefined || name === 'help';
  host.out(isOwn ? await mainHelp(commandEntries, width) : await commandHelp(await load(name), width));
  return Exit.clean;
}

/** Answers the completion script: one candidate per line for the words typed so far. */
async function complete(argv: readonly string[], host: Host): Promise<Exit> {
  const { completions } = await import('./complete.ts');
  const commands = await Promise.all(commandEntries.map((entry) => entry.load()));
  // the script passes the program's name first
  const words = argv.slice(argv.indexOf('--get-yargs-completions') + 2);
  host.out(
    completions(words, commands)
      .map((word) => `${word}\n`)
      .join(''),
  );
  return Exit.clean;
}

async function load(name: string): Promise<Command> {
  const entry = commandEntries.find((each) => each.name === name);
  if (entry !== undefined) return entry.load();
  const { didYouMean } = await import('../core/suggest.ts');
  const names = [...commandEntries.map((each) => each.name), 'help'];
  throw new KitError('unknown-command', `unknown command ${name}${didYouMean(name, names)}`, {
    help: ['gitops-kit --help'],
  });
}

/** `--help` anywhere before a bare `--`. */
function wantsHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end === -1 ? argv : argv.slice(0, end)).some(
    (argument) => argument === '--help' || argument === '-h',
  );
}
