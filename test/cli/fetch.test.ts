import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { KitError } from '../../src/core/errors.ts';
import { openCache } from '../../src/io/cache.ts';
import { createChartFetcher } from '../../src/io/fetch.ts';
import type { ChartFetcher, FetchedChart } from '../../src/io/host.ts';
import { knownCharts } from '../../src/io/known-charts.ts';
import {
  type ChartServer,
  ownCharts,
  packChart,
  packTar,
  type ServerOptions,
  startChartServer,
} from '../support/chart-server.ts';

const grafana = packChart({ name: 'grafana', version: '1.0.0', files: { 'values.yaml': 'a: 1\n' } });
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

interface Options {
  readonly offline?: boolean;
  readonly cache?: string;
  readonly seconds?: number;
  readonly bytes?: number;
  readonly variables?: Readonly<Record<string, string>>;
}

function fetcher({ offline = false, cache, seconds, bytes, variables = {} }: Options = {}): ChartFetcher {
  const environment: Readonly<Record<string, string>> =
    cache === undefined ? variables : { ...variables, XDG_CACHE_HOME: cache };
  return createChartFetcher({
    offline,
    variable: (name) => environment[name],
    limits: {
      backoff: 1,
      ...(seconds === undefined ? {} : { seconds }),
      ...(bytes === undefined ? {} : { bytes }),
    },
  });
}

function fetchGrafana(url: string, options: Options = {}, version?: string): Promise<FetchedChart> {
  return fetcher(options).fetch({ url, chart: 'grafana', version });
}

async function refusal(work: Promise<unknown>): Promise<KitError> {
  const caught: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(caught).toMatchObject({ name: 'KitError' });
  // checked by its name
  return caught as KitError;
}

async function serve(answer?: ServerOptions['answer'], options: ServerOptions = {}): Promise<ChartServer> {
  const server = await startChartServer(
    [...ownCharts(), { name: 'grafana', version: '1.0.0', bytes: grafana }],
    { ...options, ...(answer === undefined ? {} : { answer }) },
  );
  onTestFinished(() => server.close());
  return server;
}

/** Serves an index of one grafana entry, and what `archive` says for everything else. */
function serveEntry(
  entry: Readonly<Record<string, unknown>>,
  archive: (request: IncomingMessage, response: ServerResponse) => void = (_, response) =>
    response.end(grafana),
): Promise<ChartServer> {
  const whole = { name: 'grafana', version: '1.0.0', urls: ['grafana-1.0.0.tgz'], ...entry };
  return serve((request, response) => {
    if (request.url?.includes('/index.yaml')) {
      response.end(JSON.stringify({ apiVersion: 'v1', entries: { grafana: [whole] } }));
    } else {
      archive(request, response);
    }
    return true;
  });
}

function cacheFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gitops-kit-fetch-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('a chart', () => {
  test('comes with its values, in the newest release or the one asked for', async () => {
    const { url } = await serve();
    const versions = [undefined, '6.x', '6.13.x', '6.13.0', 'v6.14.1', '<6.14'];
    const charts = fetcher();
    const fetched = await Promise.all(
      versions.map((version) => charts.fetch({ url, chart: 'podinfo', version })),
    );
    expect(fetched.map(({ facts }) => facts.version)).toEqual([
      '6.14.1',
      '6.14.1',
      '6.13.0',
      '6.13.0',
      '6.14.1',
      '6.13.0',
    ]);
    const own = ownCharts().find(({ version }) => version === '6.14.1');
    expect(fetched[0]?.facts.values).toBe(String(own?.files?.['values.yaml']));
    expect(fetched[0]?.notes).toEqual([`plain http: what ${url} sends can be read and changed on its way`]);
  });

  test('that is not there is told the nearest', async () => {
    const { url } = await serve();
    const error = await refusal(fetcher().fetch({ url, chart: 'grafanna', version: undefined }));
    expect(error).toMatchObject({ code: 'chart-not-found', side: 'caller' });
    expect(error.message).toBe(`${url}/index.yaml has no chart grafanna; did you mean grafana?`);
    expect(error.help).toEqual(['its charts: grafana, podinfo, redis']);
  });

  test('without a version in the range says what exists', async () => {
    const { url } = await serve();
    const error = await refusal(fetcher().fetch({ url, chart: 'podinfo', version: '10.x' }));
    expect(error).toMatchObject({
      code: 'no-such-version',
      side: 'caller',
      message: 'podinfo has no version matching 10.x; newest is 6.14.1',
    });
  });

  test('that says it is another is not believed', async () => {
    for (const chart of [
      { name: 'redis', version: '1.0.0' },
      { name: 'grafana', version: '1.0.1' },
    ]) {
      const { url } = await serveEntry({}, (_, response) => response.end(packChart(chart)));
      const error = await refusal(fetchGrafana(url));
      expect(error).toMatchObject({ code: 'chart-mismatch', side: 'outside' });
      expect(error.message).toBe(
        `the archive of grafana 1.0.0 says that it is ${chart.name} ${chart.version}`,
      );
    }
  });

  test('whose index entries cannot be used says why', async () => {
    const { url } = await serveEntry({ urls: null });
    const error = await refusal(fetchGrafana(url));
    expect(error).toMatchObject({ code: 'no-usable-version', side: 'outside' });
    expect(error.help).toEqual(['1 of 1 index entries of grafana cannot be used: no URL']);
  });

  test('with a v in the index and none in Chart.yaml is the same', async () => {
    const { url } = await serveEntry({ version: 'v1.0.0' });
    expect((await fetchGrafana(url, {}, '1.0.0')).facts.version).toBe('1.0.0');
  });

  test('that is deprecated, or has no digest, comes with a note', async () => {
    const { url } = await serveEntry({ deprecated: true });
    expect((await fetchGrafana(url)).notes.slice(1)).toEqual([
      'the index has no digest for grafana 1.0.0: the archive could not be verified',
      'the chart grafana is deprecated',
    ]);
  });
});

describe('URLs', () => {
  test('of a repository may have a path, a slash at the end and a query', async () => {
    for (const suffix of ['/charts', '/charts/', '/charts?ref=main', '/charts/?ref=main']) {
      const server = await serveEntry({ digest: sha256(grafana) });
      await fetchGrafana(server.url + suffix);
      const query = suffix.includes('?') ? '?ref=main' : '';
      expect(server.requests).toEqual([`/charts/index.yaml${query}`, `/charts/grafana-1.0.0.tgz${query}`]);
    }
  });

  test('in an index may lead to another server', async () => {
    const other = await serve();
    const { url } = await serveEntry({ urls: [`${other.url}/grafana-1.0.0.tgz`] }, (_, response) =>
      response.writeHead(404).end(),
    );
    await fetchGrafana(url);
    expect(other.requests).toEqual(['/grafana-1.0.0.tgz']);
  });

  test('are tried one after the other', async () => {
    const { url } = await serveEntry(
      { urls: ['file:///etc/passwd', 'gone.tgz', 'other.tgz', 'right.tgz'], digest: sha256(grafana) },
      (request, response) => {
        if (request.url === '/right.tgz') response.end(grafana);
        else if (request.url === '/other.tgz') response.end('somebody else');
        else response.writeHead(404).end();
      },
    );
    const { facts, notes } = await fetchGrafana(url);
    expect(facts.name).toBe('grafana');
    expect(notes.slice(1)).toEqual([
      'the index names the URL file:///etc/passwd, which is neither https nor http; the next URL of the index was tried',
      `${url}/gone.tgz does not exist (404); the next URL of the index was tried`,
      expect.stringContaining(`${url}/other.tgz has the digest `),
    ]);
  });

  test('that all fail give the first failure', async () => {
    const { url } = await serveEntry({ urls: ['a.tgz', 'b.tgz'] }, (_, response) =>
      response.writeHead(403).end(),
    );
    expect((await refusal(fetchGrafana(url))).message).toBe(`${url}/a.tgz refuses access (403)`);
  });

  test.each(['file:///etc/passwd', 'ext::sh -c true', 'javascript:alert(1)', 'oci://example.com/x'])(
    'like %s are not followed',
    async (reference) => {
      const { url } = await serveEntry({ urls: [reference] });
      expect(await refusal(fetchGrafana(url))).toMatchObject({ code: 'bad-chart-url', side: 'outside' });
      if (reference.startsWith('oci:')) return;
      expect(await refusal(fetchGrafana(reference))).toMatchObject({ code: 'bad-url', side: 'caller' });
    },
  );

  test('with credentials are refused and never shown', async () => {
    const { url } = await serveEntry({ urls: ['https://ann:hunter2@charts.example.com/grafana.tgz'] });
    const errors = [
      await refusal(fetchGrafana('https://ann:hunter2@charts.example.com')),
      await refusal(fetchGrafana(url)),
    ];
    expect(errors.map(({ side }) => side)).toEqual(['caller', 'outside']);
    for (const error of errors) {
      expect(JSON.stringify([error.message, error.help])).not.toMatch(/hunter2|ann/);
    }
  });

  test("do not lead from a repository to a cloud's metadata service", async () => {
    const address = 'http://169.254.169.254/latest/meta-data/';
    const redirecting = await serve((_, response) => {
      response.writeHead(302, { location: address }).end();
      return true;
    });
    const naming = await serveEntry({ urls: [address] });
    for (const { url } of [redirecting, naming]) {
      const error = await refusal(fetchGrafana(url));
      expect(error).toMatchObject({ code: 'local-address', side: 'outside' });
      expect(error.message).toBe(`${url} leads to ${address}, a link-local address`);
    }
  });
});

describe('redirects', () => {
  test('are followed, five of them', async () => {
    const { url } = await serve((request, response) => {
      const [, step] = /^\/r(\d)\/index\.yaml$/.exec(request.url ?? '') ?? [];
      if (step === undefined) return false;
      const location = step === '1' ? '/index.yaml' : `/r${Number(step) - 1}/index.yaml`;
      response.writeHead(302, { location }).end();
      return true;
    });
    expect(await fetcher().serves(`${url}/r5`, 'grafana')).toBe(true);
    const error = await refusal(fetchGrafana(`${url}/r6`));
    expect(error).toMatchObject({ code: 'bad-redirect', side: 'outside' });
    expect(error.message).toContain('after 5 other redirects');
  });

  test.each([
    ['to itself', (url: string) => `${url}/index.yaml`, 'leads back to it'],
    ['to a file', () => 'file:///etc/passwd', 'neither https nor http'],
    ['to nowhere', () => 'http://', 'is no URL'],
    ['with credentials', () => 'http://ann:hunter2@example.com', 'user name or password'],
  ])('%s are refused', async (_, location, why) => {
    const server: ChartServer = await serve((_request, response) => {
      response.writeHead(301, { location: location(server.url) }).end();
      return true;
    });
    const error = await refusal(fetchGrafana(server.url));
    expect(error).toMatchObject({ code: 'bad-redirect', side: 'outside' });
    expect(error.message).toContain(why);
    expect(error.message).not.toContain('hunter2');
  });

  test('without a place to go are an odd answer', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(302).end();
      return true;
    });
    expect((await refusal(fetchGrafana(url))).message).toContain('status 302');
  });
});

describe('a server', () => {
  test.each([
    [401, 'unauthorized', 1],
    [403, 'forbidden', 1],
    [404, 'not-found', 1],
    [418, 'bad-status', 1],
    [429, 'too-many-requests', 3],
    [500, 'server-error', 3],
    [503, 'server-error', 3],
  ])('that answers %d is %s, after %d requests', async (status, code, requests) => {
    const server = await serve((_, response) => {
      response.writeHead(status).end('<html>no</html>');
      return true;
    });
    const error = await refusal(fetchGrafana(server.url));
    expect(error).toMatchObject({ code, side: 'outside' });
    expect(error.message).toContain(`${server.url}/index.yaml`);
    expect(server.requests).toHaveLength(requests);
  });

  test('that has no index is told what a repository is; one that lacks an archive is not', async () => {
    const { url } = await serve();
    expect((await refusal(fetchGrafana(`${url}/x`))).help).toEqual([
      'the URL of a chart repository is the folder that holds its index.yaml',
    ]);
    const lacking = await serveEntry({}, (_, response) => response.writeHead(404).end());
    expect((await refusal(fetchGrafana(lacking.url))).help).toEqual([]);
  });

  test('that fails once, or breaks off once, is asked again', async () => {
    for (const fail of [
      (response: ServerResponse) => response.writeHead(503).end(),
      (response: ServerResponse) => response.destroy(),
    ]) {
      let failed = false;
      const server = await serve((_, response) => {
        if (failed) return false;
        failed = true;
        fail(response);
        return true;
      });
      expect((await fetchGrafana(server.url)).facts.version).toBe('1.0.0');
    }
  });

  test('that wants us to wait for years is asked again soon', async () => {
    let asked = 0;
    const { url } = await serve((_, response) => {
      asked += 1;
      if (asked > 1) return false;
      response.writeHead(429, { 'retry-after': '1000000000' }).end();
      return true;
    });
    expect((await fetchGrafana(url)).facts.version).toBe('1.0.0');
  });

  test('that is silent, or drips, meets the time limit', async () => {
    for (const answer of [
      () => true,
      (_: IncomingMessage, response: ServerResponse) => {
        const drip = setInterval(() => response.write('# slow\n'), 20);
        response.on('close', () => clearInterval(drip));
        return true;
      },
      (_: IncomingMessage, response: ServerResponse) => {
        response.writeHead(429, { 'retry-after': '2' }).end();
        return true;
      },
    ]) {
      const { url } = await serve(answer);
      const error = await refusal(fetchGrafana(url, { seconds: 0.3 }));
      expect(error).toMatchObject({ code: 'time-out', side: 'outside' });
      expect(error.message).toBe(`${url}/index.yaml did not answer in full within 0.3 s`);
    }
  });

  test('meets a time limit that the environment can only make shorter', async () => {
    const { url } = await serve(() => true);
    const variables = (seconds: string) => ({ GITOPS_KIT_TIMEOUT_SECONDS: seconds });
    const shorter = await refusal(fetchGrafana(url, { variables: variables('0.2') }));
    expect(shorter.message).toContain('within 0.2 s');
    for (const seconds of ['1000', '0', '-1', 'soon', '']) {
      const error = await refusal(fetchGrafana(url, { seconds: 0.1, variables: variables(seconds) }));
      expect(error.message).toContain('within 0.1 s');
    }
  });

  test('that cuts its answer short is called so', async () => {
    for (const head of [{ 'content-length': '5000' }, { 'transfer-encoding': 'chunked' }]) {
      const server = await serve((_, response) => {
        response.writeHead(200, head);
        response.write('apiVersion: v1\n', () => response.destroy());
        return true;
      });
      const error = await refusal(fetchGrafana(server.url));
      expect(error).toMatchObject({ code: 'connection-broken', side: 'outside' });
      expect(error.message).toBe(`the answer of ${server.url}/index.yaml broke off`);
      expect(server.requests).toHaveLength(3);
    }
  });

  test('that sends too much is stopped, announced or not, compressed or not', async () => {
    const zeros = gzipSync(Buffer.alloc(2 ** 20));
    for (const answer of [
      (response: ServerResponse) => response.writeHead(200, { 'content-length': 2 ** 40 }).write('a'),
      (response: ServerResponse) => response.end(Buffer.alloc(2 ** 20)),
      (response: ServerResponse) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(zeros),
    ]) {
      const { url } = await serve((_, response) => {
        answer(response);
        return true;
      });
      const error = await refusal(fetchGrafana(url, { bytes: 2 ** 19 }));
      expect(error).toMatchObject({ code: 'answer-too-large', side: 'outside' });
    }
  });

  test('may compress its index', async () => {
    const index = `entries:\n  grafana:\n  - {name: grafana, version: 1.0.0, urls: [grafana-1.0.0.tgz]}\n`;
    const { url } = await serve((request, response) => {
      if (request.url !== '/index.yaml') return false;
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(index));
      return true;
    });
    expect((await fetchGrafana(url)).facts.name).toBe('grafana');
  });

  test.each([
    ['a web page', '<!doctype html><title>Welcome</title>', 'web page'],
    ['something else', 'hello', 'no entries'],
    ['nothing', '', 'no entries'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00]), 'not UTF-8'],
  ])('that sends %s has no index', async (_, body, why) => {
    const { url } = await serve((_request, response) => {
      response.end(body);
      return true;
    });
    const error = await refusal(fetchGrafana(url));
    expect(error).toMatchObject({ code: 'not-an-index', side: 'outside' });
    expect(error.message).toContain(`${url}/index.yaml`);
    expect(error.message).toContain(why);
  });

  test('that is not there, or speaks no TLS, is named', async () => {
    const server = await serve();
    const tls = await refusal(fetchGrafana(server.url.replace('http:', 'https:')));
    expect(tls).toMatchObject({ code: 'tls-failed', side: 'outside' });
    await server.close();
    const gone = await refusal(fetchGrafana(server.url));
    expect(gone).toMatchObject({ code: 'connection-refused', side: 'outside' });
    expect(gone.message).toBe(`${new URL(server.url).host} refuses connections`);
  });
});

describe('an archive', () => {
  const refusedArchive = async (bytes: Uint8Array, entry = {}): Promise<KitError> => {
    const { url } = await serveEntry(entry, (_, response) => response.end(bytes));
    const error = await refusal(fetchGrafana(url));
    expect(error.side).toBe('outside');
    expect(error.message).toContain(`${url}/grafana-1.0.0.tgz`);
    return error;
  };
  const header = { path: 'grafana/Chart.yaml', content: 'name: grafana\nversion: 1.0.0\n' };

  test('with another digest than the index says is refused', async () => {
    const error = await refusedArchive(grafana, { digest: '0'.repeat(64) });
    expect(error).toMatchObject({ code: 'wrong-digest' });
    expect(error.message).toContain('the index says 000000000000…');
  });

  test('that the server compressed once more cannot be checked', async () => {
    const { url } = await serveEntry({ digest: sha256(grafana) }, (_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(grafana),
    );
    const error = await refusal(fetchGrafana(url));
    expect(error).toMatchObject({ code: 'wrong-digest', side: 'outside' });
    expect(error.message).toContain('Content-Encoding');
  });

  test('that is a bomb of 1 GiB is not unpacked', async () => {
    const zeros = gzipSync(Buffer.alloc(2 ** 24));
    const bomb = Buffer.concat([packTar([header]), ...Array.from({ length: 64 }, () => zeros)]);
    expect(await refusedArchive(bomb)).toMatchObject({ code: 'archive-too-large' });
  });

  test('that would leave its folder is refused', async () => {
    const bytes = packTar([header, { path: 'grafana/../../outside.yaml', content: 'a: 1\n' }]);
    expect(await refusedArchive(bytes)).toMatchObject({ code: 'hostile-archive' });
  });

  test('with a link is refused', async () => {
    const bytes = packTar([header, { path: 'grafana/values.yaml', type: '2', link: '/etc/passwd' }]);
    expect(await refusedArchive(bytes)).toMatchObject({ code: 'hostile-archive' });
  });

  test('that is none is refused', async () => {
    for (const bytes of [Buffer.from('garbage'), grafana.subarray(0, grafana.length - 9), gzipSync('')]) {
      expect(await refusedArchive(bytes)).toMatchObject({ code: 'bad-archive' });
    }
  });
});

describe('whether a repository serves a chart', () => {
  test('is known from its index, which is asked for once', async () => {
    const server = await serve();
    const charts = fetcher();
    expect(await charts.serves(server.url, 'grafana')).toBe(true);
    expect(await charts.serves(server.url, 'prometheus')).toBe(false);
    await charts.fetch({ url: server.url, chart: 'grafana', version: undefined });
    expect(server.requests).toEqual(['/index.yaml', '/grafana-1.0.0.tgz']);
  });

  test('is no where it cannot be known', async () => {
    const { url } = await serve((_, response) => {
      response.end('<html>');
      return true;
    });
    expect(await fetcher().serves(url, 'grafana')).toBe(false);
    expect(await fetcher().serves('file:///etc', 'grafana')).toBe(false);
    expect(await fetcher({ offline: true }).serves(url, 'grafana')).toBe(false);
  });
});

describe('the cache', () => {
  test('answers offline what was asked before, without a connection', async () => {
    const cache = cacheFolder();
    const server = await serve();
    const online = await fetchGrafana(server.url, { cache });
    const requests = server.requests.length;
    expect(await fetchGrafana(server.url, { cache, offline: true })).toEqual(online);
    expect(await fetcher({ cache, offline: true }).serves(server.url, 'podinfo')).toBe(true);
    expect(server.requests).toHaveLength(requests);
  });

  test('answers offline for an index without digests too', async () => {
    const cache = cacheFolder();
    const server = await serve(undefined, { digests: false });
    const online = await fetchGrafana(server.url, { cache });
    expect(await fetchGrafana(server.url, { cache, offline: true })).toEqual(online);
  });

  test('says what it has not', async () => {
    const cache = cacheFolder();
    const { url } = await serve();
    const offline: Options = { cache, offline: true };
    const index = await refusal(fetchGrafana(url, offline));
    expect(index).toMatchObject({ code: 'not-in-cache', side: 'caller' });
    expect(index.message).toBe(`the index of ${url} is not in the cache`);
    await fetchGrafana(url, { cache });
    const archive = await refusal(fetcher(offline).fetch({ url, chart: 'podinfo', version: '6.x' }));
    expect(archive.message).toBe('the archive of podinfo 6.14.1 is not in the cache');
    expect(archive.help).toEqual(['run it once without --offline']);
  });

  test('saves the download of an archive whose digest is known', async () => {
    const cache = cacheFolder();
    const server = await serve();
    await fetchGrafana(server.url, { cache });
    await fetchGrafana(server.url, { cache });
    expect(server.requests).toEqual(['/index.yaml', '/grafana-1.0.0.tgz', '/index.yaml']);
  });

  test('is not believed when its archive was exchanged', async () => {
    const cache = cacheFolder();
    const server = await serve();
    const online = await fetchGrafana(server.url, { cache });
    const archives = join(cache, 'gitops-kit', 'archives');
    const [file = ''] = readdirSync(archives);
    const poison = packChart({ name: 'grafana', version: '1.0.0', files: { 'values.yaml': 'evil: 1\n' } });
    writeFileSync(join(archives, file), poison);
    expect(await refusal(fetchGrafana(server.url, { cache, offline: true }))).toMatchObject({
      code: 'not-in-cache',
    });
    expect(await fetchGrafana(server.url, { cache })).toEqual(online);
    expect(await fetchGrafana(server.url, { cache, offline: true })).toEqual(online);
  });

  test('knows then what was offered and what was fetched, without a connection', async () => {
    const cache = cacheFolder();
    const server = await serve();
    const charts = fetcher({ cache });
    const [podinfo, older] = await Promise.all(
      ['6.x', '<6.14'].map((version) => charts.fetch({ url: server.url, chart: 'podinfo', version })),
    );
    await charts.serves(server.url, 'prometheus');
    await server.close();
    const known = knownCharts(openCache(join(cache, 'gitops-kit')));
    const place = { url: `${server.url}/`, chart: 'podinfo' };
    expect(known.versions(place)).toEqual(['6.14.1', '6.13.0']);
    expect(known.facts(place, '6.14.1')).toEqual(podinfo?.facts);
    expect(known.facts(place, 'v6.13.0')).toEqual(older?.facts);
    expect(known.facts(place, '6.14.0')).toBeUndefined();
    expect(known.versions({ ...place, chart: 'prometheus' })).toEqual([]);
    expect(known.versions({ ...place, chart: 'redis' })).toBeUndefined();
  });

  test('knows nothing of a chart none of whose entries can be used', async () => {
    const cache = cacheFolder();
    const { url } = await serveEntry({ urls: null });
    expect(await fetcher({ cache }).serves(url, 'grafana')).toBe(false);
    expect(
      knownCharts(openCache(join(cache, 'gitops-kit'))).versions({ url, chart: 'grafana' }),
    ).toBeUndefined();
  });

  test('may be impossible to keep', async () => {
    const { url } = await serve();
    const file = join(cacheFolder(), 'file');
    writeFileSync(file, '');
    expect((await fetchGrafana(url, { cache: file })).facts.name).toBe('grafana');
    expect((await fetchGrafana(url)).facts.name).toBe('grafana');
  });
});
