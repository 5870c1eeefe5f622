import type { Operation } from '../fleet/override-operations.ts';
import type { Resource } from '../model/resource.ts';
import type { DataEdit } from '../yaml/edit-checked.ts';
import { isMap } from '../yaml/render.ts';

/**
 * Removes an operation, and what would be left empty above it; nothing where the policy would be left without rules, or
 * with something that its API refuses.
 */
export function withoutOperation({ path, overrider }: Operation, resource: Resource): DataEdit[] {
  let at = path;
  while (at.length > 2 && isOnly(resource, at)) {
    // An overrider of fields, labels or annotations is nothing without operations, however many fields it has.
    const isForm = overrider === 'field' && (at.at(-2) === 'yaml' || at.at(-2) === 'json');
    const isLastKey = at === path && (overrider === 'labels' || overrider === 'annotations');
    at = at.slice(0, isForm || isLastKey ? -2 : -1);
    if (at.at(-1) === 'overriders') {
      at = at.slice(0, -1);
      return at[1] === 'overrideRules' && !isOnly(resource, at) ? [{ kind: 'remove', path: at }] : [];
    }
  }
  return [{ kind: 'remove', path: at }];
}

/** Whether nothing else stands beside a value. */
function isOnly(resource: Resource, path: Operation['path']): boolean {
  const around = path.slice(0, -1);
  const length = resource.list(...around).length;
  if (length > 0) return length === 1;
  const map = resource.get(...around) ?? null;
  return isMap(map) && Object.keys(map).length === 1;
}
