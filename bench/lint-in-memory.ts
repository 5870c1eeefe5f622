import { runCli } from '../src/commands/cli.ts';
import type { FileFault, Files, RepoPath } from '../src/core/change.ts';
import { fakeHost } from '../src/io/fake.ts';
import { decode } from '../src/io/read-file.ts';
import { rules } from '../src/rules/registry.ts';

/** Every rule id of the program, in order of name. */
export const ruleIds: readonly string[] = rules.map(({ id }) => id);

type Entries = ReadonlyMap<RepoPath, Uint8Array | undefined>;

let previous: { readonly files: Files; readonly entries: Entries } | undefined;

/**
 * What `gitops-kit lint --format json` prints for a repository that is not on disk. Trees of one history differ
 * little: what the tree before had as well is not read again.
 * @param entries path -> bytes; undefined for a symbolic link
 */
export async function lintInMemory(entries: Entries): Promise<string> {
  const files = filesOfBytes(entries);
  if (previous !== undefined) {
    const { entries: before } = previous;
    const changed = [...entries].filter(([path, bytes]) => !isSame(bytes, before.get(path)));
    files.basis = { files: previous.files, changed: new Set(changed.map(([path]) => path)) };
  }
  const host = fakeHost();
  const repository = () => ({ ...host.repository(), readFiles: () => files });
  const exit = await runCli(['lint', '--format', 'json', '--exit-zero'], { ...host, repository });
  if (exit !== 0) throw new Error(`lint exits ${exit}: ${host.stderr()}`);
  delete files.basis; // else each tree would hold all that were before it
  previous = { files, entries };
  return host.stdout();
}

/** A type whose properties may be set. */
export type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Files from bytes, as they are read from a disk. */
export function filesOfBytes(entries: Entries): Writable<Files> {
  const texts = new Map<RepoPath, string>();
  const faults = new Map<RepoPath, FileFault>();
  for (const [path, bytes] of entries) {
    const file = bytes === undefined ? undefined : decode(bytes);
    if (file?.kind === 'text') texts.set(path, file.text);
    else faults.set(path, file?.fault ?? { kind: 'symlink' });
  }
  const paths = [...entries.keys()].sort();
  return { paths: () => paths, text: (path) => texts.get(path), fault: (path) => faults.get(path) };
}

function isSame(now: Uint8Array | undefined, before: Uint8Array | undefined): boolean {
  return now !== undefined && before !== undefined && Buffer.compare(now, before) === 0;
}
