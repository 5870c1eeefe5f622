import type { Change, RepoPath } from '../core/change.ts';
import { newlineOf } from '../core/text.ts';
import type { Repo } from '../model/repo.ts';
import { sourceIgnore } from '../model/source-ignore.ts';

/**
 * Lines for `.sourceignore` where Flux would apply a YAML file of ours: a folder that it builds without a
 * kustomization.yaml is read whole, and one file that is no Kubernetes object fails it.
 */
export function ignoredByFlux(repo: Repo, root: RepoPath | undefined, ours: readonly RepoPath[]): Change[] {
  const { files } = repo;
  const paths = [...files.paths()];
  const ignored = sourceIgnore(files, paths);
  const replaced = repo.ofKind('GitRepository').some((source) => source.text('spec', 'ignore') !== undefined);
  const built = new Set([
    ...(root === undefined ? [] : [root]),
    ...repo.views.flatMap(({ builds }) => builds.map(({ path }) => path)),
  ]);
  const wholes = [...built].filter((folder) => !repo.kustomizationFiles.has(folder));
  const applied = ours.filter(
    (path) =>
      wholes.some((folder) => folder === '' || path.startsWith(`${folder}/`)) && (replaced || !ignored(path)),
  );
  if (applied.length === 0) return [];
  const before = files.text('.sourceignore') ?? '';
  const newline = newlineOf(before);
  const start = before === '' || before.endsWith('\n') ? '' : newline;
  const lines = ['# no Kubernetes objects: Flux must not apply them', ...applied.map((path) => `/${path}`)];
  const text = `${start}${lines.join(newline)}${newline}`;
  if (files.text('.sourceignore') === undefined) return [{ kind: 'create', path: '.sourceignore', text }];
  return [
    {
      kind: 'edit',
      path: '.sourceignore',
      edits: [{ range: { start: before.length, end: before.length }, text }],
    },
  ];
}
