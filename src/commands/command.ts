import type { Host } from '../io/host.ts';
import type { Exit } from './exit.ts';

/** One flag of a command, as help shows it. */
export interface Option {
  readonly type: 'string' | 'boolean';
  readonly describe: string;
  /** May be given several times. */
  readonly array?: true;
  readonly choices?: readonly string[];
  /** What a shell may complete where the values are not closed choices. */
  readonly suggests?: readonly string[];
  readonly default?: string | boolean;
  /** The heading in help. */
  readonly group: string;
  /** What stands for the value in help: `NAME`, `URL`. */
  readonly value?: string;
}

export interface Positional {
  readonly name: string;
  readonly describe: string;
  readonly required: boolean;
  /** Takes all that is left. */
  readonly rest?: true;
  /** What a shell may complete. */
  readonly suggests?: readonly string[];
}

/** What the user gave, checked against the command's declaration. */
export interface Arguments {
  text(name: string): string | undefined;
  flag(name: string): boolean;
  list(name: string): readonly string[];
  /** Whether the command line has the option, whatever its default. */
  given(name: string): boolean;
}

/** A command is one file of this shape; its other line is in registry.ts. */
export interface Command {
  readonly name: string;
  /** What it is, in about seven words. */
  readonly describe: string;
  readonly positionals: readonly Positional[];
  readonly options: Readonly<Record<string, Option>>;
  /** Options that only other commands have, each with what to run instead. */
  readonly elsewhere?: Readonly<Record<string, string>>;
  /** Command line and what it does: shown before the flags. */
  readonly examples: readonly (readonly [line: string, does: string])[];
  run(args: Arguments, host: Host): Promise<Exit>;
}
