import { describe, expect, test } from 'vitest';
import { hasProgress, progressLine } from '../../src/io/progress.ts';

/** A terminal whose clock is moved by hand; `said` is what was written since it was last looked at. */
function terminal({
  shows = true,
  columns = 80,
}: {
  readonly shows?: boolean;
  readonly columns?: number;
} = {}) {
  let time = 0;
  let written = '';
  const waiting: { readonly at: number; readonly act: () => void }[] = [];
  const line = progressLine({
    write: (text) => {
      written += text;
    },
    columns: () => columns,
    shows,
    now: () => time,
    later: (act, milliseconds) => waiting.push({ at: time + milliseconds, act }),
  });
  return {
    line,
    pass: (milliseconds: number) => {
      time += milliseconds;
      for (const { at, act } of waiting.splice(0)) at <= time ? act() : waiting.push({ at, act });
    },
    said: () => {
      const text = written;
      written = '';
      return text;
    },
  };
}

const erased = '\r\x1b[K';

describe('a line of progress', () => {
  test('says nothing in the first second, then what there is, ten times a second at most', () => {
    const { line, pass, said } = terminal();
    const progress = line.begin('asking 4 repositories');
    progress.at(1, 4);
    pass(999);
    progress.at(2, 4);
    expect(said()).toBe('');
    pass(1);
    expect(said()).toBe(`${erased}asking 4 repositories  ██████████░░░░░░░░░░  2 / 4`);
    pass(50);
    progress.at(3, 4);
    expect(said()).toBe('');
    pass(50);
    progress.at(3, 4);
    expect(said()).toBe(`${erased}asking 4 repositories  ███████████████░░░░░  3 / 4`);
    progress.end();
    expect(said()).toBe(erased);
    pass(5000);
    expect(said()).toBe('');
  });

  test('leaves no trace of what ends within the second', () => {
    const { line, pass, said } = terminal();
    const progress = line.begin('asking');
    progress.at(1, 1);
    progress.end();
    pass(2000);
    expect(said()).toBe('');
  });

  test('makes room for other words, and comes back', () => {
    const { line, pass, said } = terminal({ columns: 30 });
    const progress = line.begin('asking\x1b[2J');
    progress.at(0, 2);
    pass(1000);
    expect(said()).toBe(`${erased}asking\\x1b[2J  ${'░'.repeat(14)}`);
    line.hide();
    line.hide();
    expect(said()).toBe(erased);
    pass(100);
    progress.at(1, 2);
    expect(said()).not.toBe('');
  });

  test('is not there where nobody looks', () => {
    const { line, pass, said } = terminal({ shows: false });
    const progress = line.begin('asking');
    pass(2000);
    progress.at(1, 2);
    progress.end();
    expect(said()).toBe('');
    const on = (variables: Record<string, string>, isTTY = true) =>
      hasProgress({ isTTY }, (name) => variables[name]);
    expect([on({}), on({ CI: 'false' }), on({ CI: 'true' }), on({ TERM: 'dumb' }), on({}, false)]).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
