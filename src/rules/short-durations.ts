import { formatDuration, parseDuration } from '../core/duration.ts';
import type { Problem } from '../core/finding.ts';
import type { Repo } from '../model/repo.ts';
import type { Resource } from '../model/resource.ts';
import type { Path } from '../yaml/node.ts';
import { offerFix } from './fixes.ts';
import { named, problemOf } from './named.ts';

/** The least duration that a rule's option says, in milliseconds; the schema of durations has seen it. */
export function leastOf(option: unknown): number {
  return typeof option === 'string' ? (parseDuration(option) ?? 0) : 0;
}

/** What a duration should be, in milliseconds, and what to say beside it. */
interface Expected {
  readonly least: number;
  /** What `new-app` writes: what is written unless the least is more. */
  readonly usual: number;
  readonly remark: string;
}

/** What a field with a duration below the least gets to hear; undefined when it is long enough, absent or no duration. */
export function tooShort(
  { repo, resource, path }: { readonly repo: Repo; readonly resource: Resource; readonly path: Path },
  { least, usual, remark }: Expected,
): Problem | undefined {
  const text = resource.text(...path);
  const length = text === undefined ? undefined : parseDuration(text);
  if (text === undefined || length === undefined || length >= least) return undefined;
  const field = path.slice(1).join('.');
  const enough = formatDuration(Math.max(least, usual));
  const title = `write ${field}: ${enough}`;
  return problemOf(resource, path, {
    message: `${named(resource)} has ${field} ${text}; expected ${formatDuration(least)} or longer`,
    help: `${title}${remark}`,
    ...offerFix(repo, resource, { title, safety: 'unsafe' }, [{ kind: 'set', path, value: enough }]),
  });
}
