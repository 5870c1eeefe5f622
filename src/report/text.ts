import { escapeLine } from '../core/escape.ts';
import type { Finding, Report, RuleId } from '../core/finding.ts';
import { codeFrame } from './codeframe.ts';
import { type Place, type PlaceFinder, placeFinder } from './place.ts';
import { secretLines } from './secret-lines.ts';
import { paint, type Style } from './style.ts';

const colors = { error: 'red', warning: 'yellow', info: 'blue' } as const;

/** Findings for people: `path:line:column: severity: message [rule]`, the line with carets, help, fix and related places. */
export function textReport(
  report: Report,
  style: Style,
  place: PlaceFinder = placeFinder(report.files),
): string {
  const explained = new Set<RuleId>();
  const isSecret = secretLines(report, place);
  const blocks = report.findings.map((finding) => {
    const lines = [
      headline(finding, place(finding.at), style),
      ...(isSecret(finding.at) ? [] : frame(finding, place(finding.at), style)),
      ...advice(finding, style),
      ...(finding.related ?? []).flatMap((related) =>
        relatedPlace(
          related,
          isSecret(related.at, 1) ? withoutText(place(related.at)) : place(related.at),
          style,
        ),
      ),
    ];
    if (!explained.has(finding.rule)) lines.push(note('docs', `gitops-kit explain ${finding.rule}`, style));
    explained.add(finding.rule);
    return `${lines.join('\n')}\n`;
  });
  return blocks.join('\n');
}

function withoutText(at: Place): Place {
  return { ...at, text: undefined };
}

function headline(finding: Finding, at: Place, style: Style): string {
  const where = paint('bold', `${escapeLine(finding.at.file)}:${at.start.line}:${at.start.column}:`, style);
  const severity = paint(colors[finding.severity], `${finding.severity}:`, style);
  return `${where} ${severity} ${escapeLine(finding.message)} [${finding.rule}]`;
}

function frame(finding: Finding, at: Place, style: Style): string[] {
  if (at.text === undefined || at.text === '') return [];
  return [
    codeFrame(
      {
        text: at.text,
        range: finding.at.range,
        position: at.start,
        around: 0,
        caretColor: colors[finding.severity],
      },
      style,
    ),
  ];
}

function* advice(finding: Finding, style: Style): Iterable<string> {
  if (finding.help !== undefined) yield note('help', finding.help, style);
  if (finding.fix === undefined) return;
  const held = finding.fix.safety === 'unsafe' ? ' (unsafe)' : '';
  yield note('fix', `${finding.fix.title}${held}`, style);
}

function note(word: string, text: string, style: Style): string {
  return `  ${paint('dim', '=', style)} ${paint('bold', `${word}:`, style)} ${escapeLine(text)}`;
}

function relatedPlace(related: NonNullable<Finding['related']>[number], at: Place, style: Style): string[] {
  const where = `  ${paint('bold', `${escapeLine(related.at.file)}:${at.start.line}:${at.start.column}:`, style)}`;
  const line = `${where} ${escapeLine(related.message)}`;
  if (at.text === undefined || at.text === '') return [line];
  const request = {
    text: at.text,
    range: related.at.range,
    position: at.start,
    around: 1,
    caretColor: 'cyan',
  } as const;
  return [line, codeFrame(request, style)];
}
