import type { RepoPath } from '../core/change.ts';
import { escapeJson } from '../core/escape.ts';
import type { Finding, ObjectName, Report } from '../core/finding.ts';
import { withoutGuess } from '../core/suggest.ts';
import { type BaselineEntry, baselineSchema, baselineVersion } from '../model/baseline.ts';
import type { Repo } from '../model/repo.ts';
import { countFindings } from './counts.ts';
import { compare } from './order.ts';

/** A report beside a baseline. */
export interface Compared {
  /** What the baseline does not know. */
  readonly report: Report;
  /** What the baseline knows and the report does not say, with how many of each. */
  readonly gone: readonly BaselineEntry[];
}

/**
 * Whether what was known in a file may be what is found in another one now. Nobody else may use it up: of one app in two
 * clusters both say the same, and what was mended in the one is no leave for the other.
 */
export type Moved = (from: RepoPath, finding: Finding) => boolean;

/** An object has moved when its file is gone, or holds it no more and another one does. */
export function movedIn({ files, resources }: Pick<Repo, 'files' | 'resources'>): Moved {
  const present = new Set(files.paths());
  const placed = new Set(resources.map(({ file, object }) => placeKey(file, object)));
  return (from, { at, object }) => {
    if (object === undefined) return false;
    if (!present.has(from)) return true;
    return placed.has(placeKey(at.file, object)) && !placed.has(placeKey(from, object));
  };
}

function placeKey(file: RepoPath, object: ObjectName): string {
  return JSON.stringify([file, objectText(object)]);
}

/**
 * Takes what a baseline knows out of a report: by rule, object (the file, where there is none) and message (without
 * what changes with other things), as often as the baseline counts it.
 */
export function withoutKnown(report: Report, baseline: readonly BaselineEntry[], moved: Moved): Compared {
  const { fresh, gone } = beyond(report.findings, baseline, moved);
  const baselined = report.findings.length - fresh.length;
  const counts = countFindings(fresh, { ...report.counts, baselined });
  return { report: { ...report, findings: fresh, counts }, gone };
}

/**
 * The findings that a baseline does not know, in their order, and what it knows beyond them. Of several equal ones those
 * of an entry's own file are taken first.
 */
export function beyond(
  findings: readonly Finding[],
  baseline: readonly BaselineEntry[],
  moved: Moved,
): { readonly fresh: readonly Finding[]; readonly gone: readonly BaselineEntry[] } {
  const left = stockOf(baseline);
  const others = findings.filter((finding) => !left.take(keyOf(finding), (from) => from === finding.at.file));
  const fresh = others.filter((finding) => !left.take(keyOf(finding), (from) => moved(from, finding)));
  return { fresh, gone: left.entries() };
}

/** The baseline of what was found, in its order: by file, rule, object and message. */
export function baselineOf(findings: readonly Finding[]): BaselineEntry[] {
  return merged(
    findings.map((finding) => ({
      rule: finding.rule,
      file: finding.at.file,
      object: objectText(finding.object),
      message: essence(finding.message),
      count: 1,
    })),
  );
}

/** Entries in the order of a baseline, each once; the counts of equal ones are added. */
export function merged(entries: readonly BaselineEntry[]): BaselineEntry[] {
  const found = new Map<string, BaselineEntry>();
  for (const entry of entries) {
    const known = found.get(lineOf(entry));
    found.set(lineOf(entry), known === undefined ? entry : { ...known, count: known.count + entry.count });
  }
  return [...found.values()].sort(
    (a, b) =>
      compare(a.file, b.file) ||
      compare(a.rule, b.rule) ||
      compare(a.object ?? '', b.object ?? '') ||
      compare(a.message, b.message),
  );
}

/** What makes an entry a line of its own. */
function lineOf(entry: BaselineEntry): string {
  return JSON.stringify([entry.file, keyOfEntry(entry)]);
}

/** The file's text: an entry is one line, so that a merge and a diff see entries. */
export function baselineText(entries: readonly BaselineEntry[]): string {
  const lines = entries.map(({ rule, file, object, message, count }) => {
    const fields = Object.entries({ rule, file, object, message, count: count === 1 ? undefined : count });
    const written = fields.filter(([, value]) => value !== undefined);
    return `{ ${written.map(([key, value]) => `"${key}": ${JSON.stringify(value)}`).join(', ')} }`;
  });
  const findings = lines.length === 0 ? '[]' : `[\n    ${lines.join(',\n    ')}\n  ]`;
  const head = `"$schema": ${JSON.stringify(baselineSchema)},\n  "version": ${baselineVersion}`;
  return escapeJson(`{\n  ${head},\n  "findings": ${findings}\n}\n`);
}

/** How many findings some entries stand for. */
export function findingsIn(entries: readonly BaselineEntry[]): number {
  return entries.reduce((sum, { count }) => sum + count, 0);
}

/** How many findings one baseline knows beyond another, file by file. */
export function findingsBeyond(entries: readonly BaselineEntry[], before: readonly BaselineEntry[]): number {
  const known = new Map(merged(before).map((entry) => [lineOf(entry), entry.count]));
  const more = merged(entries).map((entry) => Math.max(0, entry.count - (known.get(lineOf(entry)) ?? 0)));
  return more.reduce((sum, count) => sum + count, 0);
}

/** What of a baseline can still be matched. */
function stockOf(baseline: readonly BaselineEntry[]) {
  const stock = new Map<string, Map<RepoPath, BaselineEntry>>();
  for (const entry of merged(baseline)) {
    const files = stock.get(keyOfEntry(entry)) ?? new Map<RepoPath, BaselineEntry>();
    stock.set(keyOfEntry(entry), files.set(entry.file, entry));
  }
  return {
    /** Takes one of an entry whose file will do; false when none is left. */
    take(key: string, serves: (from: RepoPath) => boolean): boolean {
      const files = stock.get(key);
      const entry = [...(files?.values() ?? [])].find(({ file }) => serves(file));
      if (files === undefined || entry === undefined) return false;
      if (entry.count > 1) files.set(entry.file, { ...entry, count: entry.count - 1 });
      else files.delete(entry.file);
      return true;
    },
    entries: () => merged([...stock.values()].flatMap((files) => [...files.values()])),
  };
}

function keyOf({ rule, object, message }: Finding): string {
  return keyOfEntry({ rule, object: objectText(object), message: essence(message) });
}

function keyOfEntry({ rule, object, message }: Pick<BaselineEntry, 'rule' | 'object' | 'message'>): string {
  return JSON.stringify([rule, message, object ?? null]);
}

/** What is wrong, without what changes with the names and numbers of other things: a guess, and how many more there are. */
function essence(message: string): string {
  return withoutGuess(message).replace(/\b\d+ (?=(?:more|others)\b)/g, 'N ');
}

/** `HelmRelease podinfo/podinfo`: its API version may change, and it is the same object. */
function objectText(object: ObjectName | undefined): string | undefined {
  if (object === undefined) return undefined;
  const { kind, namespace, name } = object;
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}
