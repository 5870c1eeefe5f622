import type { Dispatcher } from 'undici';
import { escapeLine } from '../core/escape.ts';
import type { Variable } from './own-settings.ts';
import { proxyFor } from './proxy.ts';

/** How requests reach a server. */
export interface Transport {
  /** `host:port` of the proxy that is asked for a URL, and that looks up its name; undefined: this machine does both. */
  proxy(url: URL): string | undefined;
  /** As the global `fetch`. */
  fetch(url: URL, init: RequestInit): Promise<Response>;
}

/** What one origin is trusted by, and knows us by: texts of PEM files. */
export interface Trust {
  readonly origin: string;
  readonly ca: string | undefined;
  readonly certificate: { readonly cert: string; readonly key: string } | undefined;
}

/**
 * Requests through the environment's proxies. The package that speaks to proxies, and that takes other authorities than
 * the system's, is loaded only where one is named.
 */
export function openTransport(variable: Variable, trust?: Trust): Transport {
  const dispatchers = new Map<string, Promise<Dispatcher>>();
  return {
    proxy: (url) => {
      const proxy = proxyFor(url, variable);
      return proxy === undefined ? undefined : escapeLine(proxy.host);
    },
    fetch: async (url, init) => {
      const proxy = proxyFor(url, variable);
      const own = trust?.origin === url.origin ? trust : undefined;
      if (proxy === undefined && own === undefined) return await fetch(url, init);
      const key = JSON.stringify([proxy?.href, own?.origin]);
      const dispatcher = dispatchers.get(key) ?? dispatcherFor(proxy, own);
      dispatchers.set(key, dispatcher);
      return await fetchBy(await dispatcher, url, init);
    },
  };
}

async function dispatcherFor(proxy: URL | undefined, trust: Trust | undefined): Promise<Dispatcher> {
  const { Agent, ProxyAgent } = await import('undici');
  const tls = {
    ...(trust?.ca === undefined ? {} : { ca: trust.ca }),
    ...(trust?.certificate ?? {}),
  };
  if (proxy === undefined) return new Agent({ connect: tls });
  // Plain http is passed on as proxies expect it; CONNECT is for https.
  return new ProxyAgent({
    uri: proxy.href,
    proxyTunnel: false,
    ...(trust === undefined ? {} : { requestTls: tls }),
  });
}

/** The package's own `fetch`: Node's takes dispatchers of its own version only. */
async function fetchBy(dispatcher: Dispatcher, url: URL, init: RequestInit): Promise<Response> {
  const undici = await import('undici');
  // Checked border: both follow the same standard, and their types differ in what we do not use.
  const own = { ...init, dispatcher } as Parameters<typeof undici.fetch>[1];
  return (await undici.fetch(url, own)) as unknown as Response;
}
