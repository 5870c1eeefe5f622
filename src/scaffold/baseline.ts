import type { Change, Plan, RepoPath } from '../core/change.ts';
import { escapeLine } from '../core/escape.ts';
import type { Report } from '../core/finding.ts';
import { baselineOf, baselineText, findingsIn, type Moved, merged, withoutKnown } from '../lint/baseline.ts';
import type { Asked } from '../lint/only-rules.ts';
import { type BaselineEntry, baselineFile } from '../model/baseline.ts';
import type { Repo } from '../model/repo.ts';

export interface BaselineUpdate {
  readonly path: RepoPath;
  /** The file as it is; undefined where there is none. */
  readonly text: string | undefined;
  readonly entries: readonly BaselineEntry[];
  /** All that the repository has now. */
  readonly report: Report;
  /** Which entries stand for findings of another file now. */
  readonly moved: Moved;
  /** The rules that were asked for: entries of the others stay. */
  readonly asked: Asked;
}

/** The plan that makes a baseline hold exactly what the repository has now; its notes say what comes and what goes. */
export function planBaseline({ path, text, entries, report, moved, asked }: BaselineUpdate): Plan {
  const others = entries.filter(({ rule }) => !asked(rule));
  const before = entries.filter(({ rule }) => asked(rule));
  const { report: fresh, gone } = withoutKnown(report, before, moved);
  const now = merged([...others, ...baselineOf(report.findings)]);
  const added = baselineOf(fresh.findings);
  const left = findingsIn(now) - findingsIn(added);
  const counts = [
    `${findings(findingsIn(added))} added`,
    ...(text === undefined
      ? []
      : [`${findingsIn(gone)} dropped`, `${left} ${left === 1 ? 'stays' : 'stay'}`]),
  ].join(', ');
  // Of a first baseline all is new.
  const list = text === undefined ? [] : [...listed('+', added), ...listed('-', gone)];
  const [change] = changesTo(path, text, now);
  return {
    title: titleOf(change),
    changes: change === undefined ? [] : [change],
    notes: [
      ...(now.length === 0 && text === undefined ? [] : [[counts, ...list].join('\n')]),
      ...(now.length === 0 ? [nothingLeft(path, change)] : []),
    ],
  };
}

/**
 * What may be known from now on. Not the findings of files that cannot be read: nobody knows what else is wrong there,
 * and lint must not be green about them.
 */
export function adoptable(
  report: Report,
  { unread }: Pick<Repo, 'unread'>,
): { readonly report: Report; readonly notes: readonly string[] } {
  const findings = report.findings.filter(({ at }) => !unread.has(at.file));
  const left = new Set(report.findings.map(({ at }) => at.file).filter((file) => unread.has(file)));
  const note = `what is wrong with ${[...left].join(', ')} is not taken in: it cannot be read; mend it, or leave it out with "ignore"`;
  return { report: { ...report, findings }, notes: left.size === 0 ? [] : [note] };
}

/** Without a finding there is no baseline; but a file that a command line names must be there the next time. */
function changesTo(path: RepoPath, text: string | undefined, now: readonly BaselineEntry[]): Change[] {
  if (now.length === 0 && (path === baselineFile || text === undefined))
    return text === undefined ? [] : [{ kind: 'delete', path }];
  const written = baselineText(now);
  if (text === undefined) return [{ kind: 'create', path, text: written }];
  return [{ kind: 'edit', path, edits: [{ range: { start: 0, end: text.length }, text: written }] }];
}

function titleOf(change: Change | undefined): string {
  if (change?.kind === 'create') return 'add a baseline of known findings';
  return change?.kind === 'delete' ? 'delete the empty baseline' : 'update the baseline of known findings';
}

function nothingLeft(path: RepoPath, change: Change | undefined): string {
  if (change === undefined) return 'there are no findings: no baseline is needed';
  return change.kind === 'delete'
    ? `no finding is left: ${path} is needed no more`
    : `no finding is left: ${path} becomes empty`;
}

/** What is listed of each kind; the diff shows all. */
const most = 20;

function listed(sign: string, entries: readonly BaselineEntry[]): string[] {
  const lines = entries
    .slice(0, most)
    .map(
      ({ rule, file, message, count }) =>
        `  ${sign} ${escapeLine(file)}: ${escapeLine(message)} [${rule}]${count === 1 ? '' : ` (${count} times)`}`,
    );
  const rest = entries.length - lines.length;
  return rest > 0 ? [...lines, `  ${sign} and ${rest} more, which --diff shows`] : lines;
}

function findings(count: number): string {
  return `${count} ${count === 1 ? 'finding' : 'findings'}`;
}
