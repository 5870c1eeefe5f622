import { spawn, spawnSync } from 'node:child_process';
import type { RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { gitEnvironment, inheritedVariables } from './git-environment.ts';
import { errorCode } from './system-error.ts';

/** What a git command said. */
export interface GitAnswer {
  readonly code: number;
  readonly stdout: string;
  /** Also the words of hooks. */
  readonly stderr: string;
}

/** For commands that only look: they don't even refresh the index. */
export const looking = '--no-optional-locks';

/** A path as a pathspec that is a name, never a pattern. (`git --literal-pathspecs` would reach the hooks as well.) */
export function literal(path: RepoPath): string {
  return `:(top,literal)${path}`;
}

/** Runs one git command in a work tree through simple-git: no shell, the user's own environment. */
export async function runGit(
  top: string,
  args: readonly string[],
  options: {
    readonly input?: string;
    readonly abort?: AbortSignal;
    readonly config?: readonly string[];
  } = {},
): Promise<GitAnswer> {
  const { simpleGit } = await import('simple-git');
  const { input, abort, config } = options;
  // simple-git would leave stdin open, and git wait for ever.
  if (input === '') throw new Error(`git ${args[0]} has nothing to read`);
  let code = 0;
  let stderr = '';
  const git = simpleGit({
    baseDir: top,
    config: [...(config ?? [])],
    allowEnvironment: inheritedVariables(),
    // Otherwise simple-git sets a variable that makes git strict about abbreviations, in every hook as well.
    // Our own arguments are literals; what comes from outside goes through stdin or behind `--`.
    unsafe: { allowAbbreviatedOptions: true },
    ...(input === undefined ? {} : { input: () => input }),
    ...(abort === undefined ? {} : { abort }),
    errors: (_error, result) => {
      code = result.exitCode;
      stderr = Buffer.concat(result.stdErr).toString();
      return undefined;
    },
  });
  try {
    const stdout = await git.raw([...args]);
    if (/spawn git ENOENT/.test(stderr)) throw gitMissing();
    return { code, stdout, stderr };
  } catch (error) {
    if (abort?.aborted) return { code: code === 0 ? 130 : code, stdout: '', stderr };
    if (error instanceof Error && /spawn git ENOENT/.test(error.message)) throw gitMissing(error);
    throw error;
  }
}

/**
 * Runs git for recovery, at once: plumbing that starts no program of the repository's configuration, and that may be
 * repeated. A signal that is meant for us (Ctrl-C goes to all programs of a terminal) does not end it for good.
 */
export function runGitNow(top: string, args: readonly string[], input?: string): GitAnswer {
  const { code, stdout, stderr } = askGit(top, args, { input });
  return { code, stdout: stdout.toString(), stderr };
}

/** Nothing of the repository's configuration is started, and what a partial clone left out is not fetched. */
const inert = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'protocol.allow=never'];

/**
 * As `runGitNow`, for bytes.
 * @param options.environment of git; default: the user's own, bound to no repository
 * @param options.most bytes of output; more are a KitError `too-much`
 */
export function askGit(
  top: string,
  args: readonly string[],
  options: {
    readonly input?: string | undefined;
    readonly environment?: NodeJS.ProcessEnv;
    readonly most?: number;
  } = {},
): Omit<GitAnswer, 'stdout'> & { readonly stdout: Buffer } {
  const { input, environment = gitEnvironment(), most = 1 << 30 } = options;
  for (let attempt = 1; ; attempt += 1) {
    const { status, stdout, stderr, error, signal } = spawnSync('git', [looking, ...inert, ...args], {
      cwd: top,
      env: { ...environment, GIT_NO_LAZY_FETCH: '1' },
      maxBuffer: most,
      ...(input === undefined ? {} : { input }),
    });
    if (error !== undefined && errorCode(error) === 'ENOBUFS') throw tooMuch(args, most);
    if (error !== undefined) throw gitMissing(error);
    if (signal === null || attempt === 3) return { code: status ?? 128, stdout, stderr: stderr.toString() };
  }
}

/** As `askGit`, beside other work. */
export async function askGitMeanwhile(
  top: string,
  args: readonly string[],
  options: Parameters<typeof askGit>[2] = {},
): Promise<ReturnType<typeof askGit>> {
  for (let attempt = 1; ; attempt += 1) {
    const { signal, ...answer } = await started(top, args, options);
    if (signal === null || attempt === 3) return answer;
  }
}

function started(
  top: string,
  args: readonly string[],
  { input, environment = gitEnvironment(), most = 1 << 30 }: NonNullable<Parameters<typeof askGit>[2]>,
): Promise<ReturnType<typeof askGit> & { readonly signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    const git = spawn('git', [looking, ...inert, ...args], {
      cwd: top,
      env: { ...environment, GIT_NO_LAZY_FETCH: '1' },
    });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    let size = 0;
    git.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= most) out.push(chunk);
      else git.kill('SIGKILL');
    });
    git.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    git.on('error', (error) => reject(gitMissing(error)));
    git.on('close', (code, signal) => {
      if (size > most) reject(tooMuch(args, most));
      else
        resolve({
          code: code ?? 128,
          stdout: Buffer.concat(out),
          stderr: Buffer.concat(err).toString(),
          signal,
        });
    });
    // A git that ends early does not read to the end; its answer says why.
    git.stdin.on('error', () => undefined);
    git.stdin.end(input);
  });
}

function tooMuch(args: readonly string[], most: number): KitError {
  return new KitError('too-much', `git ${args[0]} says more than ${most} bytes`, { side: 'outside' });
}

/** Git's own words as an error. */
export function gitFailed(answer: Pick<GitAnswer, 'code' | 'stderr'>, doing: string): KitError {
  const [first = `exit code ${answer.code}`, ...rest] = answer.stderr.trim().split('\n');
  return new KitError('git-failed', `git could not ${doing}: ${first}`, {
    side: 'outside',
    help: rest.slice(0, 6),
  });
}

/** A list that git ended with NUL after each part. */
export function parts(text: string): string[] {
  return text.split('\0').slice(0, -1);
}

function gitMissing(cause?: Error): KitError {
  return new KitError('git-missing', 'git could not be started', {
    side: 'outside',
    help: ['install git, or use --no-commit'],
    ...(cause === undefined ? {} : { cause }),
  });
}
