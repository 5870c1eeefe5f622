import { isDeepStrictEqual } from 'node:util';
import { applyChanges, type Change, type Files, type RepoPath } from '../core/change.ts';
import type { Finding, Report, Safety } from '../core/finding.ts';
import type { Range, TextEdit } from '../core/text.ts';
import { countFindings } from './counts.ts';

/** What came of fixing a repository, in memory. */
export interface Fixed<Judged> {
  /** As the last round left them. */
  readonly files: Files;
  /** All changes of all rounds, in order. */
  readonly changes: readonly Change[];
  /** What was fixed, in order. */
  readonly fixed: readonly Finding[];
  /** What is said of the files as they are now; fixes that could not be applied are no part of it. */
  readonly judged: Judged;
  /** Findings whose fix would change more of its text than that. */
  readonly refused: readonly Finding[];
}

/** In so many rounds some fixes must come to be fewer than ever before: else they are at odds with each other. */
const mostRounds = 10;

/**
 * Applies the fixes of a report, judges again, and goes on until no fix is left. Of fixes that meet in one place the
 * first is applied, and the others are asked for again.
 * @param judge what is to be fixed, and no more: findings that are ignored, known or not asked for are left out
 * @throws Error naming the rules, where fixes don't come to an end or leave a file that cannot be read
 */
export function fixAll<Judged extends { readonly report: Report }>(
  files: Files,
  judge: (files: Files) => Judged,
  allowed: ReadonlySet<Safety>,
): Fixed<Judged> {
  let current = files;
  let judged = judge(files);
  const changes: Change[] = [];
  const fixed: Finding[] = [];
  let fewest = { number: Number.POSITIVE_INFINITY, round: 0 };
  for (let round = 1; ; round += 1) {
    const { findings: all, counts } = judged.report;
    const wanted = all.filter(({ fix }) => fix !== undefined && allowed.has(fix.safety));
    const { taken, findings } = compatible(wanted);
    if (taken.length === 0)
      return { files: current, changes, fixed, judged: withoutFix(judged, wanted), refused: wanted };
    if (wanted.length < fewest.number) fewest = { number: wanted.length, round };
    if (round - fewest.round >= mostRounds)
      throw new Error(`the fixes of ${ruleNames(findings)} do not come to an end`);
    current = applyChanges(current, taken);
    judged = judge(current);
    if (judged.report.counts.unread > counts.unread)
      throw new Error(`a fix of ${ruleNames(findings)} leaves a file that cannot be read`);
    changes.push(...taken);
    fixed.push(...findings);
  }
}

/** The same, these findings without a fix. */
function withoutFix<Judged extends { readonly report: Report }>(
  judged: Judged,
  refused: readonly Finding[],
): Judged {
  if (refused.length === 0) return judged;
  const { report } = judged;
  const findings = report.findings.map((finding) => {
    if (!refused.includes(finding)) return finding;
    const { fix: _fix, ...rest } = finding;
    return rest;
  });
  return { ...judged, report: { ...report, findings, counts: countFindings(findings, report.counts) } };
}

function ruleNames(findings: readonly Finding[]): string {
  return [...new Set(findings.map(({ rule }) => rule))].sort().join(', ');
}

/** Fixes of one round, as one list of changes: edits of the files as they are, then everything else. */
function compatible(candidates: readonly Finding[]): {
  readonly taken: readonly Change[];
  readonly findings: readonly Finding[];
} {
  const edits = new Map<RepoPath, TextEdit[]>();
  /** What else becomes of a path: created, moved, deleted, moved to. */
  const fates = new Map<RepoPath, Change>();
  const fits = (change: Change): boolean => {
    const fate = fates.get(change.path);
    const known = edits.get(change.path) ?? [];
    switch (change.kind) {
      case 'edit':
        if (fate !== undefined && fate.kind !== 'move') return false;
        return change.edits.every((edit) =>
          known.every((other) => isSame(edit, other) || !meet(edit.range, other.range)),
        );
      case 'delete':
        return known.length === 0 && isFree(fate, change);
      case 'create':
        return isFree(fate, change);
      case 'move':
        return isFree(fate, change) && isFree(fates.get(change.to), change);
    }
  };
  const take = (change: Change): void => {
    if (change.kind === 'edit') {
      const known = edits.get(change.path) ?? [];
      known.push(...change.edits.filter((edit) => !known.some((other) => isSame(edit, other))));
      edits.set(change.path, known);
      return;
    }
    fates.set(change.path, change);
    if (change.kind === 'move') fates.set(change.to, change);
  };
  const findings = candidates.filter(({ fix }) => {
    const changes = fix?.changes ?? [];
    if (changes.length === 0 || !changes.every(fits)) return false;
    for (const change of changes) take(change);
    return true;
  });
  const edited = [...edits].map(([path, all]): Change => ({ kind: 'edit', path, edits: all }));
  return { taken: [...edited, ...new Set(fates.values())], findings };
}

/** Whether nothing becomes of a path but what two findings ask for alike. */
function isFree(fate: Change | undefined, change: Change): boolean {
  return fate === undefined || isDeepStrictEqual(fate, change);
}

/** Stretches that share a place or a border. */
function meet(a: Range, b: Range): boolean {
  return a.start <= b.end && b.start <= a.end;
}

function isSame(a: TextEdit, b: TextEdit): boolean {
  return a.text === b.text && a.range.start === b.range.start && a.range.end === b.range.end;
}
