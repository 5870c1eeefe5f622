import { KitError } from '../core/errors.ts';
import { maskedUrl } from '../core/escape.ts';
import { withoutTrailing } from '../core/text.ts';

/**
 * Throws KitError unless the text can be the URL of a chart repository over HTTP, or of a registry. Credentials in a URL
 * would be committed, so they are refused, and never repeated in the message.
 */
export function checkRepositoryUrl(url: string): void {
  if (/^[^/?#]*:\/\/[^/?#]*@/.test(url)) {
    throw new KitError(
      'credentials-in-url',
      `the repository URL ${maskedUrl(url)} holds a user name or password`,
      {
        help: ['keep them in a Secret of the cluster and name it: --secret-ref NAME'],
      },
    );
  }
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(url)?.[1]?.toLowerCase();
  if (scheme !== 'https' && scheme !== 'http' && scheme !== 'oci') {
    throw badUrl(url, scheme === undefined ? [`with its scheme: https://${url}`] : []);
  }
  // URL() would silently drop newlines and tabs; Flux and Helm would not.
  if (/[^\x21-\x7e]/.test(url) || !URL.canParse(url) || new URL(url).hostname === '') throw badUrl(url);
  if (scheme === 'oci') checkRegistryUrl(url);
}

/** Whether a URL is that of a registry, as Flux and Helm tell it. */
export function isRegistry(url: string): boolean {
  return url.startsWith('oci://');
}

/** One segment of a repository's name (https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#pulling-manifests). */
const segment = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;

function checkRegistryUrl(url: string): void {
  if (!isRegistry(url)) throw badUrl(url, [`in lower case: ${url.replace(/^[^:]*/, 'oci')}`]);
  const [host = '', ...path] = registryPath(url);
  const last = path.at(-1) ?? '';
  const version = /^([^:@]*)[:@](.+)$/.exec(last);
  if (version !== null) {
    throw new KitError(
      'version-in-url',
      `${JSON.stringify(url)} names ${version[2]} of ${version[1]}; the URL without it was expected`,
      { help: ['a version or range is said by --chart-version RANGE'] },
    );
  }
  if (/^[a-zA-Z0-9.:[\]-]+$/.test(host) && path.every((each) => segment.test(each))) return;
  throw new KitError(
    'bad-url',
    `${JSON.stringify(url)} is no URL of a registry; oci://ghcr.io/owner/charts, in lower case, was expected`,
  );
}

/** Host and path segments of a registry's URL. */
function registryPath(url: string): string[] {
  return withoutTrailing(url.slice('oci://'.length), '/').split('/');
}

/**
 * How a registry's URL and a chart's name go together, likeliest first: where the URL ends in that name, it may be that of
 * the chart itself, or that of a folder of this name with the chart in it.
 */
export function registryReadings(url: string, chart: string): readonly string[] {
  const path = registryPath(url);
  const whole = `oci://${path.join('/')}`;
  return path.length > 1 && path.at(-1) === chart ? [`oci://${path.slice(0, -1).join('/')}`, whole] : [whole];
}

/** Whether two URLs name the same repository: scheme and host in any case, default port, trailing slashes left out. */
export function isSameRepository(a: string, b: string): boolean {
  return normalised(a) === normalised(b);
}

function normalised(url: string): string {
  if (!URL.canParse(url)) return url;
  const { protocol, host, pathname, search } = new URL(url);
  // Of schemes that it does not know URL() leaves the host as it is written.
  return `${protocol}//${host.toLowerCase()}${withoutTrailing(pathname, '/')}${search}`;
}

function badUrl(url: string, help: readonly string[] = []): KitError {
  return new KitError(
    'bad-url',
    `${JSON.stringify(url)} is no URL of a chart repository; https://… or oci://… was expected`,
    { help },
  );
}
