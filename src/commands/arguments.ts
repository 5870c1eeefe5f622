import { KitError } from '../core/errors.ts';
import { didYouMean, nearest } from '../core/suggest.ts';
import type { Arguments, Command, Option } from './command.ts';
import { globalOptions } from './options.ts';
import { type Parsed, parse } from './parser.ts';

/**
 * The command line as its command declared it. yargs splits the words; what is unknown, missing or given twice
 * is refused here, so that every refusal names the value, what was expected, and where help is.
 */
export async function readArguments(command: Command, argv: readonly string[]): Promise<Arguments> {
  const options = { ...command.options, ...globalOptions };
  const parsed = parse(options, argv);
  const refuse = (code: string, message: string): KitError =>
    new KitError(code, message, { help: [`gitops-kit ${command.name} --help`] });

  for (const given of parsed.given) {
    if (options[given] !== undefined) continue;
    const elsewhere = Object.entries(command.elsewhere ?? {}).find(([name]) => name === given)?.[1];
    if (elsewhere !== undefined)
      throw new KitError('unknown-option', `${command.name} has no option --${given}`, { help: [elsewhere] });
    const negated = Object.entries(options).flatMap(([key, option]) =>
      option.default === true ? [`no-${key}`] : [],
    );
    const suggestion = nearest(given, [...Object.keys(options), ...negated]);
    const tail = suggestion === undefined ? '' : `; did you mean --${suggestion}?`;
    throw refuse('unknown-option', `unknown option --${given} for ${command.name}${tail}`);
  }
  const valued = switchWithValue(options, argv);
  if (valued !== undefined) throw refuse('bad-option', valued);
  for (const [name, option] of Object.entries(options)) {
    const wrong = wrongValue(name, option, parsed.values.get(name));
    if (wrong !== undefined) throw refuse('bad-option', wrong);
  }
  const rest = command.positionals.at(-1)?.rest === true;
  const required = command.positionals.filter((positional) => positional.required);
  const missing = required[parsed.positionals.length];
  if (missing !== undefined)
    throw refuse('missing-argument', `${command.name} needs ${missing.name}: ${missing.describe}`);
  const extra = parsed.positionals[command.positionals.length];
  if (extra !== undefined && !rest)
    throw refuse('extra-argument', `unexpected argument ${extra} for ${command.name}`);
  return argumentsOf(command, options, parsed);
}

/** `--staged=no` would be read as if it were not there. */
function switchWithValue(
  options: Readonly<Record<string, Option>>,
  argv: readonly string[],
): string | undefined {
  const end = argv.indexOf('--');
  for (const word of end === -1 ? argv : argv.slice(0, end)) {
    const [, name = '', value] = /^--([^=]+)=(.*)$/s.exec(word) ?? [];
    const option = options[name] ?? options[name.replace(/^no-/, '')];
    if (value !== undefined && option?.type === 'boolean') return `--${name} takes no value, got ${value}`;
  }
  return undefined;
}

function wrongValue(
  name: string,
  option: Option,
  values: readonly (string | boolean)[] | undefined,
): string | undefined {
  if (values === undefined) return undefined;
  if (values.length === 0) return `--${name} needs a value: ${option.describe}`;
  if (values.length > 1 && option.array !== true && option.type === 'string')
    return `--${name} is given ${values.length} times`;
  for (const value of values) {
    if (option.type === 'boolean') {
      if (typeof value !== 'boolean') return `--${name} takes no value, got ${value}`;
    } else if (typeof value !== 'string' || value === '') {
      return `--${name} needs a value: ${option.describe}`;
    } else if (option.choices !== undefined && !option.choices.includes(value)) {
      return `--${name} is ${option.choices.join(', ')}, not ${value}${didYouMean(value, option.choices)}`;
    }
  }
  return undefined;
}

function argumentsOf(command: Command, options: Readonly<Record<string, Option>>, parsed: Parsed): Arguments {
  const named = (name: string): readonly (string | boolean)[] => {
    const at = command.positionals.findIndex((positional) => positional.name === name);
    if (at !== -1) {
      return command.positionals[at]?.rest === true
        ? parsed.positionals.slice(at)
        : parsed.positionals.slice(at, at + 1);
    }
    const option = options[name];
    if (option === undefined) throw new Error(`${command.name} does not declare ${name}`);
    return parsed.values.get(name) ?? (option.default === undefined ? [] : [option.default]);
  };
  return {
    text: (name) => {
      const value = named(name).at(-1);
      return typeof value === 'string' ? value : undefined;
    },
    flag: (name) => named(name).at(-1) === true,
    list: (name) => named(name).filter((value) => typeof value === 'string'),
    given: (name) => parsed.values.has(name),
  };
}
