import { Buffer } from 'node:buffer';
import type { Finding, Location } from '../core/finding.ts';
import { applyEdits, type Range } from '../core/text.ts';
import { configFile } from '../model/config.ts';
import { jsonDocument } from './document.ts';
import type { Gap } from './gaps.ts';
import { home, ruleUrl } from './links.ts';
import { prose } from './markdown-text.ts';
import type { Place, PlaceFinder } from './place.ts';
import type { Reporting } from './reporting.ts';
import { secretLines } from './secret-lines.ts';

const severities = { error: 'ERROR', warning: 'WARNING', info: 'INFO' } as const;

/** Columns further right are left out, as the format allows: bytes are counted from the beginning of the line. */
const furthestColumn = 10_000;

/**
 * The report as one DiagnosticResult of the Reviewdog Diagnostic Format, which reviewdog reads with `-f=rdjson`.
 * https://github.com/reviewdog/reviewdog/blob/v0.21.2/proto/rdf/reviewdog.proto
 * It puts messages into comments as they are, where they are Markdown: values stand in code.
 * https://github.com/reviewdog/reviewdog/blob/v0.21.2/service/commentutil/commentutil.go
 */
export function rdjsonReport({ report, place, gaps }: Reporting): string {
  const isSecret = secretLines(report, place);
  return jsonDocument({
    source: { name: 'gitops-kit', url: home },
    diagnostics: [
      ...report.findings.map((finding) => ({
        message: messageOf(finding),
        location: location(finding.at, place),
        severity: severities[finding.severity],
        code: { value: finding.rule, url: ruleUrl(finding.rule) },
        ...suggestions(finding, place, isSecret),
        ...related(finding, place),
      })),
      ...gaps.map(gapDiagnostic),
    ],
  });
}

function messageOf({ message, help }: Finding): string {
  const lines = [message, ...(help === undefined ? [] : [`help: ${help}`])];
  return lines.map(prose).join('\n');
}

/**
 * The format would allow none, but reviewdog hands it to GitHub as an annotation without a path, and GitHub refuses the
 * whole batch: what has no place stands at the configuration, where a rule can be switched off.
 */
function gapDiagnostic({ rule, file, message }: Gap) {
  return {
    message: prose(file === undefined ? message : `${file} ${message}`),
    location: { path: file ?? configFile, range: { start: { line: 1 } } },
    severity: 'ERROR',
    ...(rule === undefined ? {} : { code: { value: rule, url: ruleUrl(rule) } }),
  };
}

function location(at: Location, place: PlaceFinder) {
  return { path: at.file, range: range(place(at)) };
}

/** The end is exclusive, like ours. Without columns whole lines are meant. */
function range(at: Place) {
  const { start, end, text = '' } = at;
  if (isFar(at)) return { start: { line: start.line }, end: { line: end.line } };
  return { start: position(start, text), end: position(end, text) };
}

function isFar({ start, end }: Place): boolean {
  return Math.max(start.column, end.column) > furthestColumn;
}

/** The column as the format counts: bytes of UTF-8, from 1. */
function position({ line, column, offset }: Place['start'], text: string) {
  return { line, column: Buffer.byteLength(text.slice(offset - column + 1, offset)) + 1 };
}

function related({ related: places = [] }: Finding, place: PlaceFinder) {
  if (places.length === 0) return {};
  return {
    related_locations: places.map(({ at, message }) => ({
      message: prose(message),
      location: location(at, place),
    })),
  };
}

/**
 * The fix as a suggestion that a reviewer may take with one click: only a safe one that stays in the finding's file, its
 * edits joined to one, since each suggestion is taken on its own. None on lines that hold a secret.
 */
function suggestions({ at, fix }: Finding, place: PlaceFinder, isSecret: (at: Location) => boolean) {
  const [change, ...others] = fix?.changes ?? [];
  if (fix?.safety !== 'safe' || change?.kind !== 'edit' || others.length > 0) return {};
  const { text } = place(at);
  if (change.path !== at.file || change.edits.length === 0 || text === undefined) return {};
  const whole: Range = {
    start: Math.min(...change.edits.map(({ range: { start } }) => start)),
    end: Math.max(...change.edits.map(({ range: { end } }) => end)),
  };
  const where = { file: at.file, range: whole };
  const placed = place(where);
  if (isFar(placed) || isSecret(where)) return {};
  const edits = change.edits.map((edit) => ({
    text: edit.text,
    range: { start: edit.range.start - whole.start, end: edit.range.end - whole.start },
  }));
  const changed = applyEdits(text.slice(whole.start, whole.end), edits);
  return { suggestions: [{ range: range(placed), text: changed }] };
}
