import Parser from 'yargs-parser';
import type { Option } from './command.ts';

/** What a command line says, before anybody judged it. */
export interface Parsed {
  /** Names of the options that were given, without dashes. */
  readonly given: readonly string[];
  readonly values: ReadonlyMap<string, readonly (string | boolean)[]>;
  /** What follows the command's name. */
  readonly positionals: readonly string[];
}

/** Splits the words as yargs does: strings stay strings, `--no-x` negates, all after `--` is positional. */
export function parse(options: Readonly<Record<string, Option>>, argv: readonly string[]): Parsed {
  const names = Object.keys(options).filter((name) => name !== 'color');
  const ofType = (type: Option['type']): string[] => names.filter((name) => options[name]?.type === type);
  // `--no-x` is read by hand: the parser forgets that it was negated, and a message about it would name another flag
  const negated = names.filter((name) => options[name]?.default === true);
  const raw: Record<string, unknown> = Parser([...colorAsText(argv)], {
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

/** `--color` alone means always, `--no-color` never. */
function colorAsText(argv: readonly string[]): string[] {
  return argv.map((word) =>
    word === '--color' ? '--color=always' : word === '--no-color' ? '--color=never' : word,
  );
}
