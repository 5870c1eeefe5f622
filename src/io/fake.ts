import { type KnownCharts, noCharts } from '../chart/known-charts.ts';
import { applyChanges, type Files, fileChanges, filesOf, type Plan, type RepoPath } from '../core/change.ts';
import { comparisonOf } from '../core/comparison.ts';
import { KitError } from '../core/errors.ts';
import { gitIgnore } from '../model/source-ignore.ts';
import { plainStyle } from '../report/style.ts';
import type { ChartFetcher, Host, Repository } from './host.ts';

/** What the world of a test looks like; everything left out is empty, and the repository is a git work tree. */
export interface FakeWorld {
  readonly files?: Readonly<Record<RepoPath, string>>;
  /** What is left out cannot be reached. */
  readonly charts?: Partial<ChartFetcher> | undefined;
  /** What the cache knows of charts. */
  readonly known?: KnownCharts;
  readonly variables?: Readonly<Record<string, string>>;
  /** Answers in the order of the questions; any makes the host interactive. */
  readonly answers?: readonly string[];
  readonly git?: boolean;
  /** What the files are compared with. */
  readonly before?: Readonly<Record<RepoPath, string>>;
  readonly name?: string;
  readonly prefix?: RepoPath;
  /** The branch of a git work tree; `detached` for none, default `main`. */
  readonly branch?: string;
  /** Files that the user names on the command line. */
  readonly userFiles?: Readonly<Record<string, string>>;
  /** Folders in which `writeUserFile` cannot write. */
  readonly readOnly?: readonly string[];
  /** Files of which git has no commit. */
  readonly uncommitted?: readonly RepoPath[];
  /** What `recover` says. */
  readonly recovered?: string;
}

/** A host in memory that remembers what happened to it. */
export interface FakeHost extends Host {
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly questions: readonly string[];
  /** The plans that were written, with the message of their commit. */
  readonly written: readonly { readonly plan: Plan; readonly message: string | undefined }[];
  /** The repository as it is now. */
  readonly files: () => Files;
  /** What was written to files that the user named. */
  readonly results: ReadonlyMap<string, string>;
}

/** A host for tests of commands: no disk, no git, no network, no terminal. */
export function fakeHost(world: FakeWorld = {}): FakeHost {
  let files = filesOf(world.files ?? {});
  let stdout = '';
  let stderr = '';
  const questions: string[] = [];
  const results = new Map<string, string>();
  const written: { plan: Plan; message: string | undefined }[] = [];
  const answers = [...(world.answers ?? [])];
  const isGit = world.git ?? true;
  const check = (plan: Plan, commit: boolean): void => {
    applyChanges(files, plan.changes);
    if (commit && !isGit) throw new KitError('not-a-git-repository', 'this is no git repository');
  };
  const repository: Repository = {
    git: isGit,
    name: world.name ?? 'fleet',
    prefix: world.prefix ?? '',
    folder: '',
    branch: () => (isGit && world.branch !== 'detached' ? (world.branch ?? 'main') : undefined),
    readFiles: () => files,
    compare: async () => comparisonOf(filesOf(world.before ?? {}), files),
    foresee: () => undefined,
    recover: () => world.recovered,
    resolve: (path) => resolveFake(world.prefix ?? '', path),
    ignores: (folder) => gitIgnore(files, [...files.paths()])(`${folder}/`),
    expand: async (words) => words.map((word) => resolveFake(world.prefix ?? '', word) ?? outside(word)),
    uncommitted: async (paths) => paths.filter((path) => world.uncommitted?.includes(path)),
    check: async (plan, { commit }) => check(plan, commit),
    write: async (plan, { commit }) => {
      check(plan, commit !== undefined);
      const paths = fileChanges(files, plan.changes).map(({ path }) => path);
      files = snapshot(applyChanges(files, plan.changes));
      written.push({ plan, message: commit?.message });
      return {
        commit: commit === undefined || paths.length === 0 ? undefined : 'abc1234',
        paths,
        rewritten: [],
      };
    },
  };
  return {
    out: (text) => {
      stdout += text;
    },
    err: (text) => {
      stderr += text;
    },
    style: { out: plainStyle, err: plainStyle },
    progress: () => ({ at: () => undefined, end: () => undefined }),
    interactive: answers.length > 0,
    ask: async ({ message }) => {
      questions.push(message);
      const answer = answers.shift();
      if (answer === undefined) throw new Error(`the test has no answer to: ${message}`);
      return answer;
    },
    variable: (name) => world.variables?.[name],
    repository: () => repository,
    charts: () => ({ ...unreachable, ...world.charts }),
    knownCharts: () => world.known ?? noCharts,
    readUserFile: (path) => {
      const text = world.userFiles?.[path];
      if (text === undefined) throw new KitError('unreadable', `${path} cannot be read`);
      return text;
    },
    writeUserFile: (path, text) => {
      if (world.readOnly?.some((folder) => path.startsWith(`${folder}/`)))
        throw new KitError('write-failed', `could not write ${path}: permission denied`, { side: 'outside' });
      results.set(path, text);
    },
    writeUserFolder: (folder, each) => {
      for (const [path, text] of each) results.set(`${folder}/${path}`, text);
    },
    results,
    stdout: () => stdout,
    stderr: () => stderr,
    questions,
    written,
    files: () => files,
  };
}

const unreachable: ChartFetcher = {
  fetch: async ({ url }) => {
    throw new KitError('unreachable', `${url} cannot be reached`, { side: 'outside' });
  },
  versions: async ({ url }) => {
    throw new KitError('unreachable', `${url} cannot be reached`, { side: 'outside' });
  },
  serves: async () => false,
};

function snapshot(files: Files): Files {
  return filesOf(new Map([...files.paths()].map((path) => [path, files.text(path) ?? ''])));
}

function resolveFake(prefix: RepoPath, path: string): RepoPath | undefined {
  const segments = prefix === '' ? [] : prefix.split('/');
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments.join('/');
}

function outside(word: string): never {
  throw new KitError('outside-repository', `${word} lies outside the repository`);
}
