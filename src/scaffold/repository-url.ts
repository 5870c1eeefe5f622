import { KitError } from '../core/errors.ts';

/**
 * Throws KitError unless the text can be the URL of a chart repository over HTTP. Credentials in a URL would be
 * committed, so they are refused, and never repeated in the message.
 */
export function checkRepositoryUrl(url: string): void {
  if (/^[^/?#]*:\/\/[^/?#]*@/.test(url)) {
    throw new KitError(
      'credentials-in-url',
      `the repository URL ${withoutCredentials(url)} holds a user name or password`,
      {
        help: ['keep them in a Secret of the cluster and name it: --secret-ref NAME'],
      },
    );
  }
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(url)?.[1]?.toLowerCase();
  if (scheme === 'oci') {
    throw new KitError(
      'unsupported-url',
      `${url} is an OCI registry; only HTTP chart repositories are read so far`,
    );
  }
  if (scheme !== 'https' && scheme !== 'http') {
    throw new KitError(
      'bad-url',
      `${JSON.stringify(url)} is no URL of a chart repository; https://… was expected`,
      {
        help: scheme === undefined ? [`with its scheme: https://${url}`] : [],
      },
    );
  }
  // URL() would silently drop newlines and tabs; Flux and Helm would not.
  if (/[^\x21-\x7e]/.test(url) || !URL.canParse(url) || new URL(url).hostname === '') {
    throw new KitError(
      'bad-url',
      `${JSON.stringify(url)} is no URL of a chart repository; https://… was expected`,
    );
  }
}

/** Whether two URLs name the same repository: scheme and host in any case, default port, trailing slashes left out. */
export function isSameRepository(a: string, b: string): boolean {
  return normalised(a) === normalised(b);
}

function normalised(url: string): string {
  if (!URL.canParse(url)) return url;
  const { protocol, host, pathname, search } = new URL(url);
  return `${protocol}//${host}${pathname.replace(/\/+$/, '')}${search}`;
}

function withoutCredentials(url: string): string {
  return url.replace(/:\/\/[^/?#]*@/, '://…@');
}
