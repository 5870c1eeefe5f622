import type { Repo } from '../model/repo.ts';
import { isWithin } from '../model/tree.ts';
import type { Called } from './added-findings.ts';
import type { RenamePlan } from './rename.ts';
import { valueNotes } from './told.ts';

/** How a finding is known again after a rename: by the file's new place, and whatever the app is called in its words. */
export function calledAfter({ moved, parts, now }: RenamePlan): Called {
  const either = new RegExp(`(?<![a-z0-9])(?:${parts.name}|${now})(?![a-z0-9])`, 'g');
  return { file: (path) => moved.pathOf(path) ?? path, words: (message) => message.replace(either, '*') };
}

/** The values of the renamed app that still say its old name. */
export function notesAfterRename(after: Repo, { moved, parts, names }: RenamePlan): string[] {
  const folder = parts.folder === undefined ? undefined : moved.pathOf(parts.folder);
  const files = new Set(
    [...parts.kustomizations, ...parts.values, ...parts.sources, ...parts.namespaces].map(
      ({ file }) => moved.pathOf(file) ?? file,
    ),
  );
  return valueNotes(after, parts.name, {
    isOwn: ({ file }) => files.has(file) || (folder !== undefined && isWithin(file, folder)),
    isNamespaceGone: names.namespace !== undefined,
  });
}
