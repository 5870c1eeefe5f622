import type { RepoPath } from '../core/change.ts';
import type { FleetApp } from '../fleet/fleet-apps.ts';
import { type CellState, cellStates, type Matrix } from '../fleet/matrix.ts';
import { jsonDocument } from './document.ts';
import { codeSpan } from './markdown-text.ts';
import type { Style } from './style.ts';
import { count } from './summary.ts';
import { table } from './table.ts';

/** The forms of the matrix. */
export const matrixFormats = ['text', 'json', 'markdown'] as const;
export type MatrixFormat = (typeof matrixFormats)[number];

/** A matrix with the states of all cells, each worked out once. */
export interface FilledMatrix {
  readonly clusters: readonly string[];
  readonly rows: readonly {
    readonly app: FleetApp;
    readonly cells: readonly (readonly CellState[])[];
    /** Why it is on no cluster though a policy takes it. */
    readonly nowhere: string | undefined;
  }[];
}

export function filled({ apps, clusters, states, nowhere }: Matrix): FilledMatrix {
  return {
    clusters,
    rows: apps.map((app) => ({
      app,
      cells: clusters.map((cluster) => states(app, cluster)),
      nowhere: nowhere(app),
    })),
  };
}

/** How the matrix, or what a change does, is shown. */
export interface MatrixForm {
  readonly format: MatrixFormat;
  readonly style: Style;
  /** The files that could not be read: a report that goes elsewhere than stderr must not look complete. */
  readonly unread: readonly RepoPath[];
}

/** `1 file could not be read and may hold more: …`, with an empty line before it; nothing where all was read. */
export function unreadLines(unread: readonly RepoPath[]): string[] {
  if (unread.length === 0) return [];
  const named = unread.slice(0, 3).map(codeSpan).join(', ');
  const more = unread.length > 3 ? ` and ${unread.length - 3} more` : '';
  return ['', `**${count(unread.length, 'file')} could not be read and may hold more:** ${named}${more}`];
}

/** Apps down, clusters across. */
export function matrixReport(matrix: FilledMatrix, { format, style, unread }: MatrixForm): string {
  switch (format) {
    case 'json':
      return jsonMatrix(matrix, unread);
    case 'markdown':
      return markdown(matrix, unread);
    case 'text':
      return text(matrix, style);
  }
}

/** One line for stderr: `3 apps on 2 of 3 clusters: 1 overridden, 1 blocked`. */
export function matrixSummary({ clusters, rows }: FilledMatrix): string {
  const placed = rows.filter(({ cells }) => cells.some((states) => states.length > 0));
  const reached = clusters.filter((_, at) => rows.some(({ cells }) => (cells[at] ?? []).length > 0));
  const having = (state: CellState): number =>
    rows.reduce((sum, { cells }) => sum + cells.filter((states) => states.includes(state)).length, 0);
  const said = cellStates
    .filter((state) => state !== 'placed')
    .map((state) => [having(state), state] as const)
    .filter(([number]) => number > 0)
    .map(([number, state]) => `${number} ${state}`);
  const where = `${count(placed.length, 'app')} on ${reached.length} of ${count(clusters.length, 'cluster')}`;
  const nowhere = rows.length - placed.length;
  const parts = [...said, ...(nowhere > 0 ? [`${count(nowhere, 'app')} on none`] : [])];
  return parts.length === 0 ? where : `${where}: ${parts.join(', ')}`;
}

/** Whether something does not run as it is meant to. */
export function hasTrouble({ rows }: FilledMatrix): boolean {
  return rows.some(
    ({ cells, nowhere }) =>
      nowhere !== undefined ||
      cells.some((states) => states.includes('blocked') || states.includes('missing dependency')),
  );
}

function jsonMatrix({ clusters, rows }: FilledMatrix, unread: readonly RepoPath[]): string {
  return jsonDocument({
    clusters,
    apps: rows.map(({ app: { name, main }, nowhere }) => ({
      name,
      kind: main.kind,
      namespace: main.namespace ?? null,
      nowhere: nowhere ?? null,
    })),
    cells: rows.flatMap(({ app, cells }) =>
      cells.map((states, at) => ({ app: app.name, cluster: clusters[at] ?? '', states })),
    ),
    unread,
  });
}

/** A mark for each state where words would make lines that no terminal shows. */
const marks: Readonly<Record<CellState, string>> = {
  placed: '+',
  overridden: 'o',
  suspended: 's',
  blocked: 'B',
  'missing dependency': 'M',
};

const legend = '+ placed, o overridden, s suspended, B blocked, M missing dependency, - not there';

function text({ clusters, rows }: FilledMatrix, style: Style): string {
  const inWords = rows.map(({ app, cells }) => [app.name, ...cells.map(wordsOf)]);
  const width = [['APP', ...clusters], ...inWords]
    .reduce<number[]>((widths, row) => row.map((cell, at) => Math.max(widths[at] ?? 0, cell.length)), [])
    .reduce((sum, each) => sum + each + 2, 0);
  if (width <= Math.max(style.width, 100)) return table(['APP', ...clusters], inWords, style);
  const inMarks = rows.map(({ app, cells }) => [app.name, ...cells.map(marksOf)]);
  return `${table(['APP', ...clusters], inMarks, style)}${rows.length === 0 ? '' : `\n${legend}\n`}`;
}

/** `placed` goes without saying where there is more to say. */
function wordsOf(states: readonly CellState[]): string {
  if (states.length === 0) return '-';
  const more = states.filter((state) => state !== 'placed');
  return (more.length === 0 ? states : more).join(', ');
}

function marksOf(states: readonly CellState[]): string {
  return states.length === 0 ? '-' : states.map((state) => marks[state]).join('');
}

/** GitHub refuses comments of more than 65,536 characters. */
const most = 60_000;

function markdown(matrix: FilledMatrix, unread: readonly RepoPath[]): string {
  const { clusters, rows } = matrix;
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const head = [
    '<!-- gitops-kit fleet -->',
    `**${matrixSummary(matrix)}**`,
    ...unreadLines(unread),
    '',
    line(['app', ...clusters.map(cell)]),
    line(['---', ...clusters.map(() => '---')]),
  ];
  const shown: string[] = [];
  let size = head.join('\n').length;
  for (const { app, cells } of rows) {
    const row = line([
      cell(app.name),
      ...cells.map((states) => (states.length === 0 ? '' : wordsOf(states))),
    ]);
    size += row.length + 1;
    if (size > most) break;
    shown.push(row);
  }
  const left = rows.length - shown.length;
  return `${[...head, ...shown, ...(left > 0 ? ['', `${count(left, 'more app')} not shown.`] : [])].join('\n')}\n`;
}

function cell(name: string): string {
  return codeSpan(name).replaceAll('|', '\\|');
}
