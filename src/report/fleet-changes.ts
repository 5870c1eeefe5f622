import type { RepoPath } from '../core/change.ts';
import type { FleetChange, ValuesChanged } from '../fleet/changes.ts';
import { pathText } from '../yaml/path-text.ts';
import { jsonDocument } from './document.ts';
import { type MatrixForm, unreadLines } from './fleet-matrix.ts';
import { codeSpan, prose } from './markdown-text.ts';
import { objectTitle } from './rendered.ts';
import { shownValue } from './shown-value.ts';
import { count } from './summary.ts';
import { table } from './table.ts';

/** What a change of the repository does, cluster by cluster and object by object. */
export function changesReport(
  changes: readonly FleetChange[],
  { format, style, unread }: MatrixForm,
): string {
  switch (format) {
    case 'json':
      return jsonDocument({
        changes: changes.map(({ cluster, template, change, paths, more, values, unread: hiddenBy }) => ({
          cluster,
          object: objectTitle(template),
          source: template.resource.file,
          change,
          paths,
          more,
          values: values.map(({ pointer, changes: changed, more: others }) => ({
            pointer,
            changes: changed.map(({ path, before, after }) => ({
              path: pathText(path),
              from: before === undefined ? null : shownValue(path, before),
              to: after === undefined ? null : shownValue(path, after),
            })),
            more: others,
          })),
          unread: hiddenBy ?? null,
        })),
        unread,
      });
    case 'markdown':
      return markdown(changes, unread);
    case 'text': {
      const rows = changes.map((each) => [each.cluster, objectTitle(each.template), words(each)]);
      return table(['CLUSTER', 'OBJECT', 'CHANGE'], rows, style);
    }
  }
}

/** One line for stderr: `2 of 3 clusters: 4 objects changed, 1 removed`. */
export function changesSummary(changes: readonly FleetChange[], clusters: number): string {
  const known = changes.filter(({ change }) => change !== 'unknown');
  const touched = new Set(known.map(({ cluster }) => cluster)).size;
  const kinds = new Map<string, number>();
  for (const { change } of changes) kinds.set(change, (kinds.get(change) ?? 0) + 1);
  const said = [...kinds].map(([change, number]) => `${number} ${change}`).join(', ');
  const where =
    touched === 0
      ? `none of ${count(clusters, 'cluster')} is touched`
      : `${touched} of ${count(clusters, 'cluster')} touched`;
  return said === '' ? where : `${where}: ${said}`;
}

/** `changed: /spec/interval, /data/values.yaml (replicaCount: 2 to 3) and 3 more`. */
function words({ change, paths, more, values, unread }: FleetChange): string {
  if (unread !== undefined) return `unknown: ${unread} could not be read`;
  if (paths.length === 0) return change;
  const shown = paths.slice(0, 3);
  const rest = paths.length - shown.length + more;
  const named = shown.map((path) => {
    const inside = values.find(({ pointer }) => pointer === path);
    return `${path === '' ? 'the whole' : path}${inside === undefined ? '' : ` (${valueWords(inside)})`}`;
  });
  return `${change}: ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** `replicaCount: 2 to 3, ui.color: (not there) to red and 4 more`. */
function valueWords({ changes, more }: ValuesChanged): string {
  const words = changes.map(
    ({ path, before, after }) =>
      `${pathText(path)}: ${shownValue(path, before)} to ${shownValue(path, after)}`,
  );
  return `${words.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** GitHub refuses comments of more than 65,536 characters: beyond these rows it is only said how many there are. */
const mostRows = 200;

function markdown(changes: readonly FleetChange[], unread: readonly RepoPath[]): string {
  const known = changes.filter(({ change }) => change !== 'unknown');
  const clusters = new Set(known.map(({ cluster }) => cluster)).size;
  const unknown = changes.length - known.length;
  const shown = changes.slice(0, mostRows);
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const lines = [
    '<!-- gitops-kit fleet --since -->',
    `**${clusters === 0 ? 'no cluster is touched' : `${count(clusters, 'cluster')} touched`}${unknown > 0 ? `, ${unknown} unknown` : ''}**`,
    ...unreadLines(unread),
    ...(shown.length === 0 ? [] : ['', '| cluster | object | change |', '| --- | --- | --- |']),
    ...shown.map(
      (each) =>
        `| ${[codeSpan(each.cluster), codeSpan(objectTitle(each.template)), prose(words(each))].map(cell).join(' | ')} |`,
    ),
    ...(changes.length > shown.length ? ['', `${changes.length - shown.length} more are not shown.`] : []),
  ];
  return `${lines.join('\n')}\n`;
}
