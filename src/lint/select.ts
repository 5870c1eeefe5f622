import type { RepoPath } from '../core/change.ts';
import type { Finding, Report } from '../core/finding.ts';
import type { App } from '../model/app.ts';
import { isYaml } from '../model/read-files.ts';
import type { Repo } from '../model/repo.ts';
import { isWithin } from '../model/tree.ts';
import { countFindings } from './counts.ts';

/** What is counted of a repository. */
export type Counted = Pick<Repo, 'yamlFiles' | 'unread' | 'apps'>;

/** The part of a report that lies in these files and folders, and its counts; the whole repository was judged. */
export function onlyPaths(report: Report, repo: Counted, paths: readonly RepoPath[]): Report {
  const isHere = (file: RepoPath): boolean => liesIn(file, paths);
  const findings = report.findings.filter(({ at }) => isHere(at.file));
  return withFindings(report, repo, { findings, isHere });
}

/** A report of fewer findings, which looked at the files that are `isHere`. */
export function withFindings(
  report: Report,
  repo: Counted,
  part: {
    readonly findings: readonly Finding[];
    readonly isHere: (file: RepoPath) => boolean;
    /** Files of the change that are no more. */
    readonly removed?: Iterable<RepoPath>;
  },
): Report {
  const { findings, isHere, removed = [] } = part;
  const counts = countFindings(findings, {
    ...report.counts,
    files: repo.yamlFiles.filter(isHere).length + [...removed].filter(isYaml).length,
    apps: repo.apps.filter((app) => filesOf(app).some(isHere)).length,
    unread: [...repo.unread].filter(isHere).length,
  });
  return { ...report, findings, counts };
}

function filesOf({ source, namespaceObject, kustomization, helmRelease, values }: App): RepoPath[] {
  return [source, namespaceObject, kustomization, helmRelease, values].flatMap((part) => part?.file ?? []);
}

/** Whether a file is one of these paths, or lies below one. */
export function liesIn(file: RepoPath, paths: readonly RepoPath[]): boolean {
  return paths.some((path) => isWithin(file, path));
}

/**
 * Files that could not be read, and of which the report of the whole repository does not speak: the rule that would
 * say why may be off, or silenced.
 */
export function unreadInSilence({ findings }: Report, { unread }: Counted): RepoPath[] {
  const spoken = new Set(findings.map(({ at }) => at.file));
  return [...unread].filter((file) => !spoken.has(file));
}
