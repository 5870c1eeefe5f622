import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import type { Plan } from '../../src/core/change.ts';
import { type Folder, gitFolder, gitVariables, planOf, temporaryFolder } from './git-folder.ts';

/** Bundles test/support/writer.ts, so that Node runs it without help. */
export async function buildWriter(dir: string): Promise<string> {
  const input = fileURLToPath(new URL('./writer.ts', import.meta.url));
  const bundle = await rolldown({ input, platform: 'node' });
  await bundle.write({
    dir,
    format: 'esm',
    entryFileNames: 'writer.mjs',
    chunkFileNames: '[name]-[hash].mjs',
  });
  await bundle.close();
  return join(dir, 'writer.mjs');
}

const environment = { ...process.env, ...gitVariables };

export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Runs the writer to its end, perhaps under another program. */
export function run(command: readonly string[], folder: Folder): Ended {
  const [program = '', ...args] = command;
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: folder.path,
    env: environment,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { code: status, output: stdout + stderr };
}

/** Runs the writer and kills it after some milliseconds, or once something is so; alone or with the git that it started. */
export async function runAndKill(
  command: readonly string[],
  folder: Folder,
  kill: {
    readonly after: number | (() => boolean);
    readonly signal: NodeJS.Signals;
    readonly group: boolean;
  },
): Promise<void> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { cwd: folder.path, env: environment, stdio: 'ignore', detached: true });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program} did not start`);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const { after } = kill;
  const killIt = (): void => {
    process.kill(kill.group ? -pid : pid, kill.signal);
  };
  const timer =
    typeof after === 'number' ? setTimeout(killIt, after) : setInterval(() => after() && killIt(), 10);
  await ended;
  clearInterval(timer);
}

/** A plan of every kind of change, on a repository with work of its owner under way. */
export const plan: Plan = planOf(
  { kind: 'create', path: 'podinfo/namespace-podinfo.yaml', text: 'kind: Namespace\n' },
  { kind: 'create', path: 'podinfo/nested/values.yaml', text: 'a: 1\n'.repeat(2_000) },
  { kind: 'edit', path: 'a.yaml', edits: [{ range: { start: 3, end: 4 }, text: '2' }] },
  { kind: 'move', path: 'old/b.yaml', to: 'moved/b.yaml' },
  { kind: 'delete', path: 'gone/c.yaml' },
);

export function busyFolder(): Folder {
  const folder = gitFolder({
    'a.yaml': 'a: 1\n',
    'old/b.yaml': 'b: 1\n',
    'gone/c.yaml': 'c: 1\n',
    'mine.txt': 'mine\n',
  });
  folder.write('mine.txt', 'staged\n');
  folder.git('add', 'mine.txt');
  folder.write('mine.txt', 'unstaged\n');
  folder.write('untracked.txt', 'untracked\n');
  return folder;
}

/** A folder's twin, for one fault. */
export function copyOf(folder: Folder): Folder {
  const copy = temporaryFolder();
  cpSync(folder.path, copy.path, { recursive: true, preserveTimestamps: true });
  return copy;
}

/** Everything that counts of a repository. */
export interface Whole {
  readonly tree: string;
  readonly index: string;
  readonly status: string;
  readonly leftovers: readonly string[];
  readonly commits: number;
}

export function wholeOf(folder: Folder): Whole {
  const gitDir = join(folder.path, '.git');
  return {
    tree: folder.tree(),
    index: folder.git('ls-files', '-s'),
    status: folder.git('status', '--porcelain'),
    leftovers: [
      ...readdirSync(gitDir).filter((name) => name.endsWith('.lock') || name === 'gitops-kit'),
      ...(existsSync(join(gitDir, 'refs/heads/main.lock')) ? ['main.lock'] : []),
    ],
    commits: Number(folder.git('rev-list', '--count', 'HEAD')),
  };
}
