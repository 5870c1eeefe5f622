import { withoutTrailing } from '../core/text.ts';
import facts from './ended-repositories.json' with { type: 'json' };

/** A chart repository that its owners gave up or moved. */
export interface EndedRepository {
  /** What became of it, after `which`. */
  readonly ended: string;
  /** Where its charts are now. */
  readonly now: string;
}

const ended: ReadonlyMap<string, EndedRepository> = new Map(Object.entries(facts));

/** What became of the repository at a URL; undefined for one of which nothing is known. */
export function endedRepository(url: string): EndedRepository | undefined {
  const plain = plainUrl(url);
  return ended.get(plain) ?? ended.get(plain.replace(/^http:/, 'https:')) ?? parentOf(plain);
}

/** A URL as it is compared: host in lower case, no slash at the end. */
export function plainUrl(url: string): string {
  const plain = url.trim().replace(/^[a-z+]+:\/\/[^/]*/i, (origin) => origin.toLowerCase());
  return withoutTrailing(plain, '/');
}

/** An OCIRepository names one chart, below the registry path that is known. */
function parentOf(url: string): EndedRepository | undefined {
  return url.startsWith('oci://') ? ended.get(url.replace(/\/[^/]*$/, '')) : undefined;
}
