import type { Files, RepoPath } from '../core/change.ts';
import type { RuleId } from '../core/finding.ts';
import { lineEnd, lineStart, type Range } from '../core/text.ts';
import { ignoreMark as mark } from '../model/read-files.ts';
import type { IgnoreComment } from '../rules/rule.ts';

/** Behind the line's beginning or white space, as YAML asks of a comment. */
const pattern = /(?:^|[ \t])#[ \t]*gitops-kit: ignore(?:\[([^\]\n]*)\])?([^\r\n]*)/;

/** One rule named in a comment, and the stretch of text in which it silences that rule. */
interface Entry {
  readonly id: RuleId;
  readonly range: Range;
  readonly covers: Range;
  used: boolean;
}

interface Comment {
  readonly file: RepoPath;
  readonly range: Range;
  readonly reason: string;
  readonly entries: readonly Entry[];
}

/** The ignore comments of a repository. */
export interface Suppressions {
  /** Whether a comment silences that finding; the comment counts as used from then on. */
  covers(rule: RuleId, file: RepoPath, range: Range): boolean;
  /** What the comments say and whether they were needed. `ran`: whether a rule judged that file. */
  comments(known: ReadonlySet<RuleId>, ran: (rule: RuleId, file: RepoPath) => boolean): IgnoreComment[];
}

/**
 * Reads `# gitops-kit: ignore[family/rule-a, family/rule-b] reason` in files that hold the mark: it silences those rules on its own line,
 * or, standing alone, on the next line that is no such comment. Lines are those of the file, inside block strings as well.
 */
export function suppressions(files: Files, marked: Iterable<RepoPath>): Suppressions {
  const byFile = new Map<RepoPath, readonly Comment[]>();
  for (const path of marked) {
    const text = files.text(path);
    if (text !== undefined) byFile.set(path, commentsOf(path, text));
  }
  return {
    covers(rule, file, range) {
      let found = false;
      for (const comment of byFile.get(file) ?? []) {
        for (const entry of comment.entries) {
          if (entry.id !== rule || range.start < entry.covers.start || range.start > entry.covers.end)
            continue;
          entry.used = true;
          found = true;
        }
      }
      return found;
    },
    comments: (known, ran) =>
      [...byFile.values()].flat().map(({ file, range, reason, entries }) => ({
        at: { file, range },
        reason,
        rules: entries.map((entry) => ({
          id: entry.id,
          at: { file, range: entry.range },
          state: stateOf(entry, known, ran(entry.id, file)),
        })),
      })),
  };
}

function stateOf(entry: Entry, known: ReadonlySet<RuleId>, ran: boolean) {
  if (!known.has(entry.id)) return 'unknown';
  if (entry.used) return 'used';
  return ran ? 'unused' : 'idle';
}

function commentsOf(file: RepoPath, text: string): Comment[] {
  const comments: Comment[] = [];
  for (let at = text.indexOf(mark); at !== -1; at = text.indexOf(mark, at + mark.length)) {
    const start = lineStart(text, at);
    const end = lineEnd(text, at);
    if (comments.at(-1)?.range.end === end) continue;
    const found = pattern.exec(text.slice(start, end));
    if (found === null) continue;
    const hash = start + found.index + found[0].indexOf('#');
    const covers =
      found.index === 0 || text.slice(start, hash).trim() === '' ? below(text, end) : { start, end };
    comments.push({
      file,
      range: { start: hash, end },
      reason: (found[2] ?? '').trim(),
      entries: entriesOf(found[1] ?? '', text.indexOf('[', hash) + 1, covers),
    });
  }
  return comments;
}

/** The next line that is no ignore comment itself, together with the comment's own. */
function below(text: string, end: number): Range {
  const start = lineStart(text, end);
  let at = end;
  for (;;) {
    const next = text.indexOf('\n', at) + 1;
    if (next === 0) return { start, end: at };
    at = lineEnd(text, next);
    const line = text.slice(next, at);
    if (!(line.trimStart().startsWith('#') && line.includes(mark))) return { start, end: at };
  }
}

function entriesOf(list: string, from: number, covers: Range): Entry[] {
  let at = from;
  return list.split(',').flatMap((part) => {
    const id = part.trim();
    const start = at + part.indexOf(id);
    at += part.length + 1;
    return id === '' ? [] : [{ id, range: { start, end: start + id.length }, covers, used: false }];
  });
}
