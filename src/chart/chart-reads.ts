import type { Data } from '../yaml/node.ts';
import { field, listItems, textOf } from './fields.ts';

/** Which values a chart's templates ask for, as far as their text shows, and which charts it brings along. */
export interface ChartReads {
  /** Names and aliases of its dependencies, and the folders in `charts/`: values of theirs stand under these keys. */
  readonly charts: readonly string[];
  /** The names in its templates, of fields (`.name`) and in quotes: a key that is not among them is asked for by nobody. */
  readonly words: readonly string[];
  /** The values that are used as a whole, so that what is below them may reach the cluster under any name; keys joined by dots; an empty text is all of them. */
  readonly whole: readonly string[];
}

/** What a chart may hold besides what says which values it reads: prose, definitions, tests of its own. */
export function mayReadValues(name: string): boolean {
  return !/^(?:crds|ci|tests|docs)\/|(?:^|\/)(?:README|CHANGELOG|LICENSE)|\.(?:md|png|svg)$/i.test(name);
}

/**
 * What the files of a chart say; undefined where one of its charts is packed inside it, whose templates are not read.
 * @param files texts by their name in the chart
 */
export function readsOf(metadata: Data, files: ReadonlyMap<string, string>): ChartReads | undefined {
  const charts = new Set<string>();
  const words = new Set<string>();
  const whole = new Set<string>();
  for (const item of listItems(field(metadata, 'dependencies')) ?? []) {
    for (const key of ['name', 'alias']) {
      const name = textOf(field(item, key));
      if (name !== undefined) charts.add(name);
    }
  }
  for (const [name, text] of files) {
    if (/^charts\/[^/]+\.t(?:ar\.)?gz$/.test(name)) return undefined;
    const folder = /^charts\/([^/]+)\//.exec(name)?.[1];
    if (folder !== undefined) charts.add(folder);
    if (text.includes('{{')) readActions(text, words, whole);
  }
  return { charts: [...charts].sort(), words: [...words].sort(), whole: [...whole].sort() };
}

const name = /\.([A-Za-z_]\w*)|"([^"\s]{1,100})"|`([^`\s]{1,100})`/g;
const chain =
  /(\b(?:index|get|hasKey|dig)\s+(?:[$.\w]*\.)?)?\bValues\b((?:\.[A-Za-z_]\w*)*)((?:\s+"[^"\s]{1,100}")*)/g;

const condition = /^\{\{-?\s*(?:else\s+)?if\b/;

/** What stands between `{{` and `}}`. */
function readActions(text: string, words: Set<string>, whole: Set<string>): void {
  for (let at = text.indexOf('{{'); at !== -1; at = text.indexOf('{{', at)) {
    const end = text.indexOf('}}', at);
    const action = text.slice(at, end === -1 ? text.length : end);
    at += action.length;
    for (const [, plain, quoted, raw] of action.matchAll(name)) words.add(plain ?? quoted ?? raw ?? '');
    // A condition asks whether there is something, and hands nothing on.
    if (!action.includes('Values') || condition.test(action)) continue;
    for (const [, lookup, fields = '', strings = ''] of action.matchAll(chain)) {
      const keys = fields.split('.').slice(1);
      // `index .Values "a" "b"` is .Values.a.b; elsewhere the texts behind it have nothing to do with it.
      if (lookup !== undefined) for (const [, key = ''] of strings.matchAll(/"([^"]*)"/g)) keys.push(key);
      whole.add(keys.join('.'));
    }
  }
}
