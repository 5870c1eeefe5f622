import { isDeepStrictEqual } from 'node:util';
import type { RepoPath } from '../core/change.ts';
import type { Comparison } from '../core/comparison.ts';
import type { Report, RuleId } from '../core/finding.ts';
import type { Compared } from '../io/host.ts';
import { movedIn, withoutKnown } from '../lint/baseline.ts';
import { onlyCaused } from '../lint/caused.ts';
import { impactOf } from '../lint/impact.ts';
import type { Judgement } from '../lint/lint.ts';
import { liesIn, onlyPaths } from '../lint/select.ts';
import type { BaselineEntry } from '../model/baseline.ts';
import { readRepo } from '../model/read-repo.ts';
import type { Repo } from '../model/repo.ts';
import { rules } from '../rules/registry.ts';
import { readConfig } from '../schema/config.ts';
import type { Arguments } from './command.ts';

/**
 * What a run reports of. The whole repository is judged in any case. A hook names the files of a commit: paths beside
 * `--staged` add to what is reported; a person who names paths, alone or beside `--since`, wants no more than these.
 */
export interface Scope {
  readonly compared: Compared | undefined;
  /** What `compared` asks for. */
  readonly change: Comparison | undefined;
  /** Undefined for all. */
  readonly paths: readonly RepoPath[] | undefined;
}

/** Which change `--staged` and `--since` ask for; undefined for all that is there. */
export function comparedOf(args: Arguments): Compared | undefined {
  const staged = args.flag('staged');
  const since = args.text('since');
  return staged || since !== undefined ? { staged, since } : undefined;
}

/** Whether nothing changed, and no path was named beside it. */
export function isEmpty({ change, paths }: Scope): boolean {
  return change !== undefined && change.written.size + change.removed.size === 0 && paths === undefined;
}

/** Whether a run speaks of a file as a whole. */
export function isInScope(file: RepoPath, { compared, change, paths }: Scope): boolean {
  const isNamed = paths !== undefined && liesIn(file, paths);
  if (change === undefined) return paths === undefined || isNamed;
  const isWritten = change.written.has(file);
  if (compared?.staged === true) return isWritten || isNamed;
  return isWritten && (paths === undefined || isNamed);
}

/** For the beginning of the summary: `staged: `, `since main: `; empty where all is judged. */
export function scopeInWords({ compared }: Scope): string {
  if (compared === undefined) return '';
  const { staged, since } = compared;
  if (since === undefined) return 'staged: ';
  return staged ? `staged, since ${since}: ` : `since ${since}: `;
}

/** How a repository is judged, alone or beside what it was. */
export type Judge = (repo: Repo, beside?: Pick<Judgement, 'before' | 'focus'>) => Report;

/** What came of judging a repository. */
export interface Judged {
  readonly repo: Repo;
  /** Of the whole repository, with what the baseline knows. */
  readonly whole: Report;
  /** What was asked for. */
  readonly report: Report;
  /** What the baseline knows and the whole repository does not hold. */
  readonly gone: readonly BaselineEntry[];
}

export function judgeScope(
  repo: Repo,
  scope: Scope,
  judge: Judge,
  baseline: readonly BaselineEntry[],
): Judged {
  const { change, paths } = scope;
  if (change !== undefined) return judgeChange(repo, { ...scope, change }, judge, baseline);
  const whole = judge(repo);
  const { report, gone } = withoutKnown(whole, baseline, movedIn(repo));
  return {
    repo,
    whole,
    gone,
    report: paths === undefined ? report : onlyPaths(report, repo, paths),
  };
}

function judgeChange(
  repo: Repo,
  { compared, change, paths }: Scope & { readonly change: Comparison },
  judge: Judge,
  baseline: readonly BaselineEntry[],
): Judged {
  const impact = impactOf(repo, change);
  const named = paths === undefined ? [] : repo.yamlFiles.filter((file) => liesIn(file, paths));
  const focus = impact.focus === undefined ? undefined : new Set([...impact.focus, ...named]);
  let read: Repo | undefined;
  const base = (): Repo => {
    read ??= readRepo(change.before, repo.settings);
    return read;
  };
  const whole = judge(repo, { before: impact.compares ? base() : undefined, focus });
  const { report: fresh, gone } = withoutKnown(whole, baseline, movedIn(repo));
  const moved = [...change.written.values()].flatMap((from) => from ?? []);
  const staged = compared?.staged === true;
  const caused = onlyCaused(fresh, repo, {
    change,
    comparing,
    paths: staged ? (paths ?? []) : [],
    // What the baseline knows is counted on neither side: one more of the same is caused by the change.
    before: () => {
      const old = judge(asItWas(base()), { focus: focus && new Set([...focus, ...moved]) });
      return withoutKnown(old, baseline, movedIn(base())).report.findings;
    },
  });
  const report = staged || paths === undefined ? caused : onlyPaths(caused, repo, paths);
  return { repo, whole, gone, report };
}

const comparing: ReadonlySet<RuleId> = new Set(rules.flatMap(({ id, compares }) => (compares ? [id] : [])));

/** The repository as its own configuration said, where that was another one. */
export function asItWas(base: Repo): Repo {
  const { settings, problems } = readConfig(base.files, rules);
  const isSame = problems.length > 0 || isDeepStrictEqual(settings, base.settings);
  return isSame ? base : readRepo(base.files, settings);
}

const noCounts = { judged: 0, uncached: 0, outOfReach: 0, elsewhere: 0 };

/** Of no change there is nothing to say. */
export function nothingIn(repo: Repo): Judged {
  const counts = {
    files: 0,
    apps: 0,
    error: 0,
    warning: 0,
    info: 0,
    fixable: 0,
    unsafe: 0,
    suppressed: 0,
    baselined: 0,
    unread: 0,
  };
  const empty: Report = {
    findings: [],
    failures: [],
    counts: { ...counts, unchecked: { objects: 0, kinds: 0 }, charts: noCounts },
    files: repo.files,
  };
  return { repo, whole: empty, report: empty, gone: [] };
}
