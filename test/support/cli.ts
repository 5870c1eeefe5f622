import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** The built program. */
export const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const golden = fileURLToPath(new URL('../../fixtures/golden', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The environment of every spawned command: an identity for git, no settings and no hooks' variables of whoever runs the tests. */
export function environment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined &&
      !/^(GIT_|CI$|NO_COLOR$|FORCE_COLOR$|XDG_|HELM_|DOCKER_CONFIG$)|_PROXY$/i.test(entry[0]),
  );
  return {
    ...Object.fromEntries(inherited),
    GIT_AUTHOR_NAME: 'Podinfo Keeper',
    GIT_AUTHOR_EMAIL: 'keeper@example.com',
    GIT_COMMITTER_NAME: 'Podinfo Keeper',
    GIT_COMMITTER_EMAIL: 'keeper@example.com',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    ...extra,
  };
}

/** A scratch folder that goes with the test. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gitops-kit-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A repository on disk with the built program in it. */
export interface Scratch {
  readonly folder: string;
  kit(...args: readonly string[]): Promise<Ran>;
  kitWith(
    options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> },
    ...args: readonly string[]
  ): Promise<Ran>;
  git(...args: readonly string[]): string;
  read(path: string): string;
  write(path: string, text: string | Uint8Array): void;
  exists(path: string): boolean;
  /** Hash of every file and of the index: what must stay when nothing is written. */
  state(): string;
}

/** A git repository with the given files committed. */
export function repositoryWith(files: Readonly<Record<string, string>>): Scratch {
  const repository = plainFolder();
  repository.git('init', '--quiet', '--initial-branch=main');
  for (const [path, text] of Object.entries(files)) repository.write(path, text);
  repository.git('add', '--all', '--force');
  repository.git('commit', '--quiet', '--allow-empty', '--message', 'Start');
  return repository;
}

/** The golden repository, committed. */
export function goldenRepository(): Scratch {
  return repositoryOf(golden);
}

/** A repository that holds the fleet. */
export function fleetRepository(): Scratch {
  return repositoryOf(fileURLToPath(new URL('../../fixtures/fleet', import.meta.url)));
}

function repositoryOf(fixture: string): Scratch {
  const repository = plainFolder();
  cpSync(fixture, repository.folder, { recursive: true });
  repository.git('init', '--quiet', '--initial-branch=main');
  repository.git('add', '--all', '--force');
  repository.git('commit', '--quiet', '--message', 'Start');
  return repository;
}

/** A folder without git. */
export function plainFolder(): Scratch {
  const home = scratch();
  const folder = join(home, 'repository');
  mkdirSync(folder);
  const base = environment({ XDG_CACHE_HOME: join(home, 'cache'), HOME: home });
  const kitWith: Scratch['kitWith'] = (options, ...args) =>
    run(process.execPath, [program, ...args], options.cwd ?? folder, { ...base, ...options.env });
  return {
    folder,
    kit: (...args) => kitWith({}, ...args),
    kitWith,
    git: (...args) =>
      execFileSync('git', args, {
        cwd: folder,
        env: base,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    write: (path, text) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    },
    exists: (path) => existsSync(join(folder, path)),
    state: () => stateOf(folder),
  };
}

/** For root, who may write anywhere: what takes that privilege from a command (setpriv(1)); nothing for anybody else. */
const unprivileged: readonly string[] =
  process.getuid?.() === 0 && isInstalled('setpriv')
    ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search,-fowner']
    : [];

/** Whether modes bind the commands that `run` starts. */
export const modesBind = process.getuid?.() !== 0 || unprivileged.length > 0;

function isInstalled(command: string): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** Runs a command to its end, with the rights of an ordinary user. */
export function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string>,
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const [program = '', ...rest] = [...unprivileged, command, ...args];
    const child = spawn(program, rest, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }),
    );
  });
}

function stateOf(folder: string): string {
  const hash = createHash('sha256');
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => ({ entry, path: join(entry.parentPath, entry.name) }))
    .filter(
      ({ path }) => !path.startsWith(`${join(folder, '.git')}/`) || path === join(folder, '.git', 'HEAD'),
    )
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const { entry, path } of entries) {
    hash.update(`${path}\n`);
    if (entry.isFile()) hash.update(readFileSync(path));
  }
  const env = environment();
  if (existsSync(join(folder, '.git'))) {
    hash.update(execFileSync('git', ['ls-files', '-s', '-z'], { cwd: folder, env }));
    hash.update(execFileSync('git', ['for-each-ref'], { cwd: folder, env }));
  }
  return hash.digest('hex');
}
