import { escapeLine } from '../core/escape.ts';
import type { Progress } from './host.ts';
import type { Stream } from './terminal.ts';

/** What a progress line needs of the world. */
export interface Screen {
  readonly write: (text: string) => void;
  readonly columns: () => number;
  /** Whether there is anybody to look at it. */
  readonly shows: boolean;
  /** Milliseconds. */
  readonly now: () => number;
  readonly later: (act: () => void, milliseconds: number) => void;
}

/** One line at the bottom of a terminal, which erases itself. */
export interface ProgressLine {
  readonly begin: (title: string) => Progress;
  /** Makes room for other words; the line comes back with the next step. */
  readonly hide: () => void;
}

const quiet = 1000;
const pause = 100;
const barWidth = 20;

/** A terminal that understands how to erase a line, and no CI, whose logs keep every step. */
export function hasProgress(stream: Stream, variable: (name: string) => string | undefined): boolean {
  const ci = variable('CI') ?? '';
  return stream.isTTY === true && variable('TERM') !== 'dumb' && ['', 'false', '0'].includes(ci);
}

/** Nothing is written in the first second, nor more often than ten times a second. */
export function progressLine({ write, columns, shows, now, later }: Screen): ProgressLine {
  let isDrawn = false;
  const hide = (): void => {
    if (isDrawn) write('\r\x1b[K');
    isDrawn = false;
  };
  const begin = (title: string): Progress => {
    const begun = now();
    let drawnAt = begun;
    let step = { done: 0, total: 0 };
    let hasEnded = false;
    const draw = (): void => {
      if (hasEnded || step.total === 0) return;
      drawnAt = now();
      write(`\r\x1b[K${textOf(title, step, columns())}`);
      isDrawn = true;
    };
    if (shows) later(draw, quiet);
    return {
      at: (done, total) => {
        step = { done, total };
        if (shows && now() - begun >= quiet && now() - drawnAt >= pause) draw();
      },
      end: () => {
        hasEnded = true;
        hide();
      },
    };
  };
  return { begin, hide };
}

function textOf(
  title: string,
  { done, total }: { readonly done: number; readonly total: number },
  columns: number,
): string {
  const full = Math.round((barWidth * done) / total);
  const bar = '█'.repeat(full) + '░'.repeat(barWidth - full);
  return `${escapeLine(title)}  ${bar}  ${done} / ${total}`.slice(0, Math.max(0, columns - 1));
}
