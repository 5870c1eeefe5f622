import { KitError } from '../core/errors.ts';
import { isConfidential } from './address.ts';
import { type RepositorySettings, repositorySettings } from './helm-repositories.ts';
import type { DownloadRequest } from './http.ts';
import { readOwnFile, type Variable } from './own-settings.ts';
import { basicOf } from './registry-login.ts';
import { openTransport, type Transport } from './transport.ts';

/** How a repository is asked: what goes along with a request for a URL that the user or the index names. */
export type RepositoryAccess = (
  url: URL,
) => Required<Pick<DownloadRequest, 'transport' | 'authorization' | 'help'>>;

/**
 * Access by Helm's repositories.yaml, and by its rule: credentials go to the repository's own origin, elsewhere only
 * where `pass_credentials_all` says so, and then to hosts that the index names but not to those that they redirect to.
 * Unlike Helm's they do not travel over plain http, but to this machine. Authorities and certificates are for the
 * repository's own origin; `insecure_skip_tls_verify` is not followed.
 * @param text the repository's URL as the user wrote it
 */
export function repositoryAccess(
  text: string,
  options: { readonly variable: Variable; readonly transport: Transport },
): RepositoryAccess {
  const settings = repositorySettings(text, options.variable);
  const { origin } = new URL(text);
  const transport = transportTo(origin, settings, options);
  const header = basicOf(settings?.entry?.login);
  return (url) => {
    const admitted = settings?.entry?.everywhere === true ? [origin, url.origin] : [origin];
    const authorization = (to: URL): string | undefined =>
      admitted.includes(to.origin) && isConfidential(to) ? header : undefined;
    return {
      transport,
      authorization,
      help: (code, at) => {
        if (settings === undefined) return [];
        if (code === 'bad-certificate') return certificateHelp(settings);
        if (code !== 'unauthorized' && code !== 'forbidden') return [];
        return [credentialHelp(settings, { at, origin, wereSent: authorization(at) !== undefined })];
      },
    };
  };
}

function transportTo(
  origin: string,
  settings: RepositorySettings | undefined,
  { variable, transport }: Parameters<typeof repositoryAccess>[1],
): Transport {
  const { caFile, certFile, keyFile } = settings?.entry ?? {};
  if (settings === undefined || (caFile ?? certFile) === undefined) return transport;
  const read = (key: string, path: string): string => {
    const { content, shown } = readOwnFile(path, variable);
    if ('text' in content) return content.text;
    throw new KitError('unreadable', `the ${key} ${shown}, which ${settings.file} names, ${content.fault}`);
  };
  return openTransport(variable, {
    origin,
    ca: caFile === undefined ? undefined : read('caFile', caFile),
    certificate:
      certFile === undefined || keyFile === undefined
        ? undefined
        : { cert: read('certFile', certFile), key: read('keyFile', keyFile) },
  });
}

function certificateHelp({ file, entry }: RepositorySettings): readonly string[] {
  return entry?.skipsVerification === true
    ? [`insecure_skip_tls_verify of ${file} is not followed; name the authority there: caFile`]
    : [];
}

/** Why somebody was not let in. */
function credentialHelp(
  { file, entry, without }: RepositorySettings,
  { at, origin, wereSent }: { readonly at: URL; readonly origin: string; readonly wereSent: boolean },
): string {
  if (entry?.login === undefined) {
    return `${file} ${without}; helm repo add --username … writes it there`;
  }
  if (wereSent) return `the credentials of ${file} were sent`;
  return at.origin === origin
    ? `the credentials of ${file} are not sent over plain http`
    : `the credentials of ${file} are for ${origin}; pass_credentials_all in it sends them to all that the index names`;
}
