import { applyChanges, type Files, filesOf, type Plan } from '../../src/core/change.ts';
import { defaultSettings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import {
  type Consequences,
  consequencesOfRemoval,
  consequencesOfRename,
} from '../../src/scaffold/consequences.ts';
import { findApp } from '../../src/scaffold/find-app.ts';
import { planRemoval } from '../../src/scaffold/remove.ts';
import { planRename } from '../../src/scaffold/rename.ts';
import { notesAfterRename } from '../../src/scaffold/renamed-findings.ts';
import { simulate } from './simulate.ts';

export type Texts = Readonly<Record<string, string>>;

/** A repository after a command, with all that is said of it. */
export interface After {
  readonly files: Files;
  readonly texts: Texts;
  readonly title: string;
  readonly notes: readonly string[];
  readonly consequences: Consequences;
}

/** Which of several apps is meant. */
interface Which {
  readonly root?: string;
  readonly namespace?: string;
}

export function textsOf(files: Files): Texts {
  return Object.fromEntries([...files.paths()].map((path) => [path, files.text(path) ?? '']));
}

export function renamed(
  texts: Texts,
  old: string,
  name: string,
  { keepRelease = false, ...which }: Which & { readonly keepRelease?: boolean } = {},
): After {
  const { repo, apps } = opened(texts, old, which);
  const plan = planRename({ repo, apps, name, keepRelease });
  const after = afterwards(repo.files, plan);
  const now = readRepo(after.files, defaultSettings);
  return {
    ...after,
    notes: [...plan.notes, ...notesAfterRename(now, plan)],
    consequences: consequencesOfRename({ before: repo, after: now, simulate }, keepRelease),
  };
}

export function removed(
  texts: Texts,
  name: string,
  { keepNamespace = false, ...which }: Which & { readonly keepNamespace?: boolean } = {},
): After & { readonly dependants: readonly string[] } {
  const { repo, apps } = opened(texts, name, which);
  const plan = planRemoval({ repo, apps, keepNamespace });
  const after = afterwards(repo.files, plan);
  const now = readRepo(after.files, defaultSettings);
  return {
    ...after,
    notes: plan.notes,
    dependants: plan.dependants,
    consequences: consequencesOfRemoval({ before: repo, after: now, simulate }, keepNamespace),
  };
}

function opened(texts: Texts, name: string, { root, namespace }: Which) {
  const repo = readRepo(filesOf(texts), defaultSettings);
  return { repo, apps: findApp(repo, { name, root, namespace }) };
}

function afterwards(before: Files, { changes, title }: Plan): Pick<After, 'files' | 'texts' | 'title'> {
  const files = applyChanges(before, changes);
  return { files, texts: textsOf(files), title };
}
