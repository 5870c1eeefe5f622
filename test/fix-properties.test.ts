import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Files, fileChanges } from '../src/core/change.ts';
import type { Finding, Report, Safety } from '../src/core/finding.ts';
import { type Fixed, fixAll } from '../src/lint/fix.ts';
import { lint as lintRepo } from '../src/lint/lint.ts';
import { defaultSettings, type Settings } from '../src/model/config.ts';
import { readRepo } from '../src/model/read-repo.ts';
import type { Repo } from '../src/model/repo.ts';
import { rules } from '../src/rules/registry.ts';
import { faultyRepositories } from './support/faulty.ts';
import { applied, comments } from './support/fixes.ts';
import { schemas } from './support/golden.ts';

interface Judged {
  readonly report: Report;
  readonly repo: Repo;
}

const settings: Settings = { ...defaultSettings, extends: 'strict' };
const all: ReadonlySet<Safety> = new Set(['safe', 'unsafe']);
const safe: ReadonlySet<Safety> = new Set(['safe']);

function judge(files: Files): Judged {
  const repo = readRepo(files, settings);
  return { repo, report: lintRepo(repo, { settings, rules, schemas: schemas(repo) }) };
}

const texts = (files: Files): Map<string, string | undefined> =>
  new Map([...files.paths()].map((path) => [path, files.text(path)]));

test('fixes come to an end, lose no comment, and have nothing left to do', () => {
  fc.assert(
    fc.property(faultyRepositories, ({ files }) => {
      const fixed = fixAll(files, judge, all);
      expect(comments(fileChanges(files, fixed.changes))).toEqual([]);
      expect(fixAll(fixed.files, judge, all).changes).toEqual([]);
      expect(texts(fixed.files).size).toBeGreaterThan(0);
    }),
    { numRuns: 15 },
  );
});

test('fixes rewrite no line that they leave as it was, and end each as its file does', () => {
  fc.assert(
    fc.property(faultyRepositories, ({ files }) => {
      const { changes, files: after } = fixAll(files, judge, all);
      expect(rewritten(files, changes)).toEqual([]);
      for (const path of after.paths()) {
        const text = after.text(path) ?? '';
        if (files.text(path) === undefined) continue;
        if (lineEnds(files.text(path) ?? '') === 'crlf') expect(lineEnds(text), path).toBe('crlf');
        if (lineEnds(files.text(path) ?? '') === 'lf') expect(lineEnds(text), path).toBe('lf');
      }
    }),
    { numRuns: 15 },
  );
});

test('safe fixes leave every Kustomization its objects, and every release what it is', () => {
  fc.assert(
    fc.property(faultyRepositories, ({ files }) => {
      const before = judge(files);
      const { judged } = fixAll(files, judge, safe);
      expect(applied(judged.repo)).toEqual(applied(before.repo));
      expect(judged.report.counts.unread).toBeLessThanOrEqual(before.report.counts.unread);
    }),
    { numRuns: 15 },
  );
});

test('the order of the findings makes no difference', () => {
  fc.assert(
    fc.property(faultyRepositories, fc.integer(), ({ files }, seed) => {
      const shuffled = fixAll(files, (each) => inOtherOrder(judge(each), seed), all);
      expect(texts(shuffled.files)).toEqual(texts(fixAll(files, judge, all).files));
    }),
    { numRuns: 15 },
  );
});

/** Edits of several lines of which the first or the last stays what it is. */
function rewritten(files: Files, changes: Fixed<Judged>['changes']): string[] {
  const found: string[] = [];
  for (const change of changes) {
    if (change.kind !== 'edit') continue;
    const text = files.text(change.path);
    // Edits of later rounds, and of files that moved, are of other texts.
    if (text === undefined || change.edits.some(({ range }) => range.end > text.length)) continue;
    for (const { range, text: now } of change.edits) {
      const [old, written] = [text.slice(range.start, range.end).split('\n'), now.split('\n')];
      const isSame = (at: number): boolean =>
        old.at(at) === written.at(at) && (old.at(at) ?? '').trim() !== '';
      if (old.length > 1 && written.length > 1 && (isSame(0) || isSame(-1))) found.push(change.path);
    }
  }
  return found;
}

/** How all lines of a text end. */
function lineEnds(text: string): 'crlf' | 'lf' | 'mixed' {
  if (!/\r/.test(text)) return 'lf';
  return /(?<!\r)\n|\r(?!\n)/.test(text) ? 'mixed' : 'crlf';
}

function inOtherOrder({ report, repo }: Judged, seed: number): Judged {
  const rank = ({ rule, message, at }: Finding): number =>
    [...`${seed} ${rule} ${message} ${at.file}`].reduce(
      (sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0,
      7,
    );
  const findings = report.findings.toSorted((a, b) => rank(a) - rank(b));
  return { repo, report: { ...report, findings } };
}
