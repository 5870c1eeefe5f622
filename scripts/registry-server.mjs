// An OCI registry on loopback that holds charts, and what pushes them to a real one: for tests and the benches.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { packChart } from './chart-server.mjs';

const chartConfig = 'application/vnd.cncf.helm.config.v1+json';
const chartLayer = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
const imageManifest = 'application/vnd.oci.image.manifest.v1+json';

export const digestOf = (bytes) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const tagOf = (version) => version.replaceAll('+', '_');
const basic = ({ username, password }) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

/** What `helm push` uploads for a chart: two blobs and the manifest that names them. */
export function chartArtifact(chart, changes = {}) {
  const archive = chart.bytes ?? packChart(chart);
  const config = Buffer.from(JSON.stringify({ name: chart.name, version: chart.version, apiVersion: 'v2' }));
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: imageManifest,
      config: { mediaType: chartConfig, digest: digestOf(config), size: config.length },
      layers: [{ mediaType: chartLayer, digest: digestOf(archive), size: archive.length }],
      ...changes,
    }),
  );
  return { blobs: [config, archive], manifest, tag: tagOf(chart.version) };
}

/**
 * A registry on a free port of 127.0.0.1, its charts below `charts/`. `access` is `open`, `basic`, or `token`: then its
 * realm gives tokens to the user, and to nobody else unless `anonymous`. `answer` sees every request first and may
 * answer it otherwise: then it returns true. Blobs are elsewhere where `blobsAt` names a server.
 */
export async function startRegistry(charts, options = {}) {
  const {
    access = 'open',
    user,
    identity,
    anonymous = false,
    pageSize = 1000,
    blobsAt,
    realm,
    answer,
  } = options;
  const repositories = new Map();
  const blobs = new Map();
  for (const chart of charts) {
    const { blobs: own, manifest, tag } = chartArtifact(chart);
    for (const bytes of own) blobs.set(digestOf(bytes), bytes);
    const name = `charts/${chart.name}`;
    if (!repositories.has(name)) repositories.set(name, new Map());
    repositories.get(name).set(tag, manifest);
  }
  const requests = [];
  const tokens = new Set();
  let url = '';
  const json = (response, status, body, headers = {}) => {
    const bytes = Buffer.from(JSON.stringify(body));
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(bytes);
  };
  const fail = (response, status, code, headers) => json(response, status, { errors: [{ code }] }, headers);

  const grant = (response, scopes) => {
    const token = createHash('sha256')
      .update(`${scopes.join(' ')} ${tokens.size}`)
      .digest('base64');
    tokens.add(token);
    json(response, 200, { token, access_token: token, expires_in: 300 });
  };
  const giveToken = (request, response, at, body) => {
    const form = new URLSearchParams(body);
    if (form.get('grant_type') === 'refresh_token') {
      if (identity === undefined || form.get('refresh_token') !== identity)
        return fail(response, 401, 'UNAUTHORIZED');
      return grant(response, [form.get('scope')]);
    }
    const sent = request.headers.authorization;
    const known = user !== undefined && sent === basic(user);
    if (!known && (sent !== undefined || !anonymous)) return fail(response, 401, 'UNAUTHORIZED');
    grant(response, at.searchParams.getAll('scope'));
  };
  const isAdmitted = (request) => {
    const sent = request.headers.authorization ?? '';
    if (access === 'open') return true;
    if (access === 'basic') return user !== undefined && sent === basic(user);
    return sent.startsWith('Bearer ') && tokens.has(sent.slice('Bearer '.length));
  };
  const challenge = (name) =>
    access === 'basic'
      ? 'Basic realm="charts"'
      : `Bearer realm="${realm ?? `${url}/token`}",service="registry",scope="repository:${name}:pull"`;

  const listTags = (response, name, at) => {
    const tags = repositories.get(name);
    if (tags === undefined) return fail(response, 404, 'NAME_UNKNOWN');
    const all = [...tags.keys()].sort();
    const last = at.searchParams.get('last');
    const from = last === null ? 0 : all.findIndex((tag) => tag > last);
    const size = Math.min(Number(at.searchParams.get('n') ?? pageSize), pageSize);
    const page = from === -1 ? [] : all.slice(from, from + size);
    const more = from !== -1 && from + size < all.length;
    const next = `</v2/${name}/tags/list?n=${size}&last=${encodeURIComponent(page.at(-1) ?? '')}>; rel="next"`;
    json(response, 200, { name, tags: page }, more ? { link: next } : {});
  };
  const sendManifest = (response, name, tag) => {
    const manifest = repositories.get(name)?.get(tag);
    if (manifest === undefined) return fail(response, 404, 'MANIFEST_UNKNOWN');
    const headers = { 'content-type': imageManifest, 'docker-content-digest': digestOf(manifest) };
    response.writeHead(200, headers).end(manifest);
  };
  const sendBlob = (response, digest) => {
    if (blobsAt !== undefined) return response.writeHead(307, { location: `${blobsAt}/${digest}` }).end();
    const bytes = blobs.get(digest);
    if (bytes === undefined) return fail(response, 404, 'BLOB_UNKNOWN');
    response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
  };
  const route = (request, response, body) => {
    const at = new URL(request.url ?? '/', url);
    if (at.pathname === '/token') return giveToken(request, response, at, body);
    const [, name, kind, reference] = /^\/v2\/(.+)\/(tags|manifests|blobs)\/([^/]+)$/.exec(at.pathname) ?? [];
    if (name === undefined) return fail(response, 404, 'NAME_UNKNOWN');
    if (!isAdmitted(request)) {
      return fail(response, 401, 'UNAUTHORIZED', { 'www-authenticate': challenge(name) });
    }
    if (kind === 'tags') return listTags(response, name, at);
    return kind === 'manifests' ? sendManifest(response, name, reference) : sendBlob(response, reference);
  };
  const server = createServer(async (request, response) => {
    const { method, url: path = '/', headers } = request;
    requests.push({ method, path, authorization: headers.authorization });
    if (answer?.(request, response) === true) return;
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    route(request, response, Buffer.concat(chunks).toString());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${server.address().port}`;
  url = `http://${host}`;
  const close = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return { url, host, charts: `oci://${host}/charts`, requests, blobs, close };
}

/** Pushes a chart to a registry with plain HTTP calls, as `helm push` does (distribution specification, "Pushing"). */
export async function pushChart(origin, repository, chart, user) {
  const authorization = user === undefined ? {} : { authorization: basic(user) };
  const call = async (method, target, status, init = {}) => {
    const response = await fetch(new URL(target, origin), {
      method,
      ...init,
      headers: { ...authorization, ...init.headers },
    });
    if (response.status !== status)
      throw new Error(`${method} ${target}: ${response.status} instead of ${status}`);
    return response;
  };
  const { blobs, manifest, tag } = chartArtifact(chart);
  for (const bytes of blobs) {
    const started = await call('POST', `/v2/${repository}/blobs/uploads/`, 202);
    const upload = new URL(started.headers.get('location'), origin);
    upload.searchParams.set('digest', digestOf(bytes));
    await call('PUT', upload, 201, { body: bytes, headers: { 'content-type': 'application/octet-stream' } });
  }
  const headers = { 'content-type': imageManifest };
  await call('PUT', `/v2/${repository}/manifests/${tag}`, 201, { body: manifest, headers });
}
