import { escapeControl, escapeLine } from '../core/escape.ts';
import type { Finding } from '../core/finding.ts';
import type { Place } from './place.ts';
import type { Reporting } from './reporting.ts';

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const;

/**
 * Findings as workflow commands of GitHub Actions, one a line: the runner shows them at their lines in a pull request.
 * They are safe to print as they are.
 * A rule that failed is an error without a place, a file that nobody judged one without a line.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions#setting-an-error-message
 */
export function githubReport({ report, place, gaps }: Reporting): string {
  const findings = report.findings.map((finding) => annotation(finding, place(finding.at)));
  const missing = gaps.map(({ rule, file, message }) => {
    const properties = { ...(file === undefined ? {} : { file }), title: rule ?? 'not judged' };
    return command('error', properties, escapeLine(message));
  });
  return [...findings, ...missing].join('');
}

function annotation(finding: Finding, { start, end }: Place): string {
  // The runner drops columns of an annotation of several lines, with a warning about them.
  const columns = start.line === end.line ? { col: start.column, endColumn: end.column } : {};
  const properties = {
    file: finding.at.file,
    line: start.line,
    endLine: end.line,
    ...columns,
    title: finding.rule,
  };
  const lines = [finding.message, ...(finding.help === undefined ? [] : [`help: ${finding.help}`])];
  return command(commands[finding.severity], properties, lines.map(escapeLine).join('\n'));
}

function command(name: string, properties: Readonly<Record<string, string | number>>, text: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${propertyText(String(value))}`);
  return `${escapeControl(`::${name} ${list.join(',')}::${dataText(text)}`)}\n`;
}

/** What the runner undoes: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
function dataText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function propertyText(text: string): string {
  return dataText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
