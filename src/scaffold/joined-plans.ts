import { type Change, type Files, fileChanges, type Plan } from '../core/change.ts';
import { editsBetween } from '../yaml/edit-checked.ts';

/** One plan that does what two do one after the other: every file is created or edited once. */
export function joinedPlans(files: Files, first: Plan, then: Plan): Plan {
  const changes = fileChanges(files, [...first.changes, ...then.changes]).map(
    ({ path, before, after }): Change => {
      if (after === undefined) return { kind: 'delete', path };
      if (before === undefined) return { kind: 'create', path, text: after };
      return { kind: 'edit', path, edits: editsBetween(before, after) };
    },
  );
  return { title: first.title, changes, notes: [...first.notes, ...then.notes] };
}
