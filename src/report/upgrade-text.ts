import { escapeControl } from '../core/escape.ts';
import type { Conflict, ConflictChoice, LostComment, ValueChange } from '../merge/values-merge.ts';
import type { MergedPlace, UpgradeReport } from '../upgrade/report.ts';
import { pathText } from '../yaml/path-text.ts';
import { shownValue } from './shown-value.ts';
import { paint, type Style } from './style.ts';
import { count } from './summary.ts';

type Merged = Extract<MergedPlace, { kind: 'merged' }>;

/** Longer lists of what needs no decision end after so many; JSON has all of them. */
const shortList = 25;

/** What an upgrade did to one app, for a terminal: what needs a decision first and in full. */
export function upgradeText(
  { app, chart, from, to, values, schema, open }: UpgradeReport,
  { choice, style }: { readonly choice: ConflictChoice; readonly style: Style },
): string {
  const lines = [paint('bold', escapeControl(`${app}: chart ${chart} ${versions(from, to)}`), style)];
  for (const place of values) {
    lines.push('', `${place.object} (${place.file})`.replace(/^.*$/, escapeControl));
    lines.push(...(place.kind === 'lines' ? byLines(place, style) : merged(place, choice, style)));
  }
  for (const each of open) lines.push('', paint('yellow', escapeControl(each), style));
  if (schema.faults.length > 0)
    lines.push('', paint('yellow', "Helm will refuse this: it breaks the chart's values.schema.json", style));
  for (const fault of schema.faults) lines.push(`  ${escapeControl(fault)}`);
  if (values.length === 0) lines.push('', 'no values of its own: nothing to merge');
  return `${lines.join('\n')}\n`;
}

/** `6.14.1 -> 7.0.0, range 6.x -> 7.x`. */
export function versions(from: UpgradeReport['from'], to: UpgradeReport['to']): string {
  const moved = from.version === to.version ? `stays at ${to.version}` : `${from.version} -> ${to.version}`;
  if (from.range === to.range) return to.range === undefined ? moved : `${moved}, range ${to.range}`;
  return `${moved}, range ${from.range ?? '(none)'} -> ${to.range ?? '(none)'}`;
}

/** What became of the conflicts; partial values take no markers. */
export function outcome(asked: ConflictChoice, isPartial: boolean): string {
  const choice = isPartial && asked === 'markers' ? 'ours' : asked;
  if (choice === 'markers') return 'both stand in the text, between markers';
  return choice === 'ours' ? 'yours is kept' : "the chart's is taken";
}

function merged(place: Merged, choice: ConflictChoice, style: Style): string[] {
  const { taken, kept, conflicts, renames, lostComments, same } = place;
  const lines = [
    ...section(
      `${count(conflicts.length, 'conflict')}: ${outcome(choice, place.partial)}`,
      conflicts,
      (each) => conflictLines(each),
    ).map((line, at) => (at === 0 ? paint('yellow', line, style) : line)),
    ...section('likely renamed by the chart', renames, ({ from, to }) => [
      `${pathText(from)} -> ${pathText(to)}: look whether your change belongs there`,
    ]),
    ...section('comments of yours that found no place', lostComments, commentLines),
    ...section(`taken from the chart: ${taken.length}`, taken.slice(0, shortList), changeLine),
    ...more(taken),
    ...section(`kept from you: ${kept.length}`, kept.slice(0, shortList), changeLine),
    ...more(kept),
    ...section("the chart's own by now, and no longer needed here", same, (path) => [pathText(path)]),
  ];
  return lines.length > 0 ? lines : ['  nothing to merge'];
}

function byLines(place: Extract<MergedPlace, { kind: 'lines' }>, style: Style): string[] {
  const { why, side, conflicts, fault } = place;
  const where = fault === undefined ? '' : ` (line ${fault})`;
  return [
    paint('yellow', `  not merged: ${escapeControl(why)}${where}`, style),
    `  a merge of lines, with ${count(conflicts, 'conflict')}, is in ${escapeControl(side)}`,
    '  finish it by hand, put it into the values, and remove the file',
  ];
}

function section<T>(title: string, items: readonly T[], told: (item: T) => readonly string[]): string[] {
  if (items.length === 0) return [];
  return [`  ${title}`, ...items.flatMap((item) => told(item).map((line) => `    ${escapeControl(line)}`))];
}

function more(all: readonly unknown[]): string[] {
  return all.length > shortList ? [`    … and ${all.length - shortList} more (--format json)`] : [];
}

function conflictLines({ path, line, base, ours, theirs }: Conflict): string[] {
  return [
    `${pathText(path)}, line ${line}`,
    `  was    ${shownValue(path, base)}`,
    `  yours  ${shownValue(path, ours)}`,
    `  chart  ${shownValue(path, theirs)}`,
  ];
}

function changeLine({ path, before, after }: ValueChange): string[] {
  const name = pathText(path);
  if (before === undefined) return [`+ ${name}: ${shownValue(path, after)}`];
  if (after === undefined) return [`- ${name}: ${shownValue(path, before)}`];
  return [`${name}: ${shownValue(path, before)} -> ${shownValue(path, after)}`];
}

function commentLines({ path, line, text }: LostComment): string[] {
  return [`line ${line}, at ${pathText(path)}`, ...text.split('\n').map((each) => `  ${each}`)];
}
