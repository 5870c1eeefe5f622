// Packs charts and serves them over HTTP on loopback, as a chart repository does: for tests, the demo and the benches.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A gzipped tar of a chart, as `helm package` makes it; the same bytes for the same files. */
export function packChart({ name, version, files = {} }) {
  const metadata = `apiVersion: v2\nname: ${JSON.stringify(name)}\nversion: ${JSON.stringify(version)}\n`;
  const all = { 'Chart.yaml': metadata, ...files };
  return packTar(Object.entries(all).map(([path, content]) => ({ path: `${name}/${path}`, content })));
}

/** A gzipped tar of any entries, hostile ones included: `path`, `content`, and `type` (0 file, 2 symbolic link, 5 folder). */
export function packTar(entries) {
  const blocks = entries.flatMap(({ path, content = '', type = '0', link = '' }) => {
    const body = Buffer.from(content);
    return [
      tarHeader({ path, size: body.length, type, link }),
      body,
      Buffer.alloc((512 - (body.length % 512)) % 512),
    ];
  });
  const bytes = gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
  // The gzip header names the machine's kind of file system.
  bytes[9] = 255;
  return bytes;
}

/** The chart in a folder; `name` and `version` replace those of its Chart.yaml (which may be a template). */
export function chartFrom(folder, identity) {
  const files = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files[
      path
        .slice(folder.length)
        .replace(/^[\\/]+/, '')
        .replaceAll('\\', '/')
    ] = readFileSync(path);
  }
  const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
  if (identity === undefined) return { ...identityOf(String(files['Chart.yaml'])), files: sorted };
  const { 'Chart.yaml': _, ...others } = sorted;
  return { ...identity, files: others };
}

/** All charts of a folder of charts; `<name>-<version>` folders hold further versions of a chart. */
export function chartsFrom(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => chartFrom(join(folder, name)));
}

/** The index.yaml of charts that lie beside it, in the form that Helm writes. */
export function indexOf(charts, { digests = true } = {}) {
  const names = [...new Set(charts.map(({ name }) => name))].sort();
  const lines = ['apiVersion: v1', 'entries:'];
  for (const name of names) {
    lines.push(`  ${name}:`);
    for (const chart of charts.filter((each) => each.name === name)) {
      lines.push('  - apiVersion: v2', `    name: ${name}`);
      if (digests) lines.push(`    digest: ${createHash('sha256').update(chart.bytes).digest('hex')}`);
      lines.push(
        '    urls:',
        `    - ${name}-${chart.version}.tgz`,
        `    version: ${JSON.stringify(chart.version)}`,
      );
    }
  }
  return `${lines.join('\n')}\ngenerated: "2026-01-01T00:00:00Z"\n`;
}

/**
 * Serves charts on a free port of 127.0.0.1. `answer` sees every request first and may answer it otherwise: then it
 * returns true.
 */
export async function startChartServer(charts, { digests = true, answer } = {}) {
  const packed = charts.map((chart) => ({ ...chart, bytes: chart.bytes ?? packChart(chart) }));
  const bodies = new Map(packed.map(({ name, version, bytes }) => [`/${name}-${version}.tgz`, bytes]));
  bodies.set('/index.yaml', Buffer.from(indexOf(packed, { digests })));
  const requests = [];
  const server = createServer((request, response) => {
    const url = request.url ?? '/';
    requests.push(url);
    if (answer?.(request, response) === true) return;
    const body = bodies.get(decodeURIComponent(url.replace(/\?.*/, '')));
    response.writeHead(body === undefined ? 404 : 200, { 'content-length': body?.length ?? 0 });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${server.address().port}`, requests, close };
}

function identityOf(metadata) {
  const value = (key) => new RegExp(`^${key}: *"?([^"\\s]+)"?`, 'm').exec(metadata)?.[1];
  return { name: value('name'), version: value('version') };
}

/** POSIX.1-1988 ustar: fields of fixed width, numbers in octal, the sum of all bytes as checksum. */
function tarHeader({ path, size, type, link }) {
  const header = Buffer.alloc(512);
  const [prefix, name] = splitPath(path);
  header.write(name, 0, 100);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write(type, 156);
  header.write(link, 157, 100);
  header.write('ustar\0' + '00', 257);
  header.write(prefix, 345, 155);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

/** A long path stands in two fields, parted at a slash. */
function splitPath(path) {
  if (Buffer.byteLength(path) <= 100) return ['', path];
  const slash = path.indexOf('/', path.length - 101);
  if (slash === -1 || slash > 155) throw new Error(`${path} is too long for a tar`);
  return [path.slice(0, slash), path.slice(slash + 1)];
}
