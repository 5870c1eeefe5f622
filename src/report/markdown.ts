import { Buffer } from 'node:buffer';
import type { RepoPath } from '../core/change.ts';
import { type Finding, type Report, type RuleId, severities } from '../core/finding.ts';
import { groupBy } from '../model/group.ts';
import type { Gap } from './gaps.ts';
import { ruleUrl } from './links.ts';
import { clipped, codeElement, codeSpan, prose } from './markdown-text.ts';
import type { PlaceFinder } from './place.ts';
import type { Reporting } from './reporting.ts';
import { besides, count, foundWords } from './summary.ts';

/** The first line of every report: by it a workflow finds its own comment and replaces it. */
export const commentMarker = '<!-- gitops-kit lint -->';

/**
 * Bytes of the whole: GitHub refuses comments of more than 65,536 characters, and a workflow may have words of its own.
 * https://github.com/renovatebot/renovate/issues/2032
 */
const limit = 60_000;

/** Bytes kept for what stands behind the findings. */
const tailRoom = 2_500;

/** With more findings than this files are folded, and the rules are counted first. */
const manyFindings = 20;

/** Lists that are no findings end after so many. */
const shortList = 15;

/**
 * The report as a comment on a pull request, in the Markdown that GitHub and GitLab share: findings by file, in reading
 * order. What does not fit is counted, and it is never the gravest. No text of the repository becomes markup.
 */
export function markdownReport({ report, subject, place, gaps }: Reporting): string {
  const { findings, counts } = report;
  const isLong = findings.length > manyFindings;
  const head = [
    `${commentMarker}\n### gitops-kit: ${headline(counts, gaps)}`,
    introduction(subject, report),
    ...(gaps.length > 0 ? [missing(gaps)] : []),
    ...(isLong ? [ruleTable(findings)] : []),
  ];
  const fit = fitting(findings, place, limit - tailRoom - bytes(head.join('\n\n')));
  const shown = findings.filter((finding) => fit.has(finding));
  const left = findings.filter((finding) => !fit.has(finding));
  const sections = [...groupBy(shown, ({ at }) => at.file)].map(([file, list]) => {
    const items = list.map((finding) => fit.get(finding) ?? '').join('\n');
    return isLong ? folded(file, list, items) : `${title(file)}\n\n${items}`;
  });
  const [first] = findings;
  const tail = [
    ...(left.length > 0 ? [leftOut(left)] : []),
    ...(first === undefined ? [] : [`Why, and what to write instead: \`gitops-kit explain ${first.rule}\``]),
  ];
  return `${[...head, ...sections, ...tail].join('\n\n')}\n`;
}

function headline(counts: Report['counts'], gaps: readonly Gap[]): string {
  const found = foundWords(counts);
  if (gaps.length > 0) found.push('incomplete');
  return found.length > 0 ? found.join(', ') : 'no problems';
}

function introduction(subject: string, report: Report): string {
  const also = besides(report);
  return prose(`${subject}${also.length > 0 ? ` (${also.join(', ')})` : ''}`);
}

function missing(gaps: readonly Gap[]): string {
  const lines = gaps.slice(0, shortList).map(({ file, message }) => {
    const subject = file === undefined ? '' : `${codeSpan(clipped(file))} `;
    return `- ${subject}${prose(clipped(message))}`;
  });
  if (gaps.length > shortList) lines.push(`- and ${gaps.length - shortList} more`);
  return `**The report is incomplete:**\n\n${lines.join('\n')}`;
}

/** Which rules spoke, and how often: the most frequent first. */
function ruleTable(findings: readonly Finding[]): string {
  const rules = [...groupBy(findings, ({ rule }) => rule)].sort(
    ([a, some], [b, others]) => others.length - some.length || (a < b ? -1 : 1),
  );
  const rows = rules.slice(0, shortList).map(([rule, list]) => `| ${ruleLink(rule)} | ${found(list)} |`);
  if (rules.length > shortList) {
    const rest = rules.slice(shortList).flatMap(([, list]) => list);
    rows.push(`| ${rules.length - shortList} other rules | ${found(rest)} |`);
  }
  return `| rule | found |\n| --- | --- |\n${rows.join('\n')}`;
}

/** The findings that fit into so many bytes, with their text: in full if all fit so, else in brief, the gravest first. */
function fitting(findings: readonly Finding[], place: PlaceFinder, room: number): Map<Finding, string> {
  const whole = within(findings, (finding) => item(finding, place), room);
  if (whole.size === findings.length) return whole;
  const gravest = severities.flatMap((severity) => findings.filter((each) => each.severity === severity));
  return within(gravest, (finding) => headOf({ ...finding, message: clipped(finding.message) }, place), room);
}

function within(
  findings: readonly Finding[],
  textOf: (finding: Finding) => string,
  room: number,
): Map<Finding, string> {
  const fit = new Map<Finding, string>();
  const files = new Set<RepoPath>();
  let left = room;
  for (const finding of findings) {
    const text = textOf(finding);
    const { file } = finding.at;
    const needed = bytes(text) + 1 + (files.has(file) ? 0 : bytes(folded(file, [finding], '')) + frameRoom);
    if (needed > left) continue;
    left -= needed;
    files.add(file);
    fit.set(finding, text);
  }
  return fit;
}

/** Bytes by which the frame of a file may grow when its findings are counted. */
const frameRoom = 60;

function headOf({ severity, at, message, rule }: Finding, place: PlaceFinder): string {
  return `- **${severity}** in line ${place(at).start.line}: ${prose(message)} (${ruleLink(rule)})`;
}

function item(finding: Finding, place: PlaceFinder): string {
  const { help, related = [] } = finding;
  const lines = [
    headOf(finding, place),
    ...(help === undefined ? [] : [`help: ${prose(help)}`]),
    ...related.map(
      ({ at, message }) => `see ${codeSpan(`${at.file}:${place(at).start.line}`)}: ${prose(message)}`,
    ),
  ];
  return lines.join('<br>');
}

function ruleLink(rule: RuleId): string {
  return `[\`${rule}\`](${ruleUrl(rule)})`;
}

function title(file: RepoPath): string {
  return `#### ${codeSpan(file)}`;
}

function folded(file: RepoPath, findings: readonly Finding[], items: string): string {
  const summary = `<summary>${codeElement(file)}: ${found(findings)}</summary>`;
  return `<details>${summary}\n\n${items}\n\n</details>`;
}

function leftOut(findings: readonly Finding[]): string {
  const files = [...new Set(findings.map(({ at }) => at.file))];
  const named = files.slice(0, 3).map((file) => codeSpan(clipped(file)));
  if (files.length > 3) named.push(count(files.length - 3, 'more file'));
  return `**Not shown, for want of room:** ${found(findings)} in ${named.join(', ')}. \`gitops-kit lint\` prints all of them.`;
}

function found(findings: readonly Finding[]): string {
  const of = (severity: Finding['severity']): number =>
    findings.filter((finding) => finding.severity === severity).length;
  return foundWords({ error: of('error'), warning: of('warning'), info: of('info') }).join(', ');
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}
