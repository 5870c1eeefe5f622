import { describe, expect, test } from 'vitest';
import { type Change, type Files, filesOf } from '../../src/core/change.ts';
import type { Finding, Fix, Report, Safety } from '../../src/core/finding.ts';
import { fixAll } from '../../src/lint/fix.ts';
import { reportOf } from '../support/report.ts';

const safe = new Set<Safety>(['safe']);

/** A judge that finds every occurrence of a word, with a fix that puts another in its place. */
function finding(file: string, start: number, changes: readonly Change[], safety: Safety = 'safe'): Finding {
  const fix: Fix = { title: 'mend it', safety, changes };
  return {
    rule: 'yaml/word',
    severity: 'error',
    message: 'wrong',
    at: { file, range: { start, end: start + 1 } },
    fix,
  };
}

const edit = (path: string, start: number, end: number, text: string): Change => ({
  kind: 'edit',
  path,
  edits: [{ range: { start, end }, text }],
});

/** Judges files by what a function finds in them. */
function judgeBy(find: (files: Files) => readonly Finding[]): (files: Files) => { readonly report: Report } {
  return (files) => ({
    report: reportOf(
      Object.fromEntries([...files.paths()].map((path) => [path, files.text(path) ?? ''])),
      find(files),
    ),
  });
}

/** Every `a` of every file, to become `b`. */
const letters = judgeBy((files) =>
  [...files.paths()].flatMap((path) =>
    [...(files.text(path) ?? '').matchAll(/a/g)].map(({ index }) =>
      finding(path, index, [edit(path, index, index + 1, 'b')]),
    ),
  ),
);

describe('fixes', () => {
  test('of one round go together, those that touch each other one after the other', () => {
    const { files, fixed, judged } = fixAll(
      filesOf({ 'one.yaml': 'aa a\n', 'two.yaml': 'xa\n' }),
      letters,
      safe,
    );
    expect([files.text('one.yaml'), files.text('two.yaml')]).toEqual(['bb b\n', 'xb\n']);
    expect(fixed.length).toBe(4);
    expect(judged.report.findings).toEqual([]);
  });

  test('that are unsafe wait to be asked for', () => {
    const judge = judgeBy((files) =>
      [finding('a.yaml', 0, [edit('a.yaml', 0, 1, 'b')], 'unsafe')].filter(() =>
        files.text('a.yaml')?.startsWith('a'),
      ),
    );
    const files = filesOf({ 'a.yaml': 'a\n' });
    expect(fixAll(files, judge, safe)).toMatchObject({ changes: [], fixed: [], refused: [] });
    expect(fixAll(files, judge, new Set(['safe', 'unsafe'])).files.text('a.yaml')).toBe('b\n');
  });

  test('that cannot be written are named, and are no fixes of the report any more', () => {
    const judge = judgeBy(() => [finding('a.yaml', 0, [])]);
    const { refused, judged, changes } = fixAll(filesOf({ 'a.yaml': 'a\n' }), judge, safe);
    expect(refused.length).toBe(1);
    expect(changes).toEqual([]);
    expect(judged.report.findings[0]?.fix).toBeUndefined();
    expect(judged.report.counts).toMatchObject({ error: 1, fixable: 0 });
  });

  test('that meet in one place are applied one after the other, however many they are', () => {
    const names = Array.from({ length: 15 }, (_, index) => `- podinfo-${index}\n`);
    const judge = judgeBy((files) => {
      const text = files.text('a.yaml') ?? '';
      return names
        .filter((line) => !text.includes(line))
        .map((line) => finding('a.yaml', 0, [edit('a.yaml', text.length, text.length, line)]));
    });
    expect(fixAll(filesOf({ 'a.yaml': '' }), judge, safe).files.text('a.yaml')).toBe(names.join(''));
  });

  test('that undo each other are a bug, named by their rules', () => {
    const judge = judgeBy((files) => [
      finding('a.yaml', 0, [edit('a.yaml', 0, 1, files.text('a.yaml')?.startsWith('a') ? 'b' : 'a')]),
    ]);
    expect(() => fixAll(filesOf({ 'a.yaml': 'a\n' }), judge, safe)).toThrow(
      'the fixes of yaml/word do not come to an end',
    );
  });

  test('move a file that others edit, and never to a place that two want', () => {
    const judge = judgeBy((files) =>
      files.text('a.yaml') === undefined
        ? []
        : [
            finding('a.yaml', 0, [{ kind: 'move', path: 'a.yaml', to: 'c.yaml' }]),
            finding('a.yaml', 0, [edit('a.yaml', 0, 1, 'b')]),
            finding('b.yaml', 0, [{ kind: 'move', path: 'b.yaml', to: 'c.yaml' }]),
          ],
    );
    const { files, fixed } = fixAll(filesOf({ 'a.yaml': 'a\n', 'b.yaml': 'x\n' }), judge, safe);
    expect([...files.paths()].map((path) => [path, files.text(path)])).toEqual([
      ['b.yaml', 'x\n'],
      ['c.yaml', 'b\n'],
    ]);
    expect(fixed.length).toBe(2);
  });

  test('asked for twice are applied once', () => {
    const judge = judgeBy((files) =>
      files.text('a.yaml') === 'a\n'
        ? [0, 1].map(() => finding('a.yaml', 0, [edit('a.yaml', 0, 0, 'b')]))
        : [],
    );
    expect(fixAll(filesOf({ 'a.yaml': 'a\n' }), judge, safe).files.text('a.yaml')).toBe('ba\n');
  });
});
