import type { RepoPath } from '../core/change.ts';
import type { Finding } from '../core/finding.ts';
import type { Range } from '../core/text.ts';
import type { Repo } from '../model/repo.ts';

/** Where secrets stand in the files that findings speak of: no report prints these lines. */
export type Hidden = ReadonlyMap<RepoPath, readonly Range[]>;

/** Findings that name no value of a Secret, and the stretches that no report may print. */
export function concealed(
  findings: readonly Finding[],
  repo: Pick<Repo, 'files' | 'problems' | 'unread' | 'resources'>,
): { readonly findings: readonly Finding[]; readonly hidden: Hidden } {
  const spoken = new Set(
    findings.flatMap(({ at, related = [] }) => [at.file, ...related.map((each) => each.at.file)]),
  );
  const suspects = new Set([
    ...repo.resources.flatMap(({ kind, group, file }) => (kind === 'Secret' && group === '' ? [file] : [])),
    // A file that could not be read whole may hold one.
    ...repo.problems.keys(),
    ...repo.unread,
  ]);
  const hidden = new Map<RepoPath, readonly Range[]>();
  const texts = new Map<RepoPath, string>();
  for (const file of spoken) {
    const text = suspects.has(file) ? repo.files.text(file) : undefined;
    const stretches = text === undefined ? [] : secretStretches(text);
    if (text === undefined || stretches.length === 0) continue;
    hidden.set(file, stretches);
    texts.set(file, text);
  }
  if (hidden.size === 0) return { findings, hidden };
  const quiet = findings.map((finding) => {
    const { file, range } = finding.at;
    const inside = hidden.get(file)?.some(({ start, end }) => range.start < end && range.end >= start);
    return inside === true ? withoutValue(finding, texts.get(file) ?? '') : finding;
  });
  return { findings: quiet, hidden };
}

const isSecret = /\bkind["']?\s*:\s*["']?Secret\b(?!\w)/;
const dataLine = /^([\s-]*)["']?(?:data|stringData)["']?\s*:/;
const otherField = /^(\s*)["']?(?:apiVersion|kind|metadata|type|immutable|sops)["']?\s*:/;

/**
 * The stretches of a text that hold the data of Secrets, found line by line, since the text may be no YAML: from `data:`
 * or `stringData:` to the next field of the object. Of a Secret in any other form all is hidden.
 */
export function secretStretches(text: string): Range[] {
  const stretches: Range[] = [];
  let at = 0;
  for (const document of text.split(/^(?=---)/m)) {
    const start = at;
    at += document.length;
    if (isSecret.test(document)) stretches.push(...dataIn(document, start));
  }
  return stretches;
}

function dataIn(document: string, from: number): Range[] {
  const found: Range[] = [];
  let open: { readonly start: number; readonly indent: number } | undefined;
  let at = from;
  for (const line of document.split(/(?<=\n)/)) {
    const indent = otherField.exec(line)?.[1]?.length;
    if (open !== undefined && indent !== undefined && indent <= open.indent) {
      found.push({ start: open.start, end: at });
      open = undefined;
    }
    const data = dataLine.exec(line)?.[1]?.length;
    if (open === undefined && data !== undefined) open = { start: at, indent: data };
    at += line.length;
  }
  if (open !== undefined) found.push({ start: open.start, end: at });
  return found.length === 0 ? [{ start: from, end: at }] : found;
}

/** The finding without the text it points at, unless that is a key. */
function withoutValue(finding: Finding, text: string): Finding {
  const { start, end } = finding.at.range;
  const value = text
    .slice(start, end)
    .trim()
    .replace(/^["']|["']$/g, '');
  const isKey = /^["']?\s*:/.test(text.slice(end, end + 3));
  if (isKey || value.length < 2) return finding;
  const without = (words: string): string => words.replaceAll(value, '…');
  const { help, fix } = finding;
  return {
    ...finding,
    message: without(finding.message),
    ...(help === undefined ? {} : { help: without(help) }),
    ...(fix === undefined ? {} : { fix: { ...fix, title: without(fix.title) } }),
  };
}
