import type { Command } from './command.ts';
import { Exit } from './exit.ts';

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
    const { default: yargs } = await import('yargs');
    const parser = yargs().scriptName('gitops-kit').locale('en').exitProcess(false).completion();
    const script = await new Promise<string>((resolve, reject) => {
      parser.parse(['completion'], {}, (error, _parsed, output) => {
        if (error) reject(error);
        else resolve(output);
      });
    });
    host.out(`${script}\n`);
    return Exit.clean;
  },
};
