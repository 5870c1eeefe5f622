import { escapeControl, escapeLine } from '../core/escape.ts';
import type { Style } from '../report/style.ts';
import type { Question } from './host.ts';
import { leaveBySignal } from './signals.ts';
import { errorCode, systemReason } from './system-error.ts';

/** What a stream of the process offers; tests give their own. */
export interface Stream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** `--color` as given on the command line, or undefined; the words are checked elsewhere. */
export function colorChoice(argv: readonly string[]): string | undefined {
  const end = argv.indexOf('--');
  let choice: string | undefined;
  for (const [at, word] of (end === -1 ? argv : argv.slice(0, end)).entries()) {
    if (word === '--no-color') choice = 'never';
    else if (word.startsWith('--color=')) choice = word.slice('--color='.length);
    else if (word === '--color') choice = isColorWord(argv[at + 1]) ? argv[at + 1] : 'always';
  }
  return choice;
}

/** How to write to a stream: `--color`, then NO_COLOR, then FORCE_COLOR and CLICOLOR_FORCE, then whether it is a terminal. */
export function styleOf(
  stream: Stream,
  choice: string | undefined,
  variable: (name: string) => string | undefined,
): Style {
  return { color: hasColor(), width: stream.isTTY === true ? (stream.columns ?? 80) : 80 };

  function hasColor(): boolean {
    if (choice === 'always') return true;
    if (choice === 'never') return false;
    if ((variable('NO_COLOR') ?? '') !== '') return false;
    const forced = variable('FORCE_COLOR') ?? variable('CLICOLOR_FORCE');
    if (forced !== undefined) return forced !== '0' && forced !== 'false';
    return stream.isTTY === true && variable('TERM') !== 'dumb';
  }
}

/** Colours and links that our own reporters write. */
const ownSequences = /(\x1b\[[0-9;]*m|\x1b\]8;;[^\x00-\x1f\x7f]*(?:\x1b\\|\x07)|\r\n)/;

/** The text with everything escaped that a terminal would act upon, but for our own colours where there are any. */
export function safeText(text: string, style: Style): string {
  return text
    .split(ownSequences)
    .map((part, at) => (at % 2 === 1 && (style.color || part === '\r\n') ? part : escapeControl(part)))
    .join('');
}

/**
 * The text as GitHub Actions may log it: neither `::` at the beginning of a line nor `##[` anywhere is left, which its
 * runner takes for commands, whoever wrote them
 * (https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs).
 */
export function inertText(text: string): string {
  return text.replaceAll('##[', '##\\x5b').replace(/^([^\S\n]*):(?=:)/gm, '$1\\x3a');
}

/** Writes to a stream of the process. A reader that left (`| head`) is no error; a full disk is. */
export function writerTo(stream: NodeJS.WriteStream): (text: string) => void {
  let gone = false;
  stream.on('error', (error) => {
    if (gone) return;
    gone = true;
    if (errorCode(error) === 'EPIPE') return;
    // The command's exit code is set later: the failure to write its result has the last word.
    process.once('exit', () => {
      process.exitCode = 3;
    });
    if (stream !== process.stderr) {
      process.stderr.write(`error: the output could not be written: ${systemReason(error)}\n`);
    }
  });
  return (text) => {
    if (!gone) stream.write(text);
  };
}

/** Both ends of a conversation are terminals, and nobody is away: CI systems set `CI`. */
export function isInteractive(variable: (name: string) => string | undefined): boolean {
  const ci = variable('CI');
  const away = ci !== undefined && ci !== '' && ci !== 'false' && ci !== '0';
  return process.stdin.isTTY === true && process.stderr.isTTY === true && !away;
}

/** Asks on stderr, so that stdout holds results only. */
export async function askOnTerminal(question: Question): Promise<string> {
  const { isCancel, select, text } = await import('@clack/prompts');
  const { choices, initial } = question;
  const message = escapeLine(question.message);
  const given = initial === undefined ? {} : { initialValue: initial };
  const answer =
    choices === undefined
      ? await text({ message, output: process.stderr, ...given })
      : await select({
          message,
          output: process.stderr,
          options: choices.map((value) => ({ value, label: escapeLine(value) })),
          ...given,
        });
  if (!isCancel(answer)) return answer;
  return leaveBySignal('SIGINT');
}

/** What `--color` may be. */
export const colorWords = ['always', 'never', 'auto'] as const;

export function isColorWord(word: string | undefined): boolean {
  return colorWords.some((each) => each === word);
}
