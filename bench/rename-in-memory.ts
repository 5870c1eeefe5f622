import { applyChanges, type Files } from '../src/core/change.ts';
import { KitError } from '../src/core/errors.ts';
import type { Report } from '../src/core/finding.ts';
import { packagedSchemas } from '../src/io/assets.ts';
import { lint } from '../src/lint/lint.ts';
import type { App } from '../src/model/app.ts';
import { readRepo } from '../src/model/read-repo.ts';
import type { Repo } from '../src/model/repo.ts';
import { rules } from '../src/rules/registry.ts';
import { addedFindings, type Called } from '../src/scaffold/added-findings.ts';
import { planRemoval } from '../src/scaffold/remove.ts';
import { planRename } from '../src/scaffold/rename.ts';
import { calledAfter } from '../src/scaffold/renamed-findings.ts';
import { apiSchemas } from '../src/schema/api-schemas.ts';
import { readConfig } from '../src/schema/config.ts';
import { filesOfBytes } from './lint-in-memory.ts';

/** What became of one command: done, refused with a reason, or wrong. */
export interface Outcome {
  readonly state: 'done' | 'refused' | 'failed';
  readonly words: string;
}

/** One app, renamed and back, and removed. */
export interface Trial {
  readonly app: string;
  readonly rename: Outcome;
  readonly removal: Outcome;
}

/** Renames and removes every complete app of a repository, each in the repository as it is. */
export function* trialsOf(entries: ReadonlyMap<string, Uint8Array | undefined>): Iterable<Trial> {
  const files = filesOfBytes(entries);
  const { settings } = readConfig(files, rules);
  const repo = readRepo(files, settings);
  const report = judged(repo);
  const tried = new Set<unknown>();
  for (const app of repo.apps) {
    const key = app.helmRelease ?? app.kustomization;
    if (app.missing.length > 0 || app.helmRelease === undefined || tried.has(key)) continue;
    tried.add(key);
    yield {
      app: app.name,
      rename: attempt(() => renamedAndBack(repo, report, app)),
      removal: attempt(() => removed(repo, report, app)),
    };
  }
}

function renamedAndBack(repo: Repo, report: Report, app: App): string | undefined {
  const name = freeName(repo, app.name);
  const plan = planRename({ repo, apps: appsLike(repo, app), name, keepRelease: false });
  const after = readRepo(applyChanges(repo.files, plan.changes), repo.settings);
  const broken = brought(report, judged(after), touchedBy(plan.changes), calledAfter(plan));
  if (broken !== undefined) return broken;
  const again = after.apps.filter((each) => each.name === name);
  if (again.length === 0) return `there is no app ${name} afterwards`;
  const lost = again.find(({ missing }) => missing.length > 0);
  if (lost !== undefined) return `${name} lacks its ${lost.missing.join(', ')}`;
  const back = planRename({ repo: after, apps: again, name: app.name, keepRelease: false });
  return difference(repo.files, applyChanges(after.files, back.changes));
}

function removed(repo: Repo, report: Report, app: App): string | undefined {
  const plan = planRemoval({ repo, apps: appsLike(repo, app), keepNamespace: false });
  const after = readRepo(applyChanges(repo.files, plan.changes), repo.settings);
  const left = after.apps.find(
    (each) => each.name === app.name && each.view.root === app.view.root && each.namespace === app.namespace,
  );
  return left === undefined
    ? brought(report, judged(after), touchedBy(plan.changes))
    : `${app.name} is still there`;
}

function appsLike({ apps }: Repo, { name, helmRelease }: App): readonly App[] {
  return apps.filter((each) => each.name === name && each.helmRelease === helmRelease);
}

function attempt(act: () => string | undefined): Outcome {
  try {
    const fault = act();
    return { state: fault === undefined ? 'done' : 'failed', words: fault ?? '' };
  } catch (error) {
    if (error instanceof KitError) return { state: 'refused', words: `${error.code}: ${error.message}` };
    return { state: 'failed', words: String(error instanceof Error ? error.stack : error) };
  }
}

function judged(repo: Repo): Report {
  return lint(repo, { settings: repo.settings, rules, schemas: apiSchemas(packagedSchemas, repo) });
}

function brought(
  before: Report,
  after: Report,
  touched: ReadonlySet<string>,
  called?: Called,
): string | undefined {
  const errors = addedFindings(before, after, touched, called).filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return undefined;
  return errors.map(({ rule, at, message }) => `${at.file}: ${message} [${rule}]`).join('; ');
}

function touchedBy(changes: ReturnType<typeof planRename>['changes']): ReadonlySet<string> {
  return new Set(
    changes.flatMap((change) => (change.kind === 'move' ? [change.path, change.to] : [change.path])),
  );
}

function difference(before: Files, after: Files): string | undefined {
  const paths = new Set([...before.paths(), ...after.paths()]);
  const differing = [...paths].filter((path) => before.text(path) !== after.text(path)).sort();
  return differing.length === 0 ? undefined : `not the same bytes when renamed back: ${differing.join(', ')}`;
}

function freeName(repo: Repo, name: string): string {
  const taken = new Set([...repo.apps.map((app) => app.name), ...repo.resources.map((each) => each.name)]);
  let free = `other-${name}`.slice(0, 50).replace(/-$/, '');
  while (taken.has(free)) free = `x${free}`;
  return free;
}
