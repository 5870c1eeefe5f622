import { applyChanges, type Files } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import type { Repo } from '../model/repo.ts';
import { type Resource, resourcesOf } from '../model/resource.ts';
import { editedFiles, editOf, type ValueEdit } from '../model/value-edits.ts';
import { editChecked } from '../yaml/edit-checked.ts';
import type { Path } from '../yaml/node.ts';
import { readYaml } from '../yaml/read.ts';
import type { NewNames, Renamed } from './new-names.ts';

/** What patch files hold: it looks like objects, and says which object it changes. */
export function patchObjects({ parts, files }: Repo): Resource[] {
  return [...parts].sort().flatMap((file) => {
    const text = /\.ya?ml$/.test(file) ? files.text(file) : undefined;
    return text === undefined ? [] : resourcesOf(file, readYaml(text));
  });
}

/** Patch files name what they change by kind and name. */
export function* patchFileEdits(patches: readonly Resource[], { objects }: NewNames): Iterable<ValueEdit> {
  for (const patch of patches) {
    const renamed = objects.find((each) => isPatchOf(patch, each));
    if (renamed !== undefined)
      yield editOf(patch, { kind: 'set', path: ['metadata', 'name'], value: renamed.name });
  }
}

/** So do patches that stand as texts in kustomization files and Flux Kustomizations. */
export function* patchTextEdits(
  files: Files,
  holders: readonly Resource[],
  names: NewNames,
): Iterable<ValueEdit> {
  for (const holder of holders)
    for (const path of textPlaces(holder)) yield* textEdits(files, holder, path, names);
}

/** The patches among these, in files and in place: each bears the file in which it stands. */
export function patchesAmong(patches: readonly Resource[], holders: readonly Resource[]): Resource[] {
  const texts = holders.flatMap((holder) =>
    textPlaces(holder).flatMap((path) => resourcesIn(holder, holder.text(...path))),
  );
  return [...patches, ...texts];
}

/** Whether a patch changes that object. */
export function isPatchOf(
  patch: Pick<Resource, 'kind' | 'name' | 'namespace'>,
  { object, home }: Pick<Renamed, 'object' | 'home'>,
): boolean {
  return (
    patch.kind === object.kind &&
    patch.name === object.name &&
    (patch.namespace === undefined || home === undefined || patch.namespace === home)
  );
}

/** Where patches may stand as texts: in kustomization files, and in Flux Kustomizations. */
function textPlaces(holder: Resource): Path[] {
  const isFlux = holder.has('spec');
  const at = (field: string): Path => (isFlux ? ['spec', field] : [field]);
  return [
    ...holder.list(...at('patches')).map((_, index): Path => [...at('patches'), index, 'patch']),
    ...holder
      .list(...at('patchesStrategicMerge'))
      .map((_, index): Path => [...at('patchesStrategicMerge'), index]),
  ];
}

function* textEdits(files: Files, holder: Resource, path: Path, names: NewNames): Iterable<ValueEdit> {
  const text = holder.text(...path);
  if (text === undefined) return;
  let now = text;
  for (const patch of resourcesIn(holder, text)) {
    const renamed = names.objects.find((each) => isPatchOf(patch, each));
    const at = { document: patch.document };
    if (renamed !== undefined)
      now = editChecked(now, [{ kind: 'set', path: ['metadata', 'name'], value: renamed.name }], at);
    if (names.namespace !== undefined && patch.namespace === names.namespace.from)
      now = editChecked(
        now,
        [{ kind: 'set', path: ['metadata', 'namespace'], value: names.namespace.to }],
        at,
      );
  }
  if (now === text) return;
  const edit = editOf(holder, { kind: 'set', path, value: now });
  // A text in place is written as a whole: its lines must come out as they stand.
  if (changedLines(files, edit) !== linesBetween(text, now))
    throw new KitError(
      'edit-refused',
      `${holder.file} holds a patch of what is renamed, and is written so that more than the name would change`,
      { help: ['change the name in that patch by hand first, and run the command again'] },
    );
  yield edit;
}

/** The objects of a text in place; a path or a JSON patch holds none. */
function resourcesIn({ file }: Resource, text: string | undefined): Resource[] {
  return text === undefined || !/^kind:/m.test(text) ? [] : resourcesOf(file, readYaml(text));
}

function changedLines(files: Files, edit: ValueEdit): number {
  const before = files.text(edit.file) ?? '';
  const after = applyChanges(files, editedFiles(files, [edit])).text(edit.file) ?? '';
  return linesBetween(before, after);
}

/** How many lines of two texts differ; NaN where they have not the same number of lines. */
function linesBetween(before: string, after: string): number {
  const [old, now] = [before.split('\n'), after.split('\n')];
  if (old.length !== now.length) return Number.NaN;
  return old.filter((line, index) => line !== now[index]).length;
}
