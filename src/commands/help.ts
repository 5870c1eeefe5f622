import type { Command, Option } from './command.ts';
import { globalOptions } from './options.ts';

const docs = 'docs: https://github.com/gitops-kit/gitops-kit#readme';

/** What `gitops-kit` alone prints. */
export async function mainHelp(
  commands: readonly { readonly name: string; readonly describe: string }[],
  width: number,
): Promise<string> {
  const usage = [
    'Scaffolds, lints and repairs five-file Flux repositories.',
    '',
    '  # prepare a repository, or see what is recognised in an existing one',
    '  gitops-kit init',
    '  # five files for a chart, linted and committed',
    '  gitops-kit new-app podinfo',
    '  # everything Flux would stumble over, with file and line',
    '  gitops-kit lint',
  ].join('\n');
  const parser = await helpParser(width);
  parser.usage('Usage: $0 <command> [options]').epilogue(`flags: gitops-kit help COMMAND\n${docs}`);
  for (const { name, describe } of commands) parser.command(name, describe);
  parser.option('version', { describe: 'show the version' });
  return `${usage}\n\n${await parser.getHelp()}\n`;
}

/** What `gitops-kit <command> --help` prints: what it is, examples, then the flags. */
export async function commandHelp(command: Command, width: number): Promise<string> {
  const examples = command.examples.flatMap(([line, does]) => [`  # ${does}`, `  ${line}`]);
  const usage = [
    `gitops-kit ${command.name}: ${command.describe}`,
    '',
    ...examples,
    '',
    `Usage: ${usageLine(command)}`,
    ...positionalLines(command, Math.min(Math.max(width, 60), 100)),
  ].join('\n');
  const parser = await helpParser(width);
  parser.epilogue(docs);
  for (const [name, option] of Object.entries({ ...command.options, ...globalOptions })) {
    const value = option.value === undefined ? '' : ` ${option.value}`;
    parser.option(`${shownName(name, option)}${value}`, {
      describe: option.describe,
      group: `${option.group}:`,
      ...(option.choices === undefined ? {} : { choices: option.choices }),
      ...(typeof option.default === 'string' ? { default: option.default } : {}),
    });
  }
  return `${usage}\n\n${await parser.getHelp()}\n`;
}

/** `gitops-kit new-app NAME [options]` */
export function usageLine(command: Command): string {
  const words = command.positionals.map(({ name, required, rest }) => {
    const word = `${name.toUpperCase()}${rest === true ? '...' : ''}`;
    return required ? word : `[${word}]`;
  });
  return ['gitops-kit', command.name, ...words, '[options]'].join(' ');
}

/** What each word of the usage line stands for, below it. */
function positionalLines({ positionals }: Command, width: number): string[] {
  if (positionals.length === 0) return [];
  const names = positionals.map(({ name }) => name.toUpperCase());
  const indent = Math.max(...names.map((name) => name.length)) + 4;
  const lines = positionals.flatMap(({ describe }, at) =>
    folded(describe, width - indent).map(
      (line, row) => `${`  ${row === 0 ? names[at] : ''}`.padEnd(indent)}${line}`,
    ),
  );
  return ['', ...lines];
}

/** A text in lines of at most `width`, broken between words. */
function folded(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A flag that is on by default is shown as what turns it off. */
export function shownName(name: string, option: Option): string {
  return option.default === true ? `no-${name}` : name;
}

async function helpParser(width: number) {
  const { default: yargs } = await import('yargs');
  return yargs()
    .scriptName('gitops-kit')
    .locale('en')
    .help(false)
    .version(false)
    .exitProcess(false)
    .wrap(Math.min(Math.max(width, 60), 100));
}
