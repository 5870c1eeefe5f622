import { formatDuration, parseDuration } from '../core/duration.ts';
import type { Problem } from '../core/finding.ts';
import type { Resource } from '../model/resource.ts';
import type { Path } from '../yaml/node.ts';
import { named, problemOf } from './named.ts';

/** The least duration that a rule's option says, in milliseconds; the schema of durations has seen it. */
export function leastOf(option: unknown): number {
  return typeof option === 'string' ? (parseDuration(option) ?? 0) : 0;
}

/** What a field with a duration below the least gets to hear; undefined when it is long enough, absent or no duration. */
export function tooShort(
  resource: Resource,
  path: Path,
  { least, help }: { readonly least: number; readonly help: string },
): Problem | undefined {
  const text = resource.text(...path);
  const length = text === undefined ? undefined : parseDuration(text);
  if (text === undefined || length === undefined || length >= least) return undefined;
  return problemOf(resource, path, {
    message: `${named(resource)} has ${path.slice(1).join('.')} ${text}; expected ${formatDuration(least)} or longer`,
    help,
  });
}
