import type { DataEdit } from '../yaml/edit-checked.ts';
import type { Path } from '../yaml/node.ts';
import { fieldName } from './api-fields.ts';
import { splitVersion } from './api-version.ts';
import { type Aim, type Aims, type Refusal, stayingOf } from './migrate-aims.ts';
import { successor } from './migrate-object.ts';
import { nestedApis } from './nested-apis.ts';
import type { Resource } from './resource.ts';

/** What to do about an apiVersion in a field, or why nothing. */
export interface NestedEdit {
  readonly path: Path;
  readonly edits: readonly DataEdit[];
  readonly refusal?: Refusal;
  readonly holds?: Aim;
}

/** The apiVersions in an object's fields that have to move, in the order of the fields. */
export function* nestedEdits(resource: Resource, aims: Aims): Iterable<NestedEdit> {
  for (const { path, apiVersion, kind, name, state, idle, of } of nestedApis(resource, aims.flux)) {
    const write = successor(state, apiVersion);
    const field = fieldName(path);
    if (write === undefined) {
      if (state.kind !== 'removed' || idle) continue;
      const reason = `${field} names ${kind} of ${apiVersion}, and nothing took its place`;
      yield { path, edits: [], refusal: { reason } };
      continue;
    }
    const { group, version } = splitVersion(write);
    const before = splitVersion(apiVersion);
    if (before.group.endsWith('.fluxcd.io') && before.group !== group && !idle) {
      const reason = `${field} names ${kind} of ${apiVersion}, which is another than that of ${write}`;
      yield { path, edits: [], refusal: { reason } };
      continue;
    }
    if (of === 'cluster') {
      yield { path, edits: [{ kind: 'set', path, value: write }] };
      continue;
    }
    const holds = { group: before.group, kind, name };
    const staying = stayingOf(aims.find(holds), aims);
    if (staying !== undefined) {
      yield { path, edits: [], refusal: { reason: `${field}: ${staying}`, holds } };
      continue;
    }
    const edits: DataEdit[] = [{ kind: 'set', path, value: version }];
    if (group !== before.group)
      edits.push({ kind: 'set', path: [...path.slice(0, -1), 'group'], value: group });
    yield { path, edits, holds };
  }
}
