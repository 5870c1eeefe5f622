import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  chartArtifact,
  digestOf,
  type Registry,
  type RegistryOptions,
  startRegistry,
} from '../../scripts/registry-server.mjs';
import { openCache } from '../../src/io/cache.ts';
import { knownCharts } from '../../src/io/known-charts.ts';
import { ownCharts, type ServedChart } from '../support/chart-server.ts';
import { fetcherAt, homeWith, refusal } from '../support/charts-home.ts';
import { goldenRepository } from '../support/cli.ts';

const user = { username: 'ann', password: 'hunter2' };
const podinfo = ownCharts().find(({ version }) => version === '6.14.1') ?? { name: '', version: '' };

const auth = ({ username, password }: typeof user): string =>
  Buffer.from(`${username}:${password}`).toString('base64');

/** The home of somebody who logged in with Helm. */
function loggedIn(host: string, entry: unknown = { auth: auth(user) }): string {
  return homeWith({ '.config/helm/registry/config.json': { auths: { [host]: entry } } });
}

async function serve(
  options: RegistryOptions = {},
  charts: readonly ServedChart[] = ownCharts(),
): Promise<Registry> {
  const registry = await startRegistry(charts, options);
  onTestFinished(() => registry.close());
  return registry;
}

const paths = ({ requests }: Registry): readonly string[] => requests.map(({ path }) => path);

/** Answers requests whose path fits, and leaves the others to the registry. */
function answering(
  path: RegExp,
  answer: (response: ServerResponse, request: IncomingMessage) => void,
): NonNullable<RegistryOptions['answer']> {
  return (request, response) => {
    if (!path.test(request.url ?? '')) return false;
    answer(response, request);
    return true;
  };
}

describe('a chart in a registry', () => {
  test('comes with its values, in the newest release or the one asked for', async () => {
    const { charts } = await serve();
    const from = fetcherAt(homeWith());
    const versions = [undefined, '6.x', '6.13.0', 'v6.14.1', '<6.14'];
    const fetched = await Promise.all(
      versions.map((version) => from.fetch({ url: charts, chart: 'podinfo', version })),
    );
    expect(fetched.map(({ facts }) => facts.version)).toEqual([
      '6.14.1',
      '6.14.1',
      '6.13.0',
      '6.14.1',
      '6.13.0',
    ]);
    expect(fetched[0]?.facts.values).toBe(String(podinfo.files?.['values.yaml']));
    expect(fetched[0]?.notes).toEqual([
      `plain http: what ${charts}/podinfo sends can be read and changed on its way`,
    ]);
  });

  test('lists its versions, whatever the size of a page, and no other tags', async () => {
    const versions = ['1.0.0', '1.1.0', '1.1.1', '2.0.0-rc.1', '2.0.0+build.5'];
    const tags = [...versions, 'latest', 'sha256-0000.sig'].map((version) => ({ name: 'redis', version }));
    for (const pageSize of [1, 2, 1000]) {
      const registry = await serve({ pageSize }, tags);
      const listed = await fetcherAt(homeWith()).versions({ url: registry.charts, chart: 'redis' });
      expect(listed.versions.map(({ version }) => version).sort()).toEqual([...versions].sort());
    }
  });

  test('with build metadata has an underscore in its tag', async () => {
    const registry = await serve({}, [{ name: 'redis', version: '2.0.0+build.5' }]);
    for (const version of ['2.0.0+build.5', '2.x']) {
      const { facts } = await fetcherAt(homeWith()).fetch({ url: registry.charts, chart: 'redis', version });
      expect(facts.version).toBe('2.0.0+build.5');
    }
    expect(paths(registry)).toContain('/v2/charts/redis/manifests/2.0.0_build.5');
  });

  test('is got by its exact version from a registry that lists nothing', async () => {
    const registry = await serve({
      answer: answering(/tags\/list/, (response) => response.writeHead(403).end()),
    });
    const request = { url: registry.charts, chart: 'podinfo' };
    expect((await fetcherAt(homeWith()).fetch({ ...request, version: '6.13.0' })).facts.version).toBe(
      '6.13.0',
    );
    expect(await refusal(fetcherAt(homeWith()).fetch({ ...request, version: '6.x' }))).toMatchObject({
      code: 'forbidden',
      side: 'outside',
    });
  });

  test('that is not there, or not in this version, is told', async () => {
    const { charts } = await serve();
    const chart = await refusal(
      fetcherAt(homeWith()).fetch({ url: charts, chart: 'podinfoo', version: '6.x' }),
    );
    expect(chart).toMatchObject({ code: 'chart-not-found', side: 'caller' });
    expect(chart.message).toBe(`${charts}/podinfoo is not in the registry`);
    const version = await refusal(
      fetcherAt(homeWith()).fetch({ url: charts, chart: 'podinfo', version: '6.14.2' }),
    );
    expect(version).toMatchObject({
      code: 'no-such-version',
      side: 'caller',
      message: 'podinfo has no version 6.14.2; newest is 6.14.1',
    });
    expect(await fetcherAt(homeWith()).serves(charts, 'podinfo')).toBe(true);
    expect(await fetcherAt(homeWith()).serves(charts, 'podinfoo')).toBe(false);
  });

  test('is known from then on, and got again without the network', async () => {
    const registry = await serve();
    const folder = homeWith();
    const request = { url: registry.charts, chart: 'podinfo', version: '6.x' };
    const online = await fetcherAt(folder).fetch(request);
    await fetcherAt(folder).serves(registry.charts, 'grafana');
    await registry.close();
    expect(await fetcherAt(folder, { offline: true }).fetch(request)).toEqual(online);
    const exact = { ...request, version: '6.14.1' };
    expect((await fetcherAt(folder, { offline: true }).fetch(exact)).facts).toEqual(online.facts);
    const missing = await refusal(
      fetcherAt(folder, { offline: true }).fetch({ ...request, version: '6.13.0' }),
    );
    expect(missing).toMatchObject({ code: 'not-in-cache', side: 'caller' });
    const known = knownCharts(openCache(join(folder, '.cache/gitops-kit')));
    expect(known.versions(request)).toEqual(['6.13.0', '6.14.1']);
    expect(known.facts(request, '6.14.1')).toEqual(online.facts);
    expect(known.versions({ url: registry.charts, chart: 'grafana' })).toEqual([]);
  });

  test('is downloaded once', async () => {
    const registry = await serve();
    const folder = homeWith();
    const request = { url: registry.charts, chart: 'podinfo', version: '6.14.1' };
    for (const _ of [1, 2]) await fetcherAt(folder).fetch(request);
    expect(paths(registry).filter((path) => path.includes('/blobs/'))).toHaveLength(1);
  });
});

describe('a registry', () => {
  test('that wants Basic credentials gets them from Helm or from Docker', async () => {
    const registry = await serve({ access: 'basic', user });
    const request = { url: registry.charts, chart: 'podinfo', version: '6.x' };
    const entry = { auths: { [registry.host]: { auth: auth(user) } } };
    const legacy = { auths: { [`http://${registry.host}/v1/`]: user } };
    for (const files of [
      { '.config/helm/registry/config.json': entry },
      { '.docker/config.json': entry },
      { '.docker/config.json': legacy },
      { '.config/helm/registry/config.json': { auths: {} }, '.docker/config.json': entry },
    ]) {
      expect((await fetcherAt(homeWith(files)).fetch(request)).facts.version).toBe('6.14.1');
    }
  });

  test('whose realm gives everybody a token is read without credentials', async () => {
    const registry = await serve({ access: 'token', anonymous: true });
    const charts = fetcherAt(homeWith());
    await charts.fetch({ url: registry.charts, chart: 'podinfo', version: '6.x' });
    await charts.fetch({ url: registry.charts, chart: 'podinfo', version: '6.13.0' });
    const tokens = registry.requests.filter(({ path }) => path.startsWith('/token'));
    expect(tokens).toEqual([
      {
        method: 'GET',
        path: '/token?service=registry&scope=repository%3Acharts%2Fpodinfo%3Apull',
        authorization: undefined,
      },
    ]);
  });

  test('whose realm wants credentials, or an identity token, gets them', async () => {
    for (const [options, entry] of [
      [{ user }, { auth: auth(user) }],
      [{ identity: 'long-lived' }, { auth: auth({ ...user, password: '' }), identitytoken: 'long-lived' }],
    ] as const) {
      const registry = await serve({ access: 'token', ...options });
      const charts = fetcherAt(loggedIn(registry.host, entry));
      const fetched = await charts.fetch({ url: registry.charts, chart: 'podinfo', version: '6.x' });
      expect(fetched.facts.version).toBe('6.14.1');
      const sent = registry.requests
        .filter(({ path }) => path.startsWith('/v2/'))
        .map((each) => each.authorization);
      expect(sent.filter((each) => each?.includes(auth(user)))).toEqual([]);
    }
  });

  test('whose tokens end soon gets new ones', async () => {
    let asked = 0;
    const registry = await serve({
      access: 'token',
      anonymous: true,
      answer: (request, response) => {
        if (request.url?.startsWith('/v2/') !== true) return false;
        asked += 1;
        // every third request comes too late for its token
        if (asked % 3 !== 0) return false;
        response.writeHead(401, { 'www-authenticate': `Bearer realm="${registry.url}/token"` }).end();
        return true;
      },
    });
    const charts = fetcherAt(homeWith());
    for (const version of ['6.x', '6.13.0']) {
      const { facts } = await charts.fetch({ url: registry.charts, chart: 'podinfo', version });
      expect(facts.name).toBe('podinfo');
    }
    expect(paths(registry).filter((path) => path.startsWith('/token')).length).toBeGreaterThan(1);
  });

  test('that asks for what nobody has is told so', async () => {
    for (const [header, entry] of [
      ['Negotiate', { auth: auth(user) }],
      ['Basic realm="charts"', { identitytoken: 'long-lived' }],
    ] as const) {
      const registry = await serve({
        answer: answering(/v2/, (response) => response.writeHead(401, { 'www-authenticate': header }).end()),
      });
      const charts = fetcherAt(loggedIn(registry.host, entry));
      const error = await refusal(charts.versions({ url: registry.charts, chart: 'podinfo' }));
      expect(error).toMatchObject({ code: 'unauthorized', side: 'outside' });
      expect(error.help[0]).toBe(
        'those of ~/.config/helm/registry/config.json are not of the kind that it asks for',
      );
      expect(registry.requests.map(({ authorization }) => authorization)).toEqual([undefined]);
    }
  });

  test('may leave its blobs to another server, which gets no credentials', async () => {
    const { blobs } = await serve();
    const store = await serve({
      answer: (request, response) => {
        response.end(blobs.get(request.url?.slice(1) ?? ''));
        return true;
      },
    });
    for (const access of ['basic', 'token'] as const) {
      const registry = await serve({ access, user, blobsAt: store.url });
      const charts = fetcherAt(loggedIn(registry.host));
      await charts.fetch({ url: registry.charts, chart: 'podinfo', version: '6.x' });
    }
    expect(store.requests.map(({ authorization }) => authorization)).toEqual([undefined, undefined]);
  });

  test('that lets nobody in is told with the places where credentials were looked for', async () => {
    for (const access of ['basic', 'token'] as const) {
      const registry = await serve({ access, user });
      const request = { url: registry.charts, chart: 'podinfo', version: '6.x' };
      const folder = homeWith({
        '.docker/config.json': { auths: { [registry.host]: {} }, credsStore: 'desktop' },
        '.config/helm/registry/config.json': '{"auths": ',
      });
      const error = await refusal(fetcherAt(folder).fetch(request));
      expect(error).toMatchObject({ code: 'unauthorized', side: 'outside' });
      expect(error.help).toEqual([
        '~/.config/helm/registry/config.json is no JSON of settings',
        '~/.docker/config.json leaves them to docker-credential-desktop, a program that gitops-kit does not run',
        `log in: helm registry login ${registry.host}`,
        'registries answer in the same way where there is no such chart: look at its name',
      ]);
    }
  });

  test('that refuses credentials is told whose, but not what they are', async () => {
    for (const access of ['basic', 'token'] as const) {
      const registry = await serve({ access, user: { ...user, password: 'other' } });
      const error = await refusal(
        fetcherAt(loggedIn(registry.host)).versions({ url: registry.charts, chart: 'podinfo' }),
      );
      expect(error).toMatchObject({ code: 'unauthorized', side: 'outside' });
      expect(error.help).toContain('those of ~/.config/helm/registry/config.json were sent');
      expect(JSON.stringify([error.message, error.help])).not.toMatch(/hunter2|ann/);
      expect(registry.requests.length).toBeLessThan(4);
    }
  });
});

describe('a hostile registry', () => {
  const request = (registry: Registry) => ({ url: registry.charts, chart: 'podinfo', version: '6.14.1' });

  test.each([
    ['with another digest', digestOf(Buffer.from('else')), 'wrong-digest'],
    ['with a digest of words', 'sha256:../../etc', 'wrong-digest'],
  ])('that sends a manifest %s is refused', async (_, digest, code) => {
    const { manifest } = chartArtifact(podinfo);
    const registry = await serve({
      answer: answering(/manifests/, (response) =>
        response.writeHead(200, { 'docker-content-digest': digest }).end(manifest),
      ),
    });
    const error = await refusal(fetcherAt(homeWith()).fetch(request(registry)));
    expect(error).toMatchObject({ code, side: 'outside' });
  });

  test.each<[string, Readonly<Record<string, unknown>>, string, string]>([
    ['an index of images', { manifests: [] }, 'not-a-chart', 'index of images'],
    [
      'an image',
      { config: { mediaType: 'application/vnd.oci.image.config.v1+json' } },
      'not-a-chart',
      'its config is "application/vnd.oci.image.config.v1+json"',
    ],
    ['no layer', { layers: [] }, 'not-a-chart', '0 layers'],
    ['layers that are none', { layers: { 0: 1 } }, 'not-a-chart', '0 layers'],
    ['a digest that is a path', layers({ digest: 'sha256:../../../etc/passwd' }), 'not-a-chart', 'SHA-256'],
    ['a negative size', layers({ size: -1 }), 'not-a-chart', 'size'],
    ['an archive of a terabyte', layers({ size: 2 ** 40 }), 'answer-too-large', '1099511627776 bytes'],
    ['another size', layers({ size: 5 }), 'wrong-digest', 'its manifest says 5'],
  ])('whose manifest names %s is refused', async (_, changes, code, why) => {
    const { manifest } = chartArtifact(podinfo, changes);
    const registry = await serve({ answer: answering(/manifests/, (response) => response.end(manifest)) });
    const error = await refusal(fetcherAt(homeWith()).fetch(request(registry)));
    expect(error).toMatchObject({ code, side: 'outside' });
    expect(error.message).toContain(why);
  });

  test('whose manifest is none, or endless, is refused', async () => {
    for (const [body, code] of [
      ['<html>', 'bad-answer'],
      ['null', 'not-a-chart'],
      ['['.repeat(200_000), 'bad-answer'],
      ['{"__proto__": {"config": {}}, "layers": [null]}', 'not-a-chart'],
      [Buffer.alloc(5 * 2 ** 20, ' '), 'answer-too-large'],
    ] as const) {
      const registry = await serve({ answer: answering(/manifests/, (response) => response.end(body)) });
      expect(await refusal(fetcherAt(homeWith()).fetch(request(registry)))).toMatchObject({
        code,
        side: 'outside',
      });
    }
  });

  test('does not lead us to the URL of a layer', async () => {
    const other = await serve();
    const { manifest } = chartArtifact(
      podinfo,
      layers({ urls: [`${other.url}/layer`], digest: digestOf(Buffer.from('x')) }),
    );
    const registry = await serve({ answer: answering(/manifests/, (response) => response.end(manifest)) });
    expect(await refusal(fetcherAt(homeWith()).fetch(request(registry)))).toMatchObject({
      code: 'not-found',
    });
    expect(other.requests).toEqual([]);
  });

  test('that sends another blob, or a bomb, is refused', async () => {
    const other = await serve({ answer: answering(/blobs/, (response) => response.end(gzipSync('else'))) });
    expect(await refusal(fetcherAt(homeWith()).fetch(request(other)))).toMatchObject({
      code: 'wrong-digest',
    });
    const zeros = gzipSync(Buffer.alloc(2 ** 24));
    const bytes = Buffer.concat(Array.from({ length: 64 }, () => zeros));
    const bomb = await serve({}, [{ ...podinfo, bytes }]);
    expect(await refusal(fetcherAt(homeWith()).fetch(request(bomb)))).toMatchObject({
      code: 'archive-too-large',
    });
  });

  test('that says it is another chart is not believed', async () => {
    const { manifest, blobs } = chartArtifact({ name: 'redis', version: '6.14.1' });
    const registry = await serve({
      answer: (incoming, response) => {
        response.end(incoming.url?.includes('/manifests/') ? manifest : blobs[1]);
        return true;
      },
    });
    expect(await refusal(fetcherAt(homeWith()).fetch(request(registry)))).toMatchObject({
      code: 'chart-mismatch',
    });
  });

  test.each<[string, (page: number, registry: Registry) => string, string]>([
    ['without end', (page) => `</v2/charts/podinfo/tags/list?page=${page}>; rel="next"`, 'without end'],
    ['in a circle', () => '</v2/charts/podinfo/tags/list?page=1>; rel="next"', 'in a circle'],
    [
      'at another server',
      () => '<http://127.0.0.1:1/v2/charts/podinfo/tags/list>; rel="next"',
      'another server',
    ],
    ['at a file', () => '<file:///etc/passwd>; rel="next"', 'another server'],
    ['at no URL', () => '<http://>; rel="next"', 'another server'],
    ['with credentials', (_, { host }) => `<http://ann:hunter2@${host}/>; rel="next"`, 'another server'],
  ])('that lists tags %s is left', async (_, link, why) => {
    let page = 0;
    const registry: Registry = await serve({
      answer: (_request, response) => {
        page += 1;
        const tags = [`1.0.${page}`];
        response.writeHead(200, { link: link(page, registry) }).end(JSON.stringify({ name: 'x', tags }));
        return true;
      },
    });
    const error = await refusal(fetcherAt(homeWith()).versions(request(registry)));
    expect(error).toMatchObject({ code: 'bad-answer', side: 'outside' });
    expect(error.message).toContain(why);
    expect(error.message).not.toContain('hunter2');
    expect(page).toBeLessThan(300);
  });

  test.each([
    ['{"tags": "1.0.0"}', 'bad-answer'],
    ['[]', 'bad-answer'],
    ['{"tags": null}', 'no-usable-version'],
    ['{"tags": [1, null, {"a": 1}, "../../x", "latest"]}', 'no-usable-version'],
  ])('that lists %s has no versions', async (body, code) => {
    const registry = await serve({ answer: answering(/tags/, (response) => response.end(body)) });
    expect(await refusal(fetcherAt(homeWith()).versions(request(registry)))).toMatchObject({
      code,
      side: 'outside',
    });
  });

  test.each([
    ['a file', 'file:///etc/passwd', 'neither https nor http'],
    ['a script', 'javascript:alert(1)', 'neither https nor http'],
    ['nothing', '', 'neither https nor http'],
    ['a user name', 'http://ann:hunter2@127.0.0.1/token', 'user name or password'],
    ['a server that could be overheard', 'http://registry.example.com/token', 'read on their way'],
  ])('whose realm is %s gets no credentials', async (_, realm, why) => {
    const registry = await serve({ access: 'token', user, realm });
    const error = await refusal(fetcherAt(loggedIn(registry.host)).versions(request(registry)));
    expect(error).toMatchObject({ code: 'bad-realm', side: 'outside' });
    expect(error.message).toContain(why);
    expect(JSON.stringify([error.message, error.help])).not.toContain('hunter2');
    expect(registry.requests).toHaveLength(1);
  });

  test('whose realm leads elsewhere sends no credentials there', async () => {
    const other = await serve({ access: 'token', user });
    for (const entry of [{ auth: auth(user) }, { identitytoken: 'long-lived' }]) {
      const registry = await serve({
        access: 'token',
        user,
        answer: answering(/^\/token/, (response) =>
          response.writeHead(307, { location: `${other.url}/token` }).end(),
        ),
      });
      const error = await refusal(fetcherAt(loggedIn(registry.host, entry)).versions(request(registry)));
      expect(error.side).toBe('outside');
      expect(['unauthorized', 'bad-redirect']).toContain(error.code);
    }
    expect(other.requests.map(({ method, authorization }) => [method, authorization])).toEqual([
      ['GET', undefined],
    ]);
  });

  test.each<[string, (response: ServerResponse) => void, string]>([
    ['hangs', () => undefined, 'time-out'],
    [
      'asks again',
      (response) => response.writeHead(401, { 'www-authenticate': 'Basic' }).end(),
      'unauthorized',
    ],
    ['gives no token', (response) => response.end('{"expires_in": 1}'), 'bad-token'],
    ['gives a list', (response) => response.end('[]'), 'bad-token'],
    ['gives a page', (response) => response.end('<html>'), 'bad-token'],
    ['gives lines', (response) => response.end('{"token": "a\\r\\nhost: evil"}'), 'bad-token'],
    ['gives too much', (response) => response.end(`{"token": "${'a'.repeat(2 ** 16)}"}`), 'bad-token'],
    ['never ends', (response) => response.end(Buffer.alloc(2 ** 21, ' ')), 'answer-too-large'],
  ])('whose realm %s is left', async (_, answer, code) => {
    const registry = await serve({ access: 'token', user, answer: answering(/^\/token/, answer) });
    const charts = fetcherAt(loggedIn(registry.host), { seconds: 1 });
    expect(await refusal(charts.versions(request(registry)))).toMatchObject({ code, side: 'outside' });
    expect(registry.requests.length).toBeLessThan(4);
  });

  test('that asks for a token again and again is asked twice', async () => {
    const registry = await serve({
      access: 'token',
      user,
      answer: answering(/^\/v2/, (response) =>
        response.writeHead(401, { 'www-authenticate': `Bearer realm="${registry.url}/token"` }).end(),
      ),
    });
    const error = await refusal(fetcherAt(loggedIn(registry.host)).versions(request(registry)));
    expect(error).toMatchObject({ code: 'unauthorized', side: 'outside' });
    expect(registry.requests.map(({ path }) => path.replace(/\?.*/, ''))).toEqual([
      '/v2/charts/podinfo/tags/list',
      '/token',
      '/v2/charts/podinfo/tags/list',
    ]);
  });

  test('that redirects to a server that asks for credentials sends none there', async () => {
    const other = await serve({ access: 'basic', user });
    const registry = await serve({
      answer: (incoming, response) => {
        response.writeHead(307, { location: other.url + incoming.url }).end();
        return true;
      },
    });
    const error = await refusal(fetcherAt(loggedIn(registry.host)).versions(request(registry)));
    expect(error).toMatchObject({ code: 'unauthorized', side: 'outside' });
    expect(error.message).toContain(other.url);
    expect(other.requests.map(({ authorization }) => authorization)).toEqual([undefined]);
  });

  test('writes nothing into a repository', async () => {
    const repository = goldenRepository();
    const before = repository.state();
    for (const [answer, why] of [
      [answering(/blobs/, (response) => response.end('else')), 'its manifest says'],
      [
        answering(/tags/, (response) =>
          response.writeHead(200, { link: '<//x/>; rel=next' }).end('{"tags":[]}'),
        ),
        'server',
      ],
      [answering(/v2/, (response) => response.writeHead(401).end('\u001b[2J')), 'asks for credentials'],
    ] as const) {
      const { charts } = await serve({ answer });
      const env = { HOME: homeWith() };
      const ran = await repository.kitWith(
        { env },
        'new-app',
        'cache',
        '--chart',
        'podinfo',
        '--repo-url',
        charts,
      );
      expect(ran).toMatchObject({ code: 3, out: '', err: expect.stringContaining(why) });
      expect(repository.state()).toBe(before);
    }
  });

  test.each([
    ['oci://ann:hunter2@registry.example.com/charts', 'podinfo', 'credentials-in-url'],
    ['oci://', 'podinfo', 'bad-url'],
    ['oci:///charts', 'podinfo', 'bad-url'],
    ['oci://registry.example.com/charts', '../../v2/secret/manifests/x', 'bad-url'],
    ['oci://registry.example.com/charts?x=1', 'podinfo', 'bad-url'],
    ['oci://registry.example.com/Charts', 'podinfo', 'bad-url'],
    ['oci://registry.example.com\\x/charts', 'podinfo', 'bad-url'],
  ])('%s with the chart %s is refused before anything is asked', async (url, chart, code) => {
    const error = await refusal(fetcherAt(homeWith()).versions({ url, chart }));
    expect(error).toMatchObject({ code, side: 'caller' });
    expect(error.message).not.toContain('hunter2');
  });
});

/** The layers of a chart's manifest, with changes. */
function layers(changes: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const [, archive = new Uint8Array()] = chartArtifact(podinfo).blobs;
  const mediaType = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
  return { layers: [{ mediaType, digest: digestOf(archive), size: archive.length, ...changes }] };
}
