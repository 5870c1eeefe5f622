import { KitError } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import { positions } from '../core/text.ts';
import { toData } from '../yaml/data.ts';
import { editChecked } from '../yaml/edit-checked.ts';
import type { Data, Path, YamlNode } from '../yaml/node.ts';
import { pathText } from '../yaml/path-text.ts';
import { readYaml } from '../yaml/read.ts';
import { isList, isMap } from '../yaml/render.ts';
import { isSameData } from '../yaml/same-data.ts';
import type { Assignment } from '../yaml/set-values.ts';

/** A values.yaml after the user's changes, and what is worth saying about them. */
export interface ChangedValues {
  readonly text: string;
  readonly notes: readonly string[];
}

/** Throws KitError (of the outside) when Helm could not read a chart's values.yaml. */
export function checkChartValues(text: string, chart: string): void {
  const { fault } = readOne(text);
  if (fault === undefined) return;
  throw new KitError('bad-chart-values', `chart ${chart}: ${faultText(text, 'values.yaml', fault)}`, {
    side: 'outside',
    help: fault.help,
  });
}

/** The leaves of a values file given by the user, in order: lists and empty mappings are leaves. */
export function readValuesFile(text: string, name: string): Assignment[] {
  const { root, fault } = readOne(text);
  if (fault !== undefined)
    throw new KitError('bad-values-file', faultText(text, name, fault), { help: fault.help });
  return root === undefined ? [] : leaves([], toData(root, 'kubectl'));
}

/**
 * Changes values in place, one after the other; everything else keeps its bytes, comments included. A change that
 * would mean more or less than itself (anchors, a gap in a list) is refused: KitError `edit-refused`.
 */
export function changeValues(base: string, assignments: readonly Assignment[]): ChangedValues {
  let text = base;
  const upstream = meaningOf(base);
  const notes = new Set<string>();
  for (const { path, value } of assignments) {
    const present = valueAt(meaningOf(text), path);
    // Helm merges mappings: an empty one changes nothing in another.
    if (isSameData(present, value) || (isEmptyMap(value) && isMap(present ?? null))) continue;
    const note = noteOf(upstream, path);
    if (note !== undefined) notes.add(note);
    text = changed(readOne(text).root === undefined ? `${ended(text)}{}\n` : text, { path, value });
  }
  return { text, notes: [...notes] };
}

/** There is no file yet that could be edited by hand: the way out is to change it once it is there. */
function changed(text: string, { path, value }: Assignment): string {
  try {
    return editChecked(text, [{ kind: 'set', path, value }], { purpose: 'values' });
  } catch (error) {
    if (!(error instanceof KitError) || error.code !== 'edit-refused') throw error;
    throw new KitError(error.code, `${error.message} in the chart's values.yaml`, {
      help: ['leave it out here, and change the ConfigMap by hand once it is written'],
      cause: error,
    });
  }
}

/** A values file that holds the changed values alone; a list is taken whole, since Helm does not merge lists. */
export function onlyChanges(changed: string, assignments: readonly Assignment[]): string {
  const data = meaningOf(changed);
  const taken = assignments.map(({ path }): Assignment => {
    const index = path.findIndex((key) => typeof key === 'number');
    const place = index === -1 ? path : path.slice(0, index);
    return { path: place, value: valueAt(data, place) ?? null };
  });
  return changeValues('', taken).text;
}

/** Why Helm could not read a values file, and where. */
interface Fault {
  readonly at: number;
  readonly message: string;
  readonly help: readonly string[];
}

/** The mapping of a single document, as Helm reads values; without a root when there is no value at all. */
function readOne(text: string): { readonly root?: YamlNode; readonly fault?: Fault } {
  const { documents, problems } = readYaml(text, { purpose: 'values' });
  const fatal = problems.find((problem) => problem.fatal);
  if (fatal !== undefined) {
    const { range, message, help } = fatal;
    return { fault: { at: range.start, message, help: help === undefined ? [] : [help] } };
  }
  const [first, second] = documents;
  const at = second === undefined ? 0 : (second.root ?? second.range).start;
  if (second !== undefined) return { fault: { at, message: 'a second document; Helm reads one', help: [] } };
  const root = first?.root;
  if (root === undefined) return {};
  if (root.kind === 'map') return { root };
  const message = `a ${root.kind === 'list' ? 'list' : 'plain value'}; a mapping of values was expected`;
  return { fault: { at: root.start, message, help: [] } };
}

function faultText(text: string, name: string, { at, message }: Fault): string {
  const { line, column } = positions(text)(at);
  return `${name}:${line}:${column}: ${message}`;
}

function meaningOf(text: string): Data {
  const { root, fault } = readOne(text);
  if (fault !== undefined) throw new Error('a changed values.yaml cannot be read back');
  return root === undefined ? {} : toData(root, 'kubectl');
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

/** What looks like a slip: a key that the chart does not know, or something below a plain value. */
function noteOf(data: Data, path: Path): string | undefined {
  let at: Data = data;
  for (const [depth, key] of path.entries()) {
    const child = childOf(at, key);
    if (child === undefined) {
      const keys = isMap(at) ? Object.keys(at) : [];
      // What the chart leaves empty is for the user to fill.
      if (keys.length === 0) return undefined;
      return `${pathText(path.slice(0, depth + 1))} is not in the chart's values.yaml${didYouMean(String(key), keys)}`;
    }
    if (child === null) return undefined;
    if (depth < path.length - 1 && typeof child !== 'object') {
      return `${pathText(path.slice(0, depth + 1))} is a plain value in the chart's values.yaml; it holds more now`;
    }
    at = child;
  }
  return undefined;
}

function leaves(path: Path, data: Data): Assignment[] {
  if (isMap(data) && !isEmptyMap(data)) {
    return Object.entries(data).flatMap(([key, value]) => leaves([...path, key], value));
  }
  return path.length === 0 ? [] : [{ path, value: data }];
}

function isEmptyMap(data: Data): boolean {
  return isMap(data) && Object.keys(data).length === 0;
}

function valueAt(data: Data, path: Path): Data | undefined {
  return path.reduce<Data | undefined>((at, key) => (at === undefined ? undefined : childOf(at, key)), data);
}

function childOf(data: Data, key: string | number): Data | undefined {
  if (typeof key === 'number') return isList(data) ? data[key] : undefined;
  return isMap(data) && Object.hasOwn(data, key) ? data[key] : undefined;
}
