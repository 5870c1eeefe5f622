import { Buffer } from 'node:buffer';
import { type Finding, type Report, severities } from '../core/finding.ts';
import { groupBy } from '../model/group.ts';
import type { Rule } from '../rules/rule.ts';
import type { Gap } from './gaps.ts';
import { ruleUrl } from './links.ts';
import { clipped, codeElement, codeSpan, prose } from './markdown-text.ts';
import type { Place, PlaceFinder } from './place.ts';
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

/** More findings than this are grouped by rule, and folded: a person looks for what happens often. */
const manyFindings = 20;

/** Lists that are no findings end after so many. */
const shortList = 15;

/** How findings are grouped. */
interface Form {
  readonly keyOf: (finding: Finding) => string;
  readonly item: (finding: Finding, at: Place) => string;
  readonly section: (key: string, findings: readonly Finding[], items: string) => string;
}

/**
 * The report as a comment on a pull request, in the Markdown that GitHub and GitLab share: few findings by file, many by
 * rule. What does not fit is counted, and it is never the gravest. No text of the repository becomes markup.
 */
export function markdownReport({ report, subject, place, gaps, rules }: Reporting): string {
  const { findings, counts } = report;
  const form = findings.length > manyFindings ? byRule(rules) : byFile;
  const head = [
    `${commentMarker}\n### gitops-kit: ${headline(counts, gaps)}`,
    introduction(subject, report),
    ...(gaps.length > 0 ? [missing(gaps)] : []),
  ];
  const fit = fitting(findings, { form, place, room: limit - tailRoom - bytes(head.join('\n\n')) });
  const shown = findings.filter((finding) => fit.has(finding));
  const left = findings.filter((finding) => !fit.has(finding));
  const groups = [...groupBy(shown, form.keyOf)];
  if (form !== byFile) groups.sort(([, some], [, others]) => rank(others) - rank(some));
  const sections = groups.map(([key, list]) =>
    form.section(key, list, list.map((finding) => fit.get(finding) ?? '').join('\n')),
  );
  if (left.length > 0) sections.push(leftOut(left));
  return `${[...head, ...sections].join('\n\n')}\n`;
}

/** For few findings: as the files are read. */
const byFile: Form = {
  keyOf: ({ at }) => at.file,
  item: ({ severity, message, rule }, { start }) =>
    `- **${severity}** in line ${start.line}: ${prose(message)} ([\`${rule}\`](${ruleUrl(rule)}))`,
  section: (file, _findings, items) => `#### ${codeSpan(file)}\n\n${items}`,
};

/** For many: one line a rule, which opens. */
function byRule(rules: readonly Rule[]): Form {
  return {
    keyOf: ({ rule }) => rule,
    item: ({ severity, message, at }, { start }) =>
      `- **${severity}** in ${codeSpan(`${at.file}:${start.line}`)}: ${prose(message)}`,
    section: (rule, findings, items) => {
      const summary = rules.find(({ id }) => id === rule)?.summary ?? '';
      return [
        `<details><summary>${codeElement(rule)}: ${found(findings)}</summary>`,
        `${prose(summary)} [More](${ruleUrl(rule)})`,
        items,
        '</details>',
      ].join('\n\n');
    },
  };
}

/** The gravest rule first, and of these the one that speaks most. */
function rank(findings: readonly Finding[]): number {
  const said = new Set(findings.map(({ severity }) => severity));
  const gravest = severities.findIndex((each) => said.has(each));
  return (severities.length - gravest) * 1_000_000 + findings.length;
}

function headline(counts: Report['counts'], gaps: readonly Gap[]): string {
  const words = foundWords(counts);
  if (gaps.length > 0) words.push('incomplete');
  return words.length > 0 ? words.join(', ') : 'no problems';
}

function introduction(subject: string, report: Report): string {
  const also = besides(report);
  return prose(`${subject}${also.length > 0 ? ` (${also.join(', ')})` : ''}`);
}

function missing(gaps: readonly Gap[]): string {
  const lines = gaps.slice(0, shortList).map(({ file, message }) => {
    const which = file === undefined ? '' : `${codeSpan(clipped(file))} `;
    return `- ${which}${prose(clipped(message))}`;
  });
  if (gaps.length > shortList) lines.push(`- and ${gaps.length - shortList} more`);
  return `**The report is incomplete:**\n\n${lines.join('\n')}`;
}

interface Layout {
  readonly form: Form;
  readonly place: PlaceFinder;
  /** In bytes. */
  readonly room: number;
}

/** The findings that fit, with their text: in full if all fit so, else in brief, the gravest first. */
function fitting(findings: readonly Finding[], layout: Layout): Map<Finding, string> {
  const { form, place } = layout;
  const whole = within(findings, layout, (finding) => fullItem(finding, form, place));
  if (whole.size === findings.length) return whole;
  const gravest = severities.flatMap((severity) => findings.filter((each) => each.severity === severity));
  return within(gravest, layout, (finding) =>
    form.item({ ...finding, message: clipped(finding.message) }, place(finding.at)),
  );
}

function within(
  findings: readonly Finding[],
  { form, room }: Layout,
  textOf: (finding: Finding) => string,
): Map<Finding, string> {
  const fit = new Map<Finding, string>();
  const begun = new Set<string>();
  let left = room;
  for (const finding of findings) {
    const key = form.keyOf(finding);
    const text = textOf(finding);
    const frame = begun.has(key) ? 0 : bytes(form.section(key, [finding], '')) + frameRoom;
    const needed = bytes(text) + frame + 1;
    if (needed > left) continue;
    left -= needed;
    begun.add(key);
    fit.set(finding, text);
  }
  return fit;
}

/** Bytes by which the frame of a group may grow when more findings are counted in it, and what parts it from the next. */
const frameRoom = 60;

function fullItem(finding: Finding, form: Form, place: PlaceFinder): string {
  const { help, related = [] } = finding;
  const lines = [
    form.item(finding, place(finding.at)),
    ...(help === undefined ? [] : [`help: ${prose(help)}`]),
    ...related.map(
      ({ at, message }) => `see ${codeSpan(`${at.file}:${place(at).start.line}`)}: ${prose(message)}`,
    ),
  ];
  return lines.join('<br>');
}

function leftOut(findings: readonly Finding[]): string {
  const files = new Set(findings.map(({ at }) => at.file)).size;
  const rules = [...groupBy(findings, ({ rule }) => rule)].sort(
    ([, some], [, others]) => rank(others) - rank(some),
  );
  const named = rules.slice(0, shortList).map(([rule, list]) => `${codeSpan(rule)} ${list.length}`);
  if (rules.length > shortList) named.push(count(rules.length - shortList, 'other rule'));
  return `**Not shown, for want of room:** ${found(findings)} in ${count(files, 'file')}, by rule: ${named.join(', ')}. \`gitops-kit lint\` prints all of them.`;
}

function found(findings: readonly Finding[]): string {
  const of = (severity: Finding['severity']): number =>
    findings.filter((finding) => finding.severity === severity).length;
  return foundWords({ error: of('error'), warning: of('warning'), info: of('info') }).join(', ');
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}
