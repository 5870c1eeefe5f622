import type { Files } from '../core/change.ts';
import type { Location } from '../core/finding.ts';
import { dataOf, leavesOf, type ValueMap, type ValueTree } from '../model/effective-values.ts';
import type { Data, Path } from '../yaml/node.ts';
import { entryLines, isMap, type Layout } from '../yaml/render.ts';
import { isSameData } from '../yaml/same-data.ts';
import { scalarText } from '../yaml/write.ts';

/** A value that differs from the chart's default. */
export interface ChangedValue {
  readonly path: Path;
  /** The default; undefined where the chart names none. */
  readonly before: Data | undefined;
  readonly after: Data;
  readonly at: Location;
}

/**
 * What the values of a release change in the defaults of its chart, leaf by leaf; lists are values. What the release does
 * not name is no change: Helm takes the default.
 */
export function changedValues(values: ValueMap, defaults: Data): ChangedValue[] {
  return [...changes(values, defaults, [])];
}

function* changes(map: ValueMap, defaults: Data | undefined, path: Path): Iterable<ChangedValue> {
  for (const [key, value] of map.entries) {
    const here = [...path, key];
    const before =
      defaults !== undefined && isMap(defaults) && Object.hasOwn(defaults, key) ? defaults[key] : undefined;
    if (value.kind === 'map' && before !== undefined && isMap(before)) yield* changes(value, before, here);
    else if (!isSameData(dataOf(value), before)) yield* leaves(value, before, here);
  }
}

function* leaves(value: ValueTree, before: Data | undefined, path: Path): Iterable<ChangedValue> {
  for (const { path: rest, value: leaf } of leavesOf(value)) {
    const own = rest.length === 0 ? before : undefined;
    // A tree without entries stands for itself.
    yield { path: [...path, ...rest], before: own, after: dataOf(leaf), at: leaf.at };
  }
  if (value.kind === 'map' && value.entries.size === 0) yield { path, before, after: {}, at: value.at };
}

/** What the user wrote beside a value: lines above it, and what stands behind it. */
interface Comments {
  readonly above: readonly string[];
  readonly behind: string | undefined;
}

const layout: Layout = { step: 2, dash: 2, blocks: 'any' };

/**
 * A values file that says what is changed and nothing else, with the comments beside it that are the user's own.
 * @param upstream the chart's values.yaml
 */
export function changedText(changed: readonly ChangedValue[], files: Files, upstream: string): string {
  const theirs = new Set([...upstream.matchAll(/#[^\n]*/g)].map(([comment]) => comment.trim()));
  const root: Group = { children: new Map() };
  for (const each of changed) {
    let group = root;
    for (const key of each.path.slice(0, -1)) group = groupIn(group, String(key));
    group.children.set(String(each.path.at(-1)), { value: each, comments: commentsOf(each, files, theirs) });
  }
  return linesOf(root)
    .map((line) => `${line}\n`)
    .join('');
}

interface Group {
  readonly children: Map<string, Group | Leaf>;
}

interface Leaf {
  readonly value: ChangedValue;
  readonly comments: Comments;
}

function groupIn({ children }: Group, key: string): Group {
  const found = children.get(key);
  if (found !== undefined && 'children' in found) return found;
  const made: Group = { children: new Map() };
  children.set(key, made);
  return made;
}

function linesOf({ children }: Group): string[] {
  return [...children].flatMap(([key, child]) => {
    if ('children' in child)
      return [`${scalarText(key)}:`, ...linesOf(child).map((line) => (line === '' ? '' : `  ${line}`))];
    const { above, behind } = child.comments;
    const [head = '', ...tail] = entryLines(key, child.value.after, layout);
    const isOneLine = tail.length === 0 && behind !== undefined;
    return [
      ...above,
      isOneLine ? `${head} ${behind}` : head,
      ...tail.map((line) => (line === '' ? '' : line)),
    ];
  });
}

/** Of values on the line of their key; what stands elsewhere is not looked for. */
function commentsOf({ path, at }: ChangedValue, files: Files, theirs: ReadonlySet<string>): Comments {
  const text = files.text(at.file) ?? '';
  const lines = text.slice(0, at.range.start).split('\n');
  const end = text.indexOf('\n', at.range.end);
  const rest = text.slice(at.range.end, end === -1 ? text.length : end);
  const isOwn = (comment: string): boolean => comment !== '' && !theirs.has(comment);
  const behind = /^\s+(#.*)$/.exec(rest)?.[1]?.trim() ?? '';
  const isBesideKey =
    lines
      .at(-1)
      ?.trimStart()
      .startsWith(`${String(path.at(-1))}:`) === true;
  const above: string[] = [];
  for (let index = lines.length - 2; isBesideKey && index >= 0; index -= 1) {
    const line = lines[index]?.trim() ?? '';
    if (!line.startsWith('#')) break;
    above.unshift(line);
  }
  return { above: above.filter(isOwn), behind: isBesideKey && isOwn(behind) ? behind : undefined };
}
