import { readTags } from '../chart/registry-tags.ts';
import { KitError } from '../core/errors.ts';
import { type Download, deadline, type HttpLimits } from './http.ts';
import { isUnknownRepository, jsonOf } from './registry-answer.ts';
import type { RegistrySession } from './registry-session.ts';
import type { RegistryPlace } from './registry-url.ts';

/** Far more than any chart has: the largest on public registries have some thousands, and pages hold 50 and more. */
const mostPages = 200;
const mostTags = 100_000;
const pageBytes = 4 * 2 ** 20;

/**
 * All tags of a repository, page by page, within one limit of time.
 * @returns undefined when the registry says that it has no such repository
 */
export async function fetchTags(
  at: RegistryPlace,
  session: RegistrySession,
  limits: HttpLimits,
): Promise<readonly string[] | undefined> {
  const signal = deadline(limits);
  const tags = new Set<string>();
  const seen = new Set<string>();
  let page: URL | undefined = new URL(`/v2/${at.repository}/tags/list?n=1000`, at.origin);
  while (page !== undefined) {
    seen.add(page.href);
    const answer: Download = await session.get(page, {
      signal,
      accepted: [404],
      plain: false,
      bytes: pageBytes,
    });
    if (answer.status === 404) {
      if (isUnknownRepository(answer)) return undefined;
      throw bad(at, 'does not exist (404)', 'not-found');
    }
    const found = readTags(jsonOf(answer, `the tags of ${at.shown}`));
    if (found === undefined) throw bad(at, 'are not listed in a form that we know');
    for (const tag of found) tags.add(tag);
    if (tags.size > mostTags || seen.size > mostPages) throw bad(at, 'are listed without end');
    page = nextPage(answer, at);
    if (page !== undefined && seen.has(page.href)) throw bad(at, 'are listed in a circle');
  }
  return [...tags];
}

/** The page that a `link` header calls the next (RFC 8288), of the same registry. */
function nextPage({ headers, at: from }: Download, at: RegistryPlace): URL | undefined {
  const target = /<([^<>]*)>[^<>,]*;[\t ]*rel="?next"?/i.exec(headers.get('link') ?? '')?.[1];
  if (target === undefined) return undefined;
  const next = URL.canParse(target, from.href) ? new URL(target, from) : undefined;
  if (next?.origin !== at.origin.origin || next.username !== '' || next.password !== '') {
    throw bad(at, 'go on at another server');
  }
  return next;
}

function bad({ shown }: RegistryPlace, what: string, code = 'bad-answer'): KitError {
  const subject = code === 'not-found' ? shown : `the tags of ${shown}`;
  return new KitError(code, `${subject} ${what}`, { side: 'outside' });
}
