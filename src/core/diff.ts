import { diffLines, structuredPatch } from 'diff';
import type { Range, TextEdit } from './text.ts';

/** One file's unified diff in git's form, new and removed files included; paths are quoted as git does. */
export function unifiedDiff(change: {
  readonly path: string;
  /** Where the file was; undefined where it did not move. */
  readonly from?: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly opaque?: true;
}): string {
  const { path, from = path, before, after, opaque } = change;
  const { hunks } = structuredPatch(path, path, before ?? '', after ?? '', undefined, undefined, {
    context: 3,
  });
  const lines = [`diff --git ${gitPath(`a/${from}`)} ${gitPath(`b/${path}`)}`];
  if (from !== path) lines.push(`rename from ${gitPath(from)}`, `rename to ${gitPath(path)}`);
  if (before === undefined) lines.push('new file mode 100644');
  if (after === undefined) lines.push('deleted file mode 100644');
  if (opaque) {
    const [old, now] = [
      before === undefined ? '/dev/null' : gitPath(`a/${path}`),
      after === undefined ? '/dev/null' : gitPath(`b/${path}`),
    ];
    lines.push(`Binary files ${old} and ${now} differ`);
  }
  if (hunks.length > 0) {
    lines.push(`--- ${before === undefined ? '/dev/null' : withTab(gitPath(`a/${from}`))}`);
    lines.push(`+++ ${after === undefined ? '/dev/null' : withTab(gitPath(`b/${path}`))}`);
  }
  for (const hunk of hunks) {
    lines.push(
      `@@ -${hunk.oldLines === 0 ? 0 : hunk.oldStart},${hunk.oldLines} +${hunk.newLines === 0 ? 0 : hunk.newStart},${hunk.newLines} @@`,
    );
    lines.push(...hunk.lines);
  }
  return `${lines.join('\n')}\n`;
}

/** So many lines may differ before two texts count as different altogether. */
const mostEdits = 1_000;

/**
 * The stretches of `after`, whole lines, that do not stand in `before`; all of it where there is nothing to compare with.
 * How a line ends is no difference: git writes CRLF into a work tree where it is told to (gitattributes(5), `eol`).
 */
export function writtenLines(before: string | undefined, after: string): Range[] {
  const whole = { start: 0, end: Number.POSITIVE_INFINITY };
  if (before === undefined) return [whole];
  const patch = structuredPatch('', '', before, after, undefined, undefined, {
    context: 0,
    maxEditLength: mostEdits,
    stripTrailingCr: true,
  });
  if (patch === undefined) return [whole];
  const starts = [0];
  for (let at = after.indexOf('\n'); at !== -1; at = after.indexOf('\n', at + 1)) starts.push(at + 1);
  const offset = (line: number): number => starts[line - 1] ?? after.length;
  return patch.hunks
    .filter(({ newLines }) => newLines > 0)
    .map(({ newStart, newLines }) => ({ start: offset(newStart), end: offset(newStart + newLines) }));
}

/** What makes `after` of `before`: whole lines, so that stretches between them stay untouched. */
export function lineEdits(before: string, after: string): TextEdit[] {
  const edits: TextEdit[] = [];
  let at = 0;
  let current: { start: number; end: number; text: string } | undefined;
  for (const { value, added, removed } of diffLines(before, after)) {
    if (!added && !removed) {
      at += value.length;
      current = undefined;
      continue;
    }
    if (current === undefined) {
      current = { start: at, end: at, text: '' };
      edits.push({ range: current, text: '' });
    }
    if (added) current.text += value;
    else current.end = at += value.length;
    edits[edits.length - 1] = { range: { start: current.start, end: current.end }, text: current.text };
  }
  return edits;
}

/** A name with a space ends with a tab in `---` and `+++` lines, so that readers know where it ends. */
function withTab(path: string): string {
  return path.includes(' ') && !path.startsWith('"') ? `${path}\t` : path;
}

/** Git's own quoting of unusual paths (`core.quotePath`): control characters, quotes, backslashes and non-ASCII bytes. */
function gitPath(path: string): string {
  if (/^[\x20-\x7e]*$/.test(path) && !/["\\]/.test(path)) return path;
  let quoted = '';
  for (const byte of new TextEncoder().encode(path)) {
    if (byte === 0x22 || byte === 0x5c) quoted += `\\${String.fromCharCode(byte)}`;
    else if (byte < 0x20 || byte > 0x7e) quoted += `\\${byte.toString(8).padStart(3, '0')}`;
    else quoted += String.fromCharCode(byte);
  }
  return `"${quoted}"`;
}
