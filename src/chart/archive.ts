import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { type TarHeader, unpackTar } from 'modern-tar';
import { KitError } from '../core/errors.ts';
import { parseVersion } from '../core/version-range.ts';
import { toData } from '../yaml/data.ts';
import type { Data } from '../yaml/node.ts';
import { readYaml } from '../yaml/read.ts';
import type { ChartFacts } from './chart.ts';
import { mayReadValues, readsOf } from './chart-reads.ts';
import { field, textOf } from './fields.ts';

/** Beyond what any chart holds; Helm's own limits (3.18) are 100 MiB for all and 5 MiB for one file. */
export const archiveLimits = {
  unpackedBytes: 64 * 2 ** 20,
  fileBytes: 5 * 2 ** 20,
  entries: 10_000,
} as const;

/** Helm's rule for chart names (pkg/chart/v2, chartName). */
const chartName = /^[A-Za-z0-9._-]{1,250}$/;

/**
 * Reads a packed chart in memory; nothing of it is run or written. Of templates and of charts inside `charts/` only the
 * names are looked at that they have for values.
 * @param bytes a gzipped tar, as `helm package` makes it
 * @param from what messages call it
 * @throws KitError `bad-archive`, `archive-too-large` or `hostile-archive`, side outside; `library-chart`, side caller
 */
export async function readArchive(bytes: Uint8Array, from = 'the archive'): Promise<ChartFacts> {
  try {
    return await readChart(bytes);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new KitError(error.code, `${from} ${error.message}`, { side: 'outside', cause: error.cause });
  }
}

/** Why an archive is refused; the message goes on from its name. */
class Refusal extends Error {
  readonly code: 'bad-archive' | 'hostile-archive' | 'archive-too-large';

  constructor(code: Refusal['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

async function readChart(bytes: Uint8Array): Promise<ChartFacts> {
  const files = await readTar(unzip(bytes));
  const metadata = readMetadata(files.get('Chart.yaml'));
  const name = textOf(field(metadata, 'name')) ?? '';
  if (!chartName.test(name) || /^\.*$/.test(name)) {
    throw bad(`Chart.yaml names the chart ${JSON.stringify(name)}, which is no chart name`);
  }
  const version = textOf(field(metadata, 'version')) ?? '';
  if (parseVersion(version) === undefined) {
    throw bad(
      `Chart.yaml gives ${name} the version ${JSON.stringify(version)}, which is no semantic version`,
    );
  }
  if (field(metadata, 'type') === 'library') {
    throw new KitError('library-chart', `${name} is a library chart: it installs nothing by itself`);
  }
  const values = files.get('values.yaml');
  return {
    name,
    version,
    appVersion: textOf(field(metadata, 'appVersion')),
    values: values === undefined ? undefined : decode(values, 'values.yaml'),
    valuesDigest: `sha256:${createHash('sha256')
      .update(values ?? '')
      .digest('hex')}`,
    valuesSchema: decodeOptional(files.get('values.schema.json'), 'values.schema.json'),
    hasCrds: files.has('crds/'),
    deprecated: field(metadata, 'deprecated') === true,
    reads: readsOf(metadata, textsOf(files)),
  };
}

/** What can be templates; bytes that are no UTF-8 stand for themselves. */
function textsOf(files: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, string> {
  const lenient = new TextDecoder();
  return new Map([...files].map(([name, bytes]) => [name, lenient.decode(bytes)] as const));
}

function unzip(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) throw bad('it is not gzipped');
  try {
    return gunzipSync(bytes, { maxOutputLength: archiveLimits.unpackedBytes });
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(`more than ${archiveLimits.unpackedBytes / 2 ** 20} MiB`);
    throw bad(`its gzip stream is broken (${reason(cause)})`, cause);
  }
}

/** The files that matter, by their name in the chart; `crds/` stands for any file in there that Helm would apply. */
async function readTar(tar: Uint8Array): Promise<ReadonlyMap<string, Uint8Array>> {
  const wanted = new Set(['Chart.yaml', 'values.yaml', 'values.schema.json']);
  const seen = new Set<string>();
  const files = new Map<string, Uint8Array>();
  let top: string | undefined;
  const inspect = (header: TarHeader): string => {
    if (seen.size >= archiveLimits.entries) throw tooLarge(`more than ${archiveLimits.entries} entries`);
    const segments = safeSegments(header);
    const path = segments.join('/');
    if (seen.has(path)) throw hostile(`it holds ${JSON.stringify(path)} twice`);
    seen.add(path);
    top ??= segments[0];
    if (segments[0] !== top || (segments.length === 1 && header.type !== 'directory')) {
      throw bad(`${JSON.stringify(header.name)} lies outside the chart's folder`);
    }
    const name = segments.slice(1).join('/');
    if (header.type !== 'directory' && /^crds\/.*\.(?:yaml|yml|json)$/.test(name)) files.set('crds/', empty);
    if (wanted.has(name) && header.size > archiveLimits.fileBytes) {
      throw tooLarge(`${name} has ${header.size} bytes, more than ${archiveLimits.fileBytes / 2 ** 20} MiB`);
    }
    return name;
  };
  const entries = await unpacked(tar, (header) => {
    const name = inspect(header);
    const isSmall = header.size <= archiveLimits.fileBytes;
    return header.type !== 'directory' && (wanted.has(name) || (isSmall && mayReadValues(name)));
  });
  for (const { header, data } of entries) {
    files.set(header.name.slice(header.name.indexOf('/') + 1), data ?? empty);
  }
  return files;
}

const empty = new Uint8Array();

async function unpacked(tar: Uint8Array, filter: (header: TarHeader) => boolean) {
  try {
    return await unpackTar(tar, { strict: true, filter });
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    throw bad(`its tar is broken (${reason(cause)})`, cause);
  }
}

/** The segments of an entry's name; anything that could leave the chart's folder, or is no plain file, is refused. */
function safeSegments({ name, type }: TarHeader): readonly string[] {
  const shown = JSON.stringify(name);
  if (type !== 'file' && type !== 'directory')
    throw hostile(`${shown} is a ${type ?? 'strange entry'}, not a file`);
  const segments = (type === 'directory' ? name.replace(/\/$/, '') : name).split('/');
  if (name.includes('\\') || /^[A-Za-z]:/.test(name) || /[\x00-\x1f\x7f]/.test(name)) {
    throw hostile(`${shown} is no portable file name`);
  }
  if (segments.some((segment) => segment === '..' || segment === '.' || segment === '')) {
    throw hostile(`${shown} leaves the chart's folder or is no plain path`);
  }
  return segments;
}

function readMetadata(bytes: Uint8Array | undefined): Data {
  if (bytes === undefined) throw bad('it has no Chart.yaml');
  const { documents, problems } = readYaml(decode(bytes, 'Chart.yaml'), { purpose: 'values' });
  const root = documents[0]?.root;
  const problem = problems.find(({ fatal }) => fatal);
  if (root === undefined || problem !== undefined) {
    throw bad(`its Chart.yaml cannot be read (${problem?.message ?? 'it is empty'})`);
  }
  return toData(root, 'kubectl');
}

function decodeOptional(bytes: Uint8Array | undefined, name: string): string | undefined {
  return bytes === undefined ? undefined : decode(bytes, name);
}

/** UTF-8 or nothing; a byte order mark stays, since the text must come out byte for byte. */
function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw bad(`its ${name} is not UTF-8`, cause);
  }
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause);
}

function bad(why: string, cause?: unknown): Refusal {
  return new Refusal('bad-archive', `is no chart: ${why}`, cause);
}

function hostile(why: string): Refusal {
  return new Refusal('hostile-archive', `is refused: ${why}`);
}

function tooLarge(why: string): Refusal {
  return new Refusal('archive-too-large', `is too large: ${why}`);
}
