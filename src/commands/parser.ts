import Parser from 'yargs-parser';
import { isColorWord } from '../io/terminal.ts';
import type { Option } from './command.ts';

/** What a command line says, before anybody judged it. */
export interface Parsed {
  /** Names of the options that were given, without dashes. */
  readonly given: readonly string[];
  readonly values: ReadonlyMap<string, readonly (string | boolean)[]>;
  /** What follows the command's name. */
  readonly positionals: readonly string[];
}

/** Splits the words as yargs does: strings stay strings, `--no-x` negates, `-` is a value, all after `--` is positional. */
export function parse(options: Readonly<Record<string, Option>>, argv: readonly string[]): Parsed {
  const names = Object.keys(options).filter((name) => name !== 'color');
  const ofType = (type: Option['type']): string[] => names.filter((name) => options[name]?.type === type);
  // `--no-x` is read by hand: the parser forgets that it was negated, and a message about it would name another flag
  const negated = names.filter((name) => options[name]?.default === true);
  const raw: Record<string, unknown> = Parser(withDashes(argv, options), {
    string: ofType('string'),
    boolean: [...ofType('boolean'), ...negated.map((name) => `no-${name}`)],
    array: names.filter((name) => options[name]?.array === true),
    configuration: {
      'camel-case-expansion': false,
      'dot-notation': false,
      'boolean-negation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'greedy-arrays': false,
      'short-option-groups': false,
    },
  });
  const given: string[] = [];
  const values = new Map<string, readonly (string | boolean)[]>();
  for (const [name, value] of Object.entries(raw)) {
    if (name === '_' || value === undefined) continue;
    const positive = name.startsWith('no-') ? name.slice(3) : undefined;
    if (positive !== undefined && negated.includes(positive)) {
      given.push(positive);
      values.set(positive, [value !== true]);
      continue;
    }
    given.push(name);
    const list = (Array.isArray(value) ? value : [value]).filter(
      (each): each is string | boolean => typeof each === 'string' || typeof each === 'boolean',
    );
    values.set(name, list);
  }
  const words = Array.isArray(raw['_']) ? raw['_'].map(String) : [];
  return { given, values, positionals: words.slice(1) };
}

/** `--color never` as one word; a path of that name is written as `./never`. `--color` alone means always, `--no-color` never. */
export function colorAsText(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  const words: string[] = [];
  for (const [at, word] of argv.entries()) {
    const before = argv[at - 1];
    if (end !== -1 && at > end) words.push(word);
    else if (before === '--color' && isColorWord(word)) words.splice(-1, 1, `--color=${word}`);
    else if (word === '--color') words.push('--color=always');
    else words.push(word === '--no-color' ? '--color=never' : word);
  }
  return words;
}

/** `--clusters -` as one word: the parser takes a dash for the beginning of an option. */
function withDashes(argv: readonly string[], options: Readonly<Record<string, Option>>): string[] {
  const end = argv.indexOf('--');
  const words: string[] = [];
  for (const [at, word] of argv.entries()) {
    const before = argv[at - 1] ?? '';
    const isOption = before.startsWith('--') && options[before.slice(2)]?.type === 'string';
    if (word === '-' && isOption && (end === -1 || at < end)) words.splice(-1, 1, `${before}=-`);
    else words.push(word);
  }
  return words;
}
