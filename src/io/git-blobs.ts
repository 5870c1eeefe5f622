import { fileLimit } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { askGit, askGitMeanwhile, type GitAnswer, gitFailed } from './git-run.ts';
import { type DiskFile, decode } from './read-file.ts';

/** A git that reads one repository: beside other work, or (`now`) while everything waits. */
export interface Git {
  (args: readonly string[], options?: Asked): Promise<BytesAnswer>;
  now(args: readonly string[], options?: Asked): BytesAnswer;
}

type BytesAnswer = ReturnType<typeof askGit>;

interface Asked {
  readonly input?: string;
  readonly most?: number;
}

export function gitOf(top: string, environment: NodeJS.ProcessEnv): Git {
  return Object.assign(
    (args: readonly string[], options?: Asked) => askGitMeanwhile(top, args, { environment, ...options }),
    { now: (args: readonly string[], options?: Asked) => askGit(top, args, { environment, ...options }) },
  );
}

/** Bytes that are asked of git at once, and kept. */
export const batch = 64 * 1024 * 1024;

/** Files that were fetched together, by their object ids. Plain data: another thread may have done it. */
export interface Blobs {
  readonly order: readonly string[];
  readonly bytes: ReadonlyMap<string, Uint8Array>;
  /** Only where all together are more than a batch, and none is fetched yet. */
  readonly sizes: ReadonlyMap<string, number> | undefined;
}

/**
 * Fetches files in the order in which they will be asked for: git is started once for all, unless they are too many.
 * @param known those whose content is at hand
 */
export async function fetchBlobs(
  git: Git,
  ids: readonly string[],
  known: ReadonlyMap<string, Uint8Array> = new Map(),
): Promise<Blobs> {
  const order = [...new Set(ids)].filter((id) => !known.has(id));
  const fetched = await allOf(git, order);
  return {
    order,
    bytes: new Map([...known, ...(fetched ?? [])]),
    sizes: fetched === undefined ? await sizesOf(git, order) : undefined,
  };
}

/** Reads files by their object ids; of too many, 64 MiB at a time. Others than those that were fetched are fetched one by one. */
export function blobReader(git: Git, { order, bytes, sizes }: Blobs): (id: string) => DiskFile {
  const places = new Map(order.map((id, at) => [id, at]));
  let kept: ReadonlyMap<string, Uint8Array> = new Map();
  return (id) => {
    const own = bytes.get(id);
    if (own !== undefined) return textOf(own);
    const at = places.get(id);
    if (at === undefined) return textOf(contents(git, [id], 2 * fileLimit)?.get(id));
    const size = sizes?.get(id);
    if (sizes !== undefined && !kept.has(id) && (size ?? 0) <= fileLimit)
      kept = contents(git, firstOf(order.slice(at), sizes), 2 * batch) ?? new Map();
    return textOf(kept.get(id), size);
  };
}

/** As many objects as fit into a batch, at least one; those that are too large are left out. */
function firstOf(ids: readonly string[], sizes: ReadonlyMap<string, number>): string[] {
  const chosen: string[] = [];
  let total = 0;
  for (const id of ids) {
    const size = sizes.get(id) ?? 0;
    if (size > fileLimit) continue;
    total += size;
    if (total > batch && chosen.length > 0) break;
    chosen.push(id);
  }
  return chosen;
}

/** Bytes as text; those that were not read are too many. */
function textOf(bytes: Uint8Array | undefined, size = 2 * fileLimit): DiskFile {
  const many = bytes?.length ?? size;
  if (bytes !== undefined && many <= fileLimit) return decode(bytes);
  return { kind: 'fault', fault: { kind: 'too-large', bytes: many, limit: fileLimit } };
}

/** The bytes of objects; undefined when they are more than a batch. */
async function allOf(git: Git, ids: readonly string[]): Promise<Map<string, Uint8Array> | undefined> {
  if (ids.length === 0) return new Map();
  try {
    return split(await git(['cat-file', '--batch'], { input: listed(ids), most: batch }));
  } catch (error) {
    return unlessTooMuch(error);
  }
}

/** The bytes of objects, at once; undefined when they are more than `most`. */
function contents(git: Git, ids: readonly string[], most: number): Map<string, Uint8Array> | undefined {
  if (ids.length === 0) return new Map();
  try {
    return split(git.now(['cat-file', '--batch'], { input: listed(ids), most }));
  } catch (error) {
    return unlessTooMuch(error);
  }
}

function unlessTooMuch(error: unknown): undefined {
  if (error instanceof KitError && error.code === 'too-much') return undefined;
  throw error;
}

function split(answer: BytesAnswer): Map<string, Uint8Array> {
  if (answer.code !== 0) throw unreadable(answer);
  const found = new Map<string, Uint8Array>();
  const { stdout } = answer;
  // `<id> <type> <size>\n<bytes>\n`, or `<id> missing\n` (git-cat-file(1), BATCH OUTPUT).
  for (let at = 0; at < stdout.length; ) {
    const end = stdout.indexOf(0x0a, at);
    const [id = '', type = '', size = ''] = stdout.toString('latin1', at, end).split(' ');
    if (type === 'missing') throw unreadable({ ...answer, stderr: `object ${id} is missing` });
    const start = end + 1;
    at = start + Number(size) + 1;
    found.set(id, stdout.subarray(start, at - 1));
  }
  return found;
}

async function sizesOf(git: Git, ids: readonly string[]): Promise<Map<string, number>> {
  const answer = await git(['cat-file', '--batch-check'], { input: listed(ids) });
  if (answer.code !== 0) throw unreadable(answer);
  return new Map(
    answer.stdout
      .toString('latin1')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [id = '', type = '', size = '0'] = line.split(' ');
        if (type === 'missing') throw unreadable({ ...answer, stderr: `object ${id} is missing` });
        return [id, Number(size)];
      }),
  );
}

function listed(ids: readonly string[]): string {
  return ids.map((id) => `${id}\n`).join('');
}

function unreadable(answer: Pick<GitAnswer, 'code' | 'stderr'>): KitError {
  const error = gitFailed(answer, 'read the files of a commit');
  return new KitError(error.code, error.message, {
    side: 'outside',
    help: [...error.help, 'a clone made with --filter leaves files out: fetch them with git fetch --refetch'],
  });
}
