import { KitError } from '../core/errors.ts';
import { escapeControl } from '../core/escape.ts';
import { packageVersion } from '../io/assets.ts';
import type { Host } from '../io/host.ts';
import { Exit } from './exit.ts';

/** Says what went wrong on stderr and returns the exit code that fits. */
export function showError(error: unknown, host: Host, argv: readonly string[]): Exit {
  const debug = argv.includes('--debug');
  if (error instanceof KitError) {
    const lines = [`error: ${error.message}`, ...error.help.map((line) => `  = help: ${line}`)];
    host.err(`${lines.map(escapeControl).join('\n')}\n`);
    if (debug) host.err(`${stackOf(error)}\n`);
    return error.side === 'caller' ? Exit.refused : Exit.failed;
  }
  const message = error instanceof Error ? error.message : String(error);
  host.err(
    `internal error: ${escapeControl(message)} (gitops-kit ${packageVersion()}, node ${process.versions.node})\n`,
  );
  host.err(
    '  = help: this is a bug of gitops-kit; please report it with the command line and the file it happened on\n',
  );
  if (debug) host.err(`${stackOf(error)}\n`);
  else host.err('  = help: --debug shows where it happened\n');
  return Exit.failed;
}

/** The stack with the paths of this machine cut to the program's own folder. */
function stackOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return escapeControl(stack.replace(/\(?file:\/\/\S*\/(dist|src)\//g, '$1/'));
}
