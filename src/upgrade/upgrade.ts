import type { ChartFacts } from '../chart/chart.ts';
import { applyChanges, type Change, type Plan, type RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { parseVersion } from '../core/version.ts';
import type { ConflictChoice } from '../merge/values-merge.ts';
import type { App } from '../model/app.ts';
import { type ChartReference, chartOf } from '../model/chart-reference.ts';
import { readRepo } from '../model/read-repo.ts';
import type { Repo } from '../model/repo.ts';
import { editedFiles, editOf, type ValueEdit } from '../model/value-edits.ts';
import { mostData } from '../rules/data-size.ts';
import { named } from '../rules/named.ts';
import { mayBePatched } from '../rules/patched.ts';
import { mergePlace, type PlaceMerge, type TextPlace } from './merge-place.ts';
import { movePin } from './moved-pin.ts';
import { outerLines } from './outer-lines.ts';
import type { MergedPlace, UpgradeReport } from './report.ts';
import { recordedAt, releaseValues } from './values-place.ts';

/** One app, its chart as it is and as it will be. */
export interface UpgradeOrder {
  readonly repo: Repo;
  readonly app: App;
  readonly chart: ChartReference;
  /** The chart at the version that the values were made from. */
  readonly base: ChartFacts;
  readonly theirs: ChartFacts;
  /** What the pin shall say; undefined: the new version, in the form that the pin has. */
  readonly range: string | undefined;
  readonly choice: ConflictChoice;
}

/** What to write, and what to say of it. */
export interface Upgrade {
  readonly plan: Plan;
  readonly report: UpgradeReport;
}

/**
 * The plan that brings an app to another version of its chart: values merged, their base recorded, the pin moved. Where
 * the values can only be merged by lines, it is that merge alone, in a file that Flux does not read.
 * @throws KitError `no-release`, `no-values`, `bad-pin`, `floating-tag`, `side-file`, `values-too-large`, `edit-refused`
 */
export function planUpgrade(order: UpgradeOrder): Upgrade {
  const { repo, app, chart, base, theirs } = order;
  const { places, notes, missed } = releaseValues(app);
  if (places.length === 0 && missed.length > 0) {
    throw new KitError('no-values', `the values of ${app.name} cannot be merged: ${missed.join('; ')}`, {
      help: ['nothing was written', 'to move the version alone, change it by hand'],
    });
  }
  const pin = newPin(order);
  const merges = places.map((place) => mergePlace(place, order, repo.settings.valuesStyle));
  const sides = merges.flatMap((merge) => (merge.kind === 'lines' ? [sideFile(repo, merge)] : []));
  const edits = [...pin.edits, ...merges.flatMap((merge) => editsOf(merge, order))];
  const changes = sides.length > 0 ? sides : editedFiles(repo.files, edits);
  const after = readRepo(applyChanges(repo.files, changes), repo.settings);
  return {
    plan: {
      title: `upgrade ${app.name} to ${chart.name} ${theirs.version}`,
      changes,
      notes: [...notes, ...pin.notes],
    },
    report: {
      app: app.name,
      chart: chart.name,
      from: { version: base.version, range: chart.range },
      to: { version: theirs.version, range: pin.range },
      values: merges.map((merge) => toldOf(merge, repo, after)),
      open: [...missed.map((each) => `not merged: ${each}`), ...sharedWith(order, pin.edits.length > 0)],
      schema: { faults: [], notes: [] },
    },
  };
}

/** What the HelmRelease, HelmChart or OCIRepository says of the version, and the edit that makes it so. */
function newPin(order: UpgradeOrder): {
  readonly range: string | undefined;
  readonly edits: readonly ValueEdit[];
  readonly notes: readonly string[];
} {
  const { repo, chart, theirs, range: asked } = order;
  const { pinnedIn, pinPath } = chart;
  if (chart.range === undefined && pinnedIn.has(...pinPath)) {
    throw new KitError('bad-pin', `the version in ${named(pinnedIn)} is no text`, {
      help: [`put it into quotes in ${pinnedIn.file}`],
    });
  }
  if (pinPath.at(-1) === 'tag') return newTag(order);
  const { range, note } =
    asked === undefined ? movePin(chart.range, theirs.version) : { range: asked, note: undefined };
  const notes = note === undefined ? [] : [note];
  if (range === undefined || range === chart.range) return { range: chart.range, edits: [], notes };
  if (mayBePatched(repo, pinnedIn))
    notes.push(`a patch changes ${named(pinnedIn)}: look whether it sets the version too`);
  return { range, edits: [editOf(pinnedIn, { kind: 'set', path: pinPath, value: range })], notes };
}

/** A tag is one version, with an underscore for the plus sign, which tags cannot hold (Helm, registry client). */
function newTag({
  chart: { pinnedIn, pinPath, range = '' },
  theirs,
}: UpgradeOrder): ReturnType<typeof newPin> {
  if (parseVersion(range.replaceAll('_', '+')) === undefined) {
    throw new KitError('floating-tag', `${named(pinnedIn)} follows the tag ${range}, which is no version`, {
      help: [`pin a range in ${pinnedIn.file}: spec.ref.semver in place of spec.ref.tag`],
    });
  }
  const tag = theirs.version.replaceAll('+', '_');
  const edits = tag === range ? [] : [editOf(pinnedIn, { kind: 'set', path: pinPath, value: tag } as const)];
  return { range: tag, edits, notes: [] };
}

/** Other releases that the upgrade reaches: what they run changes with it, or what they were made for. */
function sharedWith({ repo, app, chart }: UpgradeOrder, isPinMoved: boolean): string[] {
  const own = releaseValues(app).places.find(({ kind }) => kind === 'text')?.resource;
  const found = new Set<string>();
  for (const other of repo.apps) {
    const { helmRelease, view, name } = other;
    if (helmRelease === undefined || helmRelease === app.helmRelease) continue;
    const { pinnedIn } = chartOf(helmRelease, view) ?? {};
    if (isPinMoved && pinnedIn === chart.pinnedIn)
      found.add(`${named(chart.pinnedIn)} is the pin of app ${name} as well, whose values stay`);
    const theirs = view.references.some(
      ({ role, from, kind, namespace, name: target }) =>
        role === 'values' &&
        from === helmRelease &&
        own !== undefined &&
        view.find(kind, namespace, target) === own,
    );
    if (own !== undefined && theirs && pinnedIn !== chart.pinnedIn)
      found.add(`${named(own)} holds the values of app ${name} as well, whose version stays`);
  }
  if (own !== undefined && mayBePatched(repo, own))
    found.add(`a patch changes ${named(own)}: what Helm gets is not what was merged`);
  return [...found];
}

/** The values, and in their ConfigMap what they are made from now. */
function editsOf(merge: PlaceMerge, { theirs, chart }: UpgradeOrder): readonly ValueEdit[] {
  if (merge.kind === 'lines') return [];
  const { resource } = merge.place;
  if (merge.kind === 'inline') return merge.edits.map((edit) => editOf(resource, edit));
  const { place } = merge;
  if (Buffer.byteLength(merge.text) > mostData) {
    throw new KitError(
      'values-too-large',
      `the values take ${Buffer.byteLength(merge.text)} bytes; Kubernetes allows ${mostData} in a ${resource.kind}`,
    );
  }
  const record = { chart: chart.name, 'chart-version': theirs.version, 'values-digest': theirs.valuesDigest };
  const annotations = (['chart', 'chart-version', 'values-digest'] as const)
    .filter((field) => resource.text(...recordedAt(field)) !== record[field])
    .map((field) => editOf(resource, { kind: 'set', path: recordedAt(field), value: record[field] }));
  if (merge.text === place.text) return annotations;
  return [...annotations, editOf(resource, { kind: 'set', path: ['data', place.key], value: merge.text })];
}

/** Beside the values, under a name that neither Flux nor kubectl takes for a manifest. */
function sideOf({ resource }: TextPlace): RepoPath {
  return `${resource.file}.merge`;
}

function sideFile({ files }: Repo, { place, text }: Extract<PlaceMerge, { kind: 'lines' }>): Change {
  const path = sideOf(place);
  const before = files.text(path);
  if (before === undefined) return { kind: 'create', path, text };
  // Somebody may be at work in it.
  if (before !== text) {
    throw new KitError('side-file', `${path} is there, and is not what would be written`, {
      help: ['put what it holds into the values, and remove it', 'nothing was written'],
    });
  }
  return { kind: 'edit', path, edits: [] };
}

function toldOf(merge: PlaceMerge, before: Repo, after: Repo): MergedPlace {
  const { resource } = merge.place;
  const at = { file: resource.file, object: named(resource) };
  if (merge.kind === 'lines') {
    const { conflicts, why, place, fault: inner } = merge;
    const fault = inner === undefined ? undefined : outerLines(before, place)({ path: [], line: inner });
    return { kind: 'lines', ...at, side: sideOf(place), conflicts, why, fault };
  }
  const { partial, taken, kept, conflicts, renames, lostComments, same, place } = merge;
  const now = outerLines(after, place);
  const then = outerLines(before, place);
  return {
    kind: 'merged',
    ...at,
    partial,
    taken,
    kept,
    same,
    conflicts: conflicts.map((each) => ({ ...each, line: now(each) })),
    renames,
    lostComments: lostComments.map((each) => ({ ...each, line: then(each) })),
  };
}
