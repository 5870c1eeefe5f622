import type { ChartFacts } from '../chart/chart.ts';
import { KitError } from '../core/errors.ts';
import { positions } from '../core/text.ts';
import { mergeValues } from '../merge/merge-values.ts';
import type { ConflictChoice, LostComment, Merged } from '../merge/values-merge.ts';
import type { Settings } from '../model/config.ts';
import { lostComments } from '../yaml/comments.ts';
import { toData } from '../yaml/data.ts';
import { type DataEdit, editBelow, editChecked } from '../yaml/edit-checked.ts';
import { locate } from '../yaml/locate.ts';
import type { Data, Path } from '../yaml/node.ts';
import { readYaml } from '../yaml/read.ts';
import { isOverlay, mergeOverlay } from './overlay.ts';
import type { ValuesPlace } from './values-place.ts';

export type TextPlace = Extract<ValuesPlace, { kind: 'text' }>;
type InlinePlace = Extract<ValuesPlace, { kind: 'inline' }>;

/** What is said of a merge; lines count in the values themselves. */
interface Told extends Omit<Merged, 'kind' | 'text'> {
  /** Only what differs from the chart's values is there. */
  readonly partial: boolean;
  /** Values of yours that are the chart's own by now. */
  readonly same: readonly Path[];
}

/** What became of the values in one place. */
export type PlaceMerge =
  | ({ readonly kind: 'text'; readonly place: TextPlace; readonly text: string } & Told)
  | ({ readonly kind: 'inline'; readonly place: InlinePlace; readonly edits: readonly DataEdit[] } & Told)
  | {
      readonly kind: 'lines';
      readonly place: TextPlace;
      readonly text: string;
      readonly conflicts: number;
      readonly why: string;
      /** The line of the values that no reader takes; undefined where they can be read. */
      readonly fault: number | undefined;
    };

const nothing = { kept: [], conflicts: [], same: [] };

/** Three texts into one where the whole values.yaml is kept; else what is kept stays, against what upstream did below it. */
export function mergePlace(
  place: ValuesPlace,
  sides: { readonly base: ChartFacts; readonly theirs: ChartFacts; readonly choice: ConflictChoice },
  style: Settings['valuesStyle'],
): PlaceMerge {
  const base = textOf(sides.base);
  const theirs = textOf(sides.theirs);
  const { choice } = sides;
  const before = valuesOf(base);
  if (place.kind === 'inline') {
    const now = readable(theirs, sides.theirs);
    const merge = mergeOverlay({ base: readable(base, sides.base), ours: place.data, theirs: now }, choice);
    const edits = merge.edits.map((edit) => editBelow(['spec', 'values'], edit));
    return { kind: 'inline', place, edits, ...toldOf(merge, () => 0, []) };
  }
  const ours = valuesOf(place.text);
  if (ours !== undefined && (style === 'minimal' || (before !== undefined && isOverlay(ours, before)))) {
    const now = readable(theirs, sides.theirs);
    const merge = mergeOverlay({ base: readable(base, sides.base), ours, theirs: now }, choice);
    const text = edited(place, merge.edits);
    const lost = lostIn(place.text, text, merge.edits);
    return { kind: 'text', place, text, ...toldOf(merge, (path) => lineOf(text, path), lost) };
  }
  const merge = mergeValues({ base, ours: place.text, theirs }, choice, {
    ours: 'yours',
    theirs: `${sides.theirs.name} ${sides.theirs.version}`,
  });
  if (merge.kind === 'lines') {
    if (base !== theirs) return { ...merge, place, fault: faultOf(place.text) };
    return { kind: 'text', place, text: place.text, ...toldOf(nothing, () => 0, []), partial: false };
  }
  return { ...merge, kind: 'text', place, partial: false, same: [] };
}

function toldOf(
  { kept, conflicts, same }: Omit<ReturnType<typeof mergeOverlay>, 'edits'>,
  line: (path: Path) => number,
  lost: readonly LostComment[],
): Told {
  return {
    partial: true,
    taken: [],
    kept,
    conflicts: conflicts.map((each) => ({ ...each, line: line(each.path) })),
    renames: [],
    lostComments: lost,
    same,
  };
}

/** @throws KitError as `editChecked` does, with the file's name */
function edited({ text, resource }: TextPlace, edits: readonly DataEdit[]): string {
  try {
    return editChecked(text, edits, { purpose: 'values' });
  } catch (error) {
    if (!(error instanceof KitError)) throw error;
    throw new KitError(error.code, `${resource.file}: ${error.message}`, {
      help: [...error.help, 'nothing was written'],
      cause: error,
    });
  }
}

/** The comments that went with what was edited, each at the value whose lines it stood in or next to. */
function lostIn(before: string, after: string, edits: readonly DataEdit[]): readonly LostComment[] {
  const lost = lostComments(before, after);
  if (lost.length === 0) return [];
  const lines = before.split('\n');
  const starts = edits.map(({ path }) => ({ path, line: lineOf(before, path) }));
  return lost.map((text) => {
    const line = lines.findIndex((each) => each.includes(text)) + 1;
    const near = starts.toSorted((a, b) => Math.abs(a.line - line) - Math.abs(b.line - line))[0];
    return { text, line, path: near?.path ?? [] };
  });
}

/** @throws KitError `bad-chart-values`, side outside, where Helm could not read a chart's values.yaml */
function readable(text: string, { name, version }: ChartFacts): Data {
  const data = valuesOf(text);
  if (data !== undefined) return data;
  throw new KitError('bad-chart-values', `the values.yaml of ${name} ${version} cannot be read`, {
    side: 'outside',
    help: ['nothing was written'],
  });
}

/** A chart's values as a ConfigMap holds them. */
function textOf({ values = '' }: ChartFacts): string {
  return values.replaceAll('\r\n', '\n');
}

/** What a text of values means to Helm; undefined when it cannot be read, an empty one is a mapping without entries. */
export function valuesOf(text: string): Data | undefined {
  const { documents, problems } = readYaml(text, { purpose: 'values' });
  if (documents.length > 1 || problems.some(({ fatal }) => fatal)) return undefined;
  const root = documents[0]?.root;
  return root === undefined ? {} : toData(root, 'kubectl');
}

function faultOf(text: string): number | undefined {
  const fault = readYaml(text, { purpose: 'values' }).problems.find(({ fatal }) => fatal);
  return fault === undefined ? undefined : positions(text)(fault.range.start).line;
}

function lineOf(text: string, path: Path): number {
  const root = readYaml(text, { purpose: 'values' }).documents[0]?.root;
  return root === undefined ? 1 : positions(text)(locate(root, path).key.start).line;
}
