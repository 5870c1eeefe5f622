import { colorWords } from '../io/terminal.ts';
import type { Option } from './command.ts';

/** Flags that every command has. */
export const globalOptions: Readonly<Record<string, Option>> = {
  help: { type: 'boolean', describe: 'show this help', group: 'Global' },
  color: {
    type: 'string',
    choices: colorWords,
    describe: 'default: in colour on a terminal; alone: always',
    value: 'WHEN',
    group: 'Global',
  },
  debug: { type: 'boolean', describe: 'show where an error happened', group: 'Global' },
};

/** Flags of every command that writes a plan. */
export const writeOptions: Readonly<Record<string, Option>> = {
  'dry-run': { type: 'boolean', describe: 'list the files, write nothing', group: 'Writing' },
  diff: {
    type: 'boolean',
    describe: 'print the unified diff, write nothing (exit 1 if there is one)',
    group: 'Writing',
  },
};
