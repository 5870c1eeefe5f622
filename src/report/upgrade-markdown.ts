import type { Conflict, ConflictChoice, LostComment, ValueChange } from '../merge/values-merge.ts';
import type { MergedPlace, UpgradeReport } from '../upgrade/report.ts';
import { pathText } from '../yaml/path-text.ts';
import { codeSpan } from './markdown-text.ts';
import { shownValue } from './shown-value.ts';
import { count } from './summary.ts';
import { outcome, versions } from './upgrade-text.ts';

type Merged = Extract<MergedPlace, { kind: 'merged' }>;

/** GitHub refuses texts of more than 65,536 characters: lists of what needs no decision end after so many. */
const shortList = 100;

/** What an upgrade did to one app, as the text of a pull request; no text of chart or repository becomes markup. */
export function upgradeMarkdown(
  { app, chart, from, to, values, schema, open }: UpgradeReport,
  choice: ConflictChoice,
): string {
  const head = `### Upgrade ${codeSpan(app)}: chart ${codeSpan(chart)} ${codeSpan(versions(from, to))}`;
  const parts = values.flatMap((place) => [
    `**${codeSpan(place.object)}** in ${codeSpan(place.file)}`,
    ...(place.kind === 'lines' ? [byLines(place)] : merged(place, choice)),
  ]);
  for (const each of open) parts.unshift(`**Look at this first:** ${codeSpan(each)}`);
  if (schema.faults.length > 0) {
    const faults = schema.faults.map((fault) => `- ${codeSpan(fault)}`).join('\n');
    parts.unshift("Helm will refuse this: it breaks the chart's `values.schema.json`:", faults);
  }
  return `${[head, ...parts].join('\n\n')}\n`;
}

function merged(place: Merged, choice: ConflictChoice): string[] {
  const { taken, kept, conflicts, renames, lostComments, same } = place;
  const parts: string[] = [];
  if (conflicts.length > 0)
    parts.push(
      `${count(conflicts.length, 'conflict')}: ${outcome(choice, place.partial)}.`,
      conflictTable(conflicts),
    );
  const add = <T>(title: string, items: readonly T[], item: (each: T) => string): void => {
    if (items.length > 0) parts.push(`${title}:`, items.map((each) => `- ${item(each)}`).join('\n'));
  };
  add(
    'Likely renamed by the chart',
    renames,
    ({ from, to }) => `${codeSpan(pathText(from))} to ${codeSpan(pathText(to))}`,
  );
  if (lostComments.length > 0)
    parts.push('Comments of yours that found no place:', lostComments.map(quoted).join('\n\n'));
  folded(parts, 'Taken from the chart', taken);
  folded(parts, 'Kept from you', kept);
  add("The chart's own by now", same, (path) => codeSpan(pathText(path)));
  return parts.length > 0 ? parts : ['Nothing to merge.'];
}

function byLines({ why, side, conflicts, fault }: Extract<MergedPlace, { kind: 'lines' }>): string {
  const where = fault === undefined ? '' : ` (line ${fault})`;
  return `Not merged: ${codeSpan(why)}${where}. A merge of lines, with ${count(conflicts, 'conflict')}, is in ${codeSpan(side)}.`;
}

function conflictTable(conflicts: readonly Conflict[]): string {
  // A bar ends a cell, in code as well (https://github.github.com/gfm/#tables-extension-).
  const cell = (text: string): string => codeSpan(text).replaceAll('|', '\\|');
  const rows = conflicts.map(
    ({ path, line, base, ours, theirs }) =>
      `| ${cell(pathText(path))} | ${line} | ${[base, ours, theirs].map((side) => cell(shownValue(path, side))).join(' | ')} |`,
  );
  return ['| value | line | was | yours | chart |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}

function folded(parts: string[], title: string, changes: readonly ValueChange[]): void {
  if (changes.length === 0) return;
  const items = changes.slice(0, shortList).map(({ path, before, after }) => {
    const name = codeSpan(pathText(path));
    if (before === undefined) return `- new: ${name} = ${codeSpan(shownValue(path, after))}`;
    if (after === undefined) return `- gone: ${name} (was ${codeSpan(shownValue(path, before))})`;
    return `- ${name}: ${codeSpan(shownValue(path, before))} to ${codeSpan(shownValue(path, after))}`;
  });
  if (changes.length > shortList) items.push(`- … and ${changes.length - shortList} more`);
  const summary = `<details><summary>${title}: ${changes.length}</summary>`;
  parts.push(`${summary}\n\n${items.join('\n')}\n\n</details>`);
}

function quoted({ path, line, text }: LostComment): string {
  const lines = text.split('\n').map((each) => `> ${codeSpan(each)}`);
  return [`Line ${line}, at ${codeSpan(pathText(path))}:`, '', lines.join('\\\n')].join('\n');
}
