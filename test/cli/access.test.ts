import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startRegistry } from '../../scripts/registry-server.mjs';
import {
  type ChartServer,
  indexOf,
  packChart,
  type ServerOptions,
  startChartServer,
} from '../support/chart-server.ts';
import { fetcherAt, homeWith, refusal } from '../support/charts-home.ts';
import { goldenRepository } from '../support/cli.ts';
import { type ProxyServer, startProxy } from '../support/proxy-server.ts';

const grafana = {
  name: 'grafana',
  version: '1.0.0',
  bytes: packChart({ name: 'grafana', version: '1.0.0' }),
};
const basic = `Basic ${Buffer.from('ann:hunter2').toString('base64')}`;
const repositories = '.config/helm/repositories.yaml';
const isOpensslInstalled = spawnSync('openssl', ['version']).status === 0;

interface Watched extends ChartServer {
  /** The credentials of every request. */
  readonly credentials: readonly (string | undefined)[];
}

async function serve(options: ServerOptions = {}): Promise<Watched> {
  const credentials: (string | undefined)[] = [];
  const server = await startChartServer([grafana], {
    ...options,
    answer: (request, response) => {
      credentials.push(request.headers.authorization);
      return options.answer?.(request, response) ?? false;
    },
  });
  onTestFinished(() => server.close());
  return { ...server, credentials };
}

/** Serves an index whose archives lie elsewhere. */
function serveElsewhere(url: string): Promise<Watched> {
  const entry = { name: 'grafana', version: '1.0.0', urls: [url] };
  return serve({
    answer: (request, response) => {
      if (request.url !== '/index.yaml') return false;
      response.end(JSON.stringify({ entries: { grafana: [entry] } }));
      return true;
    },
  });
}

/** The home of somebody whose Helm knows a repository. */
function knowing(url: string, entry: Readonly<Record<string, unknown>> = {}): string {
  const known = { name: 'own', url, username: 'ann', password: 'hunter2', ...entry };
  return homeWith({ [repositories]: JSON.stringify({ repositories: [known] }) });
}

async function proxy(target: string, options: { readonly status?: number } = {}): Promise<ProxyServer> {
  const server = await startProxy(target, options);
  onTestFinished(() => server.close());
  return server;
}

const grafanaAt = (url: string) => ({ url, chart: 'grafana', version: '1.x' });

describe("credentials of Helm's repositories.yaml", () => {
  test('go to the repository that they are for', async () => {
    const server = await serve();
    await fetcherAt(knowing(`${server.url}/`)).fetch(grafanaAt(server.url));
    expect(server.credentials).toEqual([basic, basic]);
  });

  test('go to no other one', async () => {
    const server = await serve();
    await fetcherAt(knowing('http://127.0.0.1:1')).fetch(grafanaAt(server.url));
    expect(server.credentials).toEqual([undefined, undefined]);
  });

  test('go nowhere else by a redirect, nor by an index, unless it is asked for', async () => {
    const other = await serve();
    const redirecting = await serve({
      answer: (request, response) => {
        response.writeHead(302, { location: other.url + request.url }).end();
        return true;
      },
    });
    const naming = await serveElsewhere(`${other.url}/grafana-1.0.0.tgz`);
    for (const { url } of [redirecting, naming]) {
      await fetcherAt(knowing(url)).fetch(grafanaAt(url));
    }
    await fetcherAt(knowing(redirecting.url, { pass_credentials_all: true })).fetch(
      grafanaAt(redirecting.url),
    );
    expect(other.credentials).toEqual(Array(5).fill(undefined));
    expect([...redirecting.credentials, ...naming.credentials]).toEqual(Array(5).fill(basic));
    await fetcherAt(knowing(naming.url, { pass_credentials_all: true })).fetch(grafanaAt(naming.url));
    expect(other.credentials.slice(5)).toEqual([basic]);
  });

  test('do not travel over plain http', async () => {
    const server = await serve({
      answer: (_, response) => {
        response.writeHead(401).end();
        return true;
      },
    });
    const url = 'http://charts.example.test';
    const { url: HTTP_PROXY } = await proxy(server.url);
    const charts = fetcherAt(knowing(url), { variables: { HTTP_PROXY } });
    const error = await refusal(charts.fetch(grafanaAt(url)));
    expect(error).toMatchObject({ code: 'unauthorized', side: 'outside' });
    expect(error.help).toEqual([`the credentials of ~/${repositories} are not sent over plain http`]);
    expect(server.credentials).toEqual([undefined]);
  });

  test('that are missing, refused or for another host are spoken of, and not shown', async () => {
    const closed = await serve({
      answer: (_, response) => {
        response.writeHead(401).end();
        return true;
      },
    });
    const naming = await serveElsewhere(`${closed.url}/grafana-1.0.0.tgz`);
    const helpFor = async (home: string, url: string) => {
      const error = await refusal(fetcherAt(home).fetch(grafanaAt(url)));
      expect(error).toMatchObject({ code: 'unauthorized', side: 'outside' });
      expect(JSON.stringify([error.message, error.help])).not.toMatch(/hunter2|ann/);
      return error.help;
    };
    expect(await helpFor(homeWith(), closed.url)).toEqual([
      `~/${repositories} is not there; helm repo add --username … writes it there`,
    ]);
    expect(await helpFor(knowing(closed.url), closed.url)).toEqual([
      `the credentials of ~/${repositories} were sent`,
    ]);
    expect(await helpFor(knowing(naming.url), naming.url)).toEqual([
      `the credentials of ~/${repositories} are for ${naming.url}; pass_credentials_all in it sends them to all that the index names`,
    ]);
  });
});

describe('an index', () => {
  const conditional: ServerOptions['answer'] = (request, response) => {
    if (request.url !== '/index.yaml') return false;
    if (request.headers['if-none-match'] !== '"v1"') {
      response.setHeader('etag', '"v1"');
      return false;
    }
    response.writeHead(304).end();
    return true;
  };

  test('that did not change is not sent again', async () => {
    const answers: number[] = [];
    const server = await serve({
      answer: (request, response) => {
        response.on('finish', () => answers.push(response.statusCode));
        return conditional(request, response);
      },
    });
    const home = homeWith();
    for (const _ of [1, 2]) {
      const { facts } = await fetcherAt(home).fetch(grafanaAt(server.url));
      expect(facts.version).toBe('1.0.0');
    }
    expect(answers).toEqual([200, 200, 304]);
  });

  test('is known by its date where it has no tag', async () => {
    const date = 'Sun, 01 Nov 2026 00:00:00 GMT';
    const asked: unknown[] = [];
    const server = await serve({
      answer: (request, response) => {
        asked.push([request.headers['if-modified-since'], request.headers['if-none-match']]);
        response.setHeader('last-modified', date);
        return false;
      },
    });
    const home = homeWith();
    for (const _ of [1, 2]) await fetcherAt(home).versions(grafanaAt(server.url));
    expect(asked).toEqual([
      [undefined, undefined],
      [date, undefined],
    ]);
  });

  test('that is said to be unchanged though nobody has it is an odd answer', async () => {
    const server = await serve({
      answer: (_, response) => {
        response.writeHead(304).end();
        return true;
      },
    });
    const error = await refusal(fetcherAt(homeWith()).versions(grafanaAt(server.url)));
    expect(error).toMatchObject({ code: 'bad-status', side: 'outside' });
  });
});

describe('a proxy', () => {
  const url = 'http://charts.example.test';

  test('is asked for what is not on this machine, and looks up its name', async () => {
    const server = await serve();
    const through = await proxy(server.url);
    const variables = { HTTP_PROXY: through.url.replace('//', '//ann:hunter2@') };
    const charts = fetcherAt(homeWith(), { variables });
    await charts.fetch(grafanaAt(url));
    expect(through.requests).toEqual([
      { line: `GET ${url}/index.yaml`, credentials: basic },
      { line: `GET ${url}/grafana-1.0.0.tgz`, credentials: basic },
    ]);
    expect(server.credentials).toEqual([undefined, undefined]);
    await charts.fetch(grafanaAt(server.url));
    expect(through.requests).toHaveLength(2);
  });

  test('is asked for a registry of plain http, which gets no credentials', async () => {
    const place = { url: 'oci://registry.example.test/charts', chart: 'grafana', insecure: true };
    const auths = { 'registry.example.test': { auth: Buffer.from('ann:hunter2').toString('base64') } };
    const home = homeWith({ '.docker/config.json': { auths } });
    const registries = await Promise.all(
      [{}, { access: 'basic' as const, user: { username: 'ann', password: 'hunter2' } }].map((options) =>
        startRegistry([grafana], options),
      ),
    );
    onTestFinished(async () => {
      await Promise.all(registries.map((registry) => registry.close()));
    });
    const [open, closed] = await Promise.all(
      registries.map(async (registry) => {
        const { url: HTTP_PROXY } = await proxy(registry.url);
        return fetcherAt(home, { variables: { HTTP_PROXY } });
      }),
    );
    expect((await open?.versions(place))?.versions.map(({ version }) => version)).toEqual(['1.0.0']);
    const error = await refusal(closed?.versions(place) ?? Promise.resolve());
    expect(error).toMatchObject({ code: 'unauthorized', side: 'outside' });
    expect(error.help).toContain('those of ~/.docker/config.json are not sent over plain http');
    const sent = registries.flatMap(({ requests }) => requests.map(({ authorization }) => authorization));
    expect(sent).toEqual([undefined, undefined]);
  });

  test('does not lead to a metadata service', async () => {
    const address = 'http://169.254.169.254/latest/meta-data/';
    const server = await serve({
      answer: (_, response) => {
        response.writeHead(302, { location: address }).end();
        return true;
      },
    });
    const through = await proxy(server.url);
    const charts = fetcherAt(homeWith(), { variables: { HTTP_PROXY: through.url } });
    const error = await refusal(charts.fetch(grafanaAt(url)));
    expect(error).toMatchObject({ code: 'local-address', side: 'outside' });
    expect(through.requests).toHaveLength(1);
  });

  test.each([
    ['http://charts.example.test', 407],
    ['https://charts.example.test', 407],
    ['https://charts.example.test', 403],
  ])('that does not let us reach %s is told (%d)', async (to, status) => {
    const through = await proxy('http://127.0.0.1:1', { status });
    const variables = { HTTP_PROXY: through.url, HTTPS_PROXY: through.url };
    const error = await refusal(fetcherAt(homeWith(), { variables }).fetch(grafanaAt(to)));
    expect(error).toMatchObject({ code: 'proxy-refused', side: 'outside' });
    expect(error.message).toBe(`the proxy does not let us reach charts.example.test (${status})`);
  });

  test('that is not there, or is none, is named without its password', async () => {
    const through = await proxy('http://127.0.0.1:1');
    await through.close();
    const variables = (HTTPS_PROXY: string) => ({ variables: { HTTPS_PROXY } });
    const to = grafanaAt('https://charts.example.test');
    const gone = await refusal(
      fetcherAt(homeWith(), variables(through.url.replace('//', '//ann:hunter2@'))).fetch(to),
    );
    expect(gone).toMatchObject({ code: 'connection-refused', side: 'outside' });
    expect(gone.message).toBe(`the proxy ${new URL(through.url).host} refuses connections`);
    const none = await refusal(fetcherAt(homeWith(), variables('socks5://ann:hunter2@proxy')).fetch(to));
    expect(none).toMatchObject({ code: 'bad-proxy', side: 'caller' });
    expect(none.message).not.toContain('hunter2');
  });
});

describe.skipIf(!isOpensslInstalled)('an authority of its own', () => {
  const url = 'https://charts.example.test';
  let folder: string;
  let server: ReturnType<typeof createServer>;
  const file = (name: string): string => join(folder, name);
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gitops-kit-tls-'));
    const names = ['-subj', '/CN=charts.example.test', '-addext', 'subjectAltName=DNS:charts.example.test'];
    const key = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-keyout',
      file('key.pem'),
    ];
    execFileSync('openssl', ['req', '-x509', ...key, ...names, '-days', '2', '-out', file('ca.pem')], {
      stdio: 'pipe',
    });
    const tls = { key: readFileSync(file('key.pem')), cert: readFileSync(file('ca.pem')) };
    server = createServer(tls, (request, response) =>
      response.end(request.url === '/index.yaml' ? indexOf([grafana]) : grafana.bytes),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  });
  // Checked border: a server that listens on a port has an address.
  const address = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  test('is trusted where repositories.yaml names it, through a proxy as well', async () => {
    const through = await proxy(address());
    const charts = fetcherAt(knowing(url, { caFile: file('ca.pem') }), {
      variables: { HTTPS_PROXY: through.url },
    });
    expect((await charts.fetch(grafanaAt(url))).facts.version).toBe('1.0.0');
    expect(through.requests[0]?.line).toBe('CONNECT charts.example.test:443');
    const other = 'https://other.example.test';
    expect(await refusal(charts.fetch(grafanaAt(other)))).toMatchObject({ code: 'bad-certificate' });
  });

  test('is trusted by the built program, which ends when it is done', async () => {
    const through = await proxy(address());
    const repository = goldenRepository();
    const env = { HTTPS_PROXY: through.url, NO_PROXY: '', HOME: knowing(url, { caFile: file('ca.pem') }) };
    const ran = await repository.kitWith({ env }, 'new-app', 'grafana', '--repo-url', url);
    expect(ran).toMatchObject({ code: 0 });
    expect(repository.git('status', '--porcelain')).toBe('');
    expect(repository.git('show', 'HEAD')).not.toMatch(/hunter2/);
  });

  test('is not trusted otherwise, whatever else repositories.yaml says', async () => {
    const through = await proxy(address());
    const home = knowing(url, { insecure_skip_tls_verify: true });
    const error = await refusal(
      fetcherAt(home, { variables: { HTTPS_PROXY: through.url } }).fetch(grafanaAt(url)),
    );
    expect(error).toMatchObject({ code: 'bad-certificate', side: 'outside' });
    expect(error.help.at(-1)).toBe(
      `insecure_skip_tls_verify of ~/${repositories} is not followed; name the authority there: caFile`,
    );
  });

  test('whose file is missing is told', async () => {
    const error = await refusal(fetcherAt(knowing(url, { caFile: '/no/ca.pem' })).fetch(grafanaAt(url)));
    expect(error).toMatchObject({ code: 'unreadable', side: 'caller' });
    expect(error.message).toBe(`the caFile /no/ca.pem, which ~/${repositories} names, is not there`);
  });
});
