import { KitError } from '../core/errors.ts';
import { escapeLine, maskedUrl } from '../core/escape.ts';
import { withoutTrailing } from '../core/text.ts';

/**
 * The URL of a chart repository as the user gave it.
 * @throws KitError `bad-url` or `credentials-in-url`, side caller
 */
export function repositoryUrl(text: string): URL {
  const flaw = flawOf(text);
  if (flaw !== undefined) {
    throw new KitError(flaw.code, `the repository URL ${shownText(text)} ${flaw.what}`, { help: flaw.help });
  }
  return new URL(text);
}

/**
 * A URL of an index, absolute or relative to the repository, as Helm resolves it (pkg/repo, ResolveReferenceURL): a
 * relative one gets the repository's query.
 * @throws KitError `bad-chart-url`, side outside
 */
export function resolveUrl(reference: string, repository: URL): URL {
  const base = new URL(repository.href);
  base.pathname = `${base.pathname.replace(/\/$/, '')}/`;
  const relative = !/^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(reference);
  if (relative && !URL.canParse(reference, base.href)) throw badChartUrl(reference, 'is none');
  const resolved = relative ? new URL(reference, base) : undefined;
  if (resolved !== undefined) resolved.search = base.search;
  const flaw = flawOf(resolved?.href ?? reference);
  if (flaw !== undefined) throw badChartUrl(reference, flaw.what);
  return resolved ?? new URL(reference);
}

/**
 * Where a redirect leads.
 * @throws KitError `bad-redirect`, side outside
 */
export function redirectUrl(location: string, from: URL): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  const flaw = to === undefined ? 'is no URL' : flawOf(to.href)?.what;
  if (to === undefined || flaw !== undefined) {
    throw badRedirect(from, `${shownText(location)}, which ${flaw}`);
  }
  if (from.protocol === 'https:' && to.protocol === 'http:') {
    throw badRedirect(from, `${shownUrl(to)}, from https to plain http`);
  }
  return to;
}

export function badRedirect(from: URL, where: string): KitError {
  return new KitError('bad-redirect', `${shownUrl(from)} redirects to ${where}`, { side: 'outside' });
}

/** One spelling for URLs that lead to one repository: the host's case and slashes at the end do not count. */
export function sameUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text).href : text;
  return withoutTrailing(url, '/');
}

/** The URL for messages: without credentials, and without the query, which may hold a token. */
export function shownUrl(url: URL): string {
  const path = url.pathname === '/' ? '' : url.pathname;
  return escapeLine(`${url.protocol}//${url.host}${path}${url.search === '' ? '' : '?…'}`);
}

interface Flaw {
  readonly code: 'bad-url' | 'credentials-in-url';
  readonly what: string;
  readonly help: readonly string[];
}

function flawOf(text: string): Flaw | undefined {
  const bad = (what: string): Flaw => ({ code: 'bad-url', what, help: ['a chart repository is https://…'] });
  if (!/^https?:\/\//i.test(text)) return bad('is neither https nor http');
  if (!URL.canParse(text) || /[^\x21-\x7e]/.test(text)) return bad('is no URL');
  const { username, password } = new URL(text);
  if (username === '' && password === '') return undefined;
  return {
    code: 'credentials-in-url',
    what: 'holds a user name or password',
    help: ['keep them in a Secret of the cluster and name it: --secret-ref NAME'],
  };
}

function badChartUrl(reference: string, what: string): KitError {
  return new KitError('bad-chart-url', `the index names the URL ${shownText(reference)}, which ${what}`, {
    side: 'outside',
  });
}

/** A text that may be no URL, for messages: credentials and query left out, at most a line long. */
export function shownText(text: string): string {
  const shown = maskedUrl(text);
  return escapeLine(shown.length > 200 ? `${shown.slice(0, 199)}…` : shown);
}
