import { type OutdatedApp, type Reason, stateOf } from '../chart/outdated.ts';
import { maskedUrl } from '../core/escape.ts';
import { jsonDocument } from './document.ts';
import { codeSpan } from './markdown-text.ts';
import type { Style } from './style.ts';
import { count } from './summary.ts';
import { table } from './table.ts';

/** The forms of the report of `outdated`. */
export const outdatedFormats = ['text', 'json', 'markdown'] as const;
export type OutdatedFormat = (typeof outdatedFormats)[number];

/** All apps in a form; every one is one document, also when there is none. */
export function outdatedReport(
  apps: readonly OutdatedApp[],
  { format, style }: { readonly format: OutdatedFormat; readonly style: Style },
): string {
  switch (format) {
    case 'json':
      return jsonDocument({ summary: summaryOf(apps), apps: apps.map(jsonApp) });
    case 'markdown':
      return markdown(apps);
    case 'text':
      return text(apps, style);
  }
}

/** One line for stderr: `50 apps: 12 with values behind, 5 with newer charts beyond their range, 2 not known`. */
export function outdatedSummary(apps: readonly OutdatedApp[]): string {
  const { base, beyond, range, unknown } = summaryOf(apps);
  const found = [
    ...(base > 0 ? [`${base} with values behind`] : []),
    ...(beyond > 0 ? [`${beyond} with newer charts beyond the range`] : []),
    ...(range > 0 ? [`${range} with no version in the range`] : []),
    ...(unknown > 0 ? [`${unknown} not known`] : []),
  ];
  return `${count(apps.length, 'app')}: ${found.length === 0 ? 'all current' : found.join(', ')}`;
}

function summaryOf(apps: readonly OutdatedApp[]) {
  const having = (reason: Reason): number => apps.filter(({ reasons }) => reasons.includes(reason)).length;
  return {
    apps: apps.length,
    base: having('base'),
    beyond: having('beyond'),
    range: having('range'),
    unknown: apps.filter(({ lag }) => lag === undefined).length,
  };
}

function jsonApp({ chart, lag, why, reasons }: OutdatedApp) {
  const { app, name, range, base, source } = chart;
  return {
    name: app.name,
    root: app.view.root,
    namespace: app.namespace ?? null,
    chart: name ?? null,
    url: source.kind === 'known' ? maskedUrl(source.place.url) : null,
    range: range ?? null,
    within: lag?.within ?? null,
    beyond: lag?.beyond ?? null,
    newest: lag?.newest ?? null,
    base: base ?? null,
    behind: lag?.behind ?? null,
    baseInRange: lag?.isBaseTaken ?? null,
    reasons,
    why: why ?? null,
  };
}

/** Name, and root where there are several: one app may run in all of them. */
function cells(apps: readonly OutdatedApp[]): {
  readonly head: string[];
  readonly row: (app: OutdatedApp) => string[];
} {
  const hasRoots = new Set(apps.map(({ chart }) => chart.app.view.root)).size > 1;
  return {
    head: ['NAME', ...(hasRoots ? ['ROOT'] : []), 'CHART', 'RANGE', 'WITHIN', 'BEYOND', 'BASE', 'STATE'],
    row: (each) => {
      const { chart, lag } = each;
      const { app, name, range, base } = chart;
      return [
        app.name,
        ...(hasRoots ? [app.view.root === '' ? './' : `${app.view.root}/`] : []),
        name ?? '-',
        range ?? '-',
        lag?.within ?? '-',
        lag?.beyond ?? '-',
        base ?? '-',
        stateOf(each),
      ];
    },
  };
}

function text(apps: readonly OutdatedApp[], style: Style): string {
  const { head, row } = cells(apps);
  return table(head, apps.map(row), style);
}

/** GitHub refuses comments of more than 65,536 characters: beyond these rows it is only said how many there are. */
const mostRows = 200;
const longestCell = 120;

/** What there is to do, as a comment or an issue: no text of a repository or server becomes markup. */
function markdown(apps: readonly OutdatedApp[]): string {
  const { head, row } = cells(apps);
  const told = apps.filter(({ lag, reasons }) => lag === undefined || reasons.length > 0);
  const shown = told.slice(0, mostRows);
  const line = (columns: readonly string[]): string => `| ${columns.join(' | ')} |`;
  const lines = [
    '<!-- gitops-kit outdated -->',
    `**${outdatedSummary(apps)}**`,
    ...(shown.length === 0
      ? []
      : [
          '',
          line(head.map((title) => title.toLowerCase())),
          line(head.map(() => '---')),
          ...shown.map((each) => line(row(each).map(markdownCell))),
        ]),
    ...(told.length > shown.length ? ['', `${told.length - shown.length} more are not shown.`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function markdownCell(words: string): string {
  const clipped = words.length > longestCell ? `${words.slice(0, longestCell)}…` : words;
  return clipped === '-' ? '' : codeSpan(clipped).replaceAll('|', '\\|');
}
