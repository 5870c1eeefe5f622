import type { RepoPath } from '../core/change.ts';
import type { Report } from '../core/finding.ts';
import type { App } from '../model/app.ts';
import type { Repo } from '../model/repo.ts';
import { isWithin } from '../model/tree.ts';
import { countFindings } from './counts.ts';

/** What is counted of a repository. */
type Counted = Pick<Repo, 'yamlFiles' | 'unread' | 'apps'>;

/** The part of a report that lies in these files and folders, and its counts; the whole repository was judged. */
export function onlyPaths(report: Report, repo: Counted, paths: readonly RepoPath[]): Report {
  const isHere = (file: RepoPath): boolean => liesIn(file, paths);
  const findings = report.findings.filter(({ at }) => isHere(at.file));
  const counts = countFindings(findings, {
    ...report.counts,
    files: repo.yamlFiles.filter(isHere).length,
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
