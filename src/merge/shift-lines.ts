import { skipSpaces } from '../yaml/trivia.ts';
import type { Line } from './read-side.ts';

/** Lines moved to the right, or to the left as far as they can be. */
export function shifted(lines: readonly Line[], by: number): Line[] {
  if (by === 0) return [...lines];
  return lines.map(({ text, at }) => {
    if (text === '') return { text, at };
    return { text: by > 0 ? ' '.repeat(by) + text : text.slice(Math.min(-by, skipSpaces(text, 0))), at };
  });
}

/** Lines that do not count as those of ours. */
export function unnumbered(lines: readonly Line[]): Line[] {
  return lines.map(({ text }) => ({ text, at: -1 }));
}

/** Whether two runs of lines are the same text. */
export function areSame(a: readonly Line[], b: readonly Line[] | undefined): boolean {
  return b !== undefined && a.length === b.length && a.every(({ text }, index) => text === b[index]?.text);
}
