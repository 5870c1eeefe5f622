import type { Command } from './command.ts';
import { Exit } from './exit.ts';
import { yargsSays } from './yargs-says.ts';

export const completionCommand: Command = {
  name: 'completion',
  describe: 'print a completion script for your shell',
  positionals: [],
  options: {},
  examples: [
    ['gitops-kit completion >> ~/.bashrc', 'bash'],
    ['gitops-kit completion >> ~/.zshrc', 'zsh (it looks at $SHELL)'],
  ],
  async run(_args, host) {
    host.out(`${await yargsSays(['completion'], [])}\n`);
    return Exit.clean;
  },
};
