import type { ChartFacts, ChartVersion } from '../chart/chart.ts';
import type { ChartPlace, KnownCharts } from '../chart/known-charts.ts';
import type { Files, Plan, RepoPath } from '../core/change.ts';
import type { Comparison } from '../core/comparison.ts';
import type { Style } from '../report/style.ts';

/** Everything that touches the world. Commands get one; tests give them an in-memory one (fake.ts). */
export interface Host {
  /**
   * Results. Control characters are escaped, but for our own colours where the stream has any.
   * @param options.verbatim where stdout is no terminal, as it is: a diff must apply, and a command to a runner be one
   */
  out(text: string, options?: { readonly verbatim?: boolean }): void;
  /** Everything else: progress, summary, warnings, hints. */
  err(text: string): void;
  readonly style: { readonly out: Style; readonly err: Style };
  /** Says on stderr how far a long command is; only on a terminal, once a second has passed, and erased in the end. */
  progress(title: string): Progress;
  /** Both stdin and stderr are terminals, and this is no CI. */
  readonly interactive: boolean;
  /** Asks on the terminal; only when `interactive`. */
  ask(question: Question): Promise<string>;
  /** An environment variable. */
  variable(name: string): string | undefined;
  /** The repository around a folder (default: where the program was started): git's work tree, else the folder itself. */
  repository(at?: string): Repository;
  charts(options: { readonly offline: boolean }): ChartFetcher;
  /** What the cache knows of charts; no socket is opened. */
  knownCharts(): KnownCharts;
  /** A file named by the user on the command line (`--values FILE`), relative to where the program was started; `-` is stdin. */
  readUserFile(path: string): string;
  /** Writes a result to a file named by the user (`--output FILE`); it is no change of the repository. Throws KitError. */
  writeUserFile(path: string, text: string): void;
  /** Writes results into a folder named by the user, which must be new or empty. Paths are relative, with `/`. Throws KitError. */
  writeUserFolder(folder: string, files: Iterable<readonly [path: string, text: string]>): void;
}

/** How far a command is. */
export interface Progress {
  at(done: number, total: number): void;
  end(): void;
}

export interface Question {
  readonly message: string;
  readonly choices?: readonly string[];
  readonly initial?: string;
}

export interface Repository {
  /** Whether it is a git work tree. */
  readonly git: boolean;
  /** The folder's name, for messages and titles. */
  readonly name: string;
  /** Where the program was started, relative to the top; empty at the top. */
  readonly prefix: RepoPath;
  /** The folder that was asked for, relative to the top; empty at the top. */
  readonly folder: RepoPath;
  /** The branch that HEAD names, born or not; undefined on a detached HEAD and without git. */
  branch(): string | undefined;
  /** The files of the work tree, read on demand. Finishes or undoes a run that was interrupted, first. */
  readFiles(): Files;
  /** A change as git knows it, without writing anything. Throws KitError: no repository, an unknown REF, a merge under way. */
  compare(change: Compared): Promise<Comparison>;
  /** Begins to read the index, which `compare` will ask for. */
  foresee(): void;
  /** Finishes or undoes an interrupted run; says which, or undefined when there was none. */
  recover(): string | undefined;
  /** A path as the user typed it, made relative to the top; undefined when it leaves the repository. */
  resolve(path: string): RepoPath | undefined;
  /** Whether git ignores a folder of the repository, be it there or not: what lies in it is not read. */
  ignores(folder: RepoPath): boolean;
  /** Paths and globs of the command line as paths from the top; a path outside the repository is refused. */
  expand(words: readonly string[]): Promise<readonly RepoPath[]>;
  /** Of these paths, those that differ from HEAD, or are not in it; none without git. */
  uncommitted(paths: readonly RepoPath[]): Promise<readonly RepoPath[]>;
  /** Throws KitError when a plan could not be written or committed now: git state, dirty paths, symbolic links, permissions. */
  check(plan: Plan, options: { readonly commit: boolean }): Promise<void>;
  /** Writes the plan, all of it or nothing, and commits exactly its paths. */
  write(plan: Plan, options: { readonly commit: { readonly message: string } | undefined }): Promise<Written>;
}

/** Which change is judged. */
export interface Compared {
  /** The files of the index in place of the work tree's. */
  readonly staged: boolean;
  /** Compared with the commit at which the branch left REF; undefined: with HEAD. */
  readonly since: string | undefined;
}

export interface Written {
  /** Abbreviated hash of the commit; undefined when none was made. */
  readonly commit: string | undefined;
  readonly paths: readonly RepoPath[];
  /** Of these, what a hook changed: the commit holds its version. */
  readonly rewritten: readonly RepoPath[];
}

/** Gets charts from HTTP repositories and OCI registries, with byte and time limits, digests checked, through the cache. */
export interface ChartFetcher {
  /** The newest version of a chart in the range (Masterminds; undefined: newest stable), and its facts. */
  fetch(request: ChartRequest): Promise<FetchedChart>;
  /** All versions of a chart. Throws KitError: `chart-not-found`, and whatever the network does. */
  versions(place: ChartPlace): Promise<ChartVersions>;
  /** Whether a repository lists the chart; false also when the repository cannot be reached. */
  serves(url: string, chart: string): Promise<boolean>;
}

export interface ChartRequest extends ChartPlace {
  /** An exact version or a Masterminds range. */
  readonly version: string | undefined;
}

export interface FetchedChart {
  readonly facts: ChartFacts;
  /** What the user should know: plain http, a missing digest, a mirror that failed. */
  readonly notes: readonly string[];
}

export interface ChartVersions {
  /** At least one, in the repository's own order; of an OCI registry `urls` is empty. */
  readonly versions: readonly ChartVersion[];
  readonly notes: readonly string[];
}
