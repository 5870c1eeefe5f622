import type { Repo } from '../model/repo.ts';
import { isWithin } from '../model/tree.ts';
import { healthChecks } from '../rules/health-checks.ts';
import type { Called } from './added-findings.ts';
import type { RenamePlan } from './rename.ts';
import { valueNotes } from './told.ts';

/** How a finding is known again after a rename: by the file's new place, and whatever the app is called in its words. */
export function calledAfter({ moved, parts, now }: RenamePlan): Called {
  const either = new RegExp(`(?<![a-z0-9])(?:${parts.name}|${now})(?![a-z0-9])`, 'g');
  return { file: (path) => moved.pathOf(path) ?? path, words: (message) => message.replace(either, '*') };
}

/** The values of the renamed app that still say its old name. */
export function notesAfterRename(after: Repo, { moved, parts, names, now }: RenamePlan): string[] {
  const folder = parts.folder === undefined ? undefined : moved.pathOf(parts.folder);
  const files = new Set(
    [...parts.kustomizations, ...parts.values, ...parts.sources, ...parts.namespaces].map(
      ({ file }) => moved.pathOf(file) ?? file,
    ),
  );
  const notes = valueNotes(after, parts.name, {
    isOwn: ({ file }) => files.has(file) || (folder !== undefined && isWithin(file, folder)),
    isNamespaceGone: names.namespace !== undefined,
  });
  return [...waitingNotes(after, parts.name, now), ...notes];
}

/** Health checks of workloads that a chart may name after its release: with another name they are waited for in vain. */
function waitingNotes(after: Repo, was: string, now: string): string[] {
  const workloads = ['Deployment', 'StatefulSet', 'DaemonSet', 'Service', 'Ingress'];
  const found = new Set<string>();
  for (const { view, from, kind, name, namespace } of healthChecks(after)) {
    const isOwn = view.nameOf(from) === now || (namespace !== undefined && namespace === now);
    if (!isOwn || !workloads.includes(kind) || !`-${name}-`.includes(`-${was}-`)) continue;
    if (view.makes(kind, namespace, name) !== undefined) continue;
    found.add(
      `Kustomization ${view.nameOf(from)} waits for ${kind} ${name}: a chart as a rule calls it after its release, which has another name now; check what the chart makes`,
    );
  }
  return [...found];
}
