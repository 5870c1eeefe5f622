import type { Files, RepoPath } from '../core/change.ts';
import { type GitIgnore, readGitIgnore } from './git-ignore.ts';
import { baseName, folderOf } from './layout.ts';

/**
 * What source-controller leaves out of an artifact by default (fluxcd/pkg sourceignore): version control, CI,
 * images and archives, and three configuration files. None of the patterns has an inner slash: each matches at any depth.
 */
const ignoredByDefault = new RegExp(
  `(?:^|/)(?:${[
    String.raw`\.git|\.github|\.circleci|\.gitignore|\.gitmodules|\.gitattributes`,
    String.raw`\.travis\.yml|\.gitlab-ci\.yml|appveyor\.yml|\.drone\.yml|cloudbuild\.yaml|codeship-[^/]*\.yml`,
    String.raw`\.goreleaser\.yml|\.sops\.yaml|\.flux\.yaml`,
    String.raw`[^/]*\.(?:jpg|jpeg|gif|png|wmv|flv|tar\.gz|zip)`,
  ].join('|')})(?:/|$)`,
);

/** Whether Flux leaves a path out by default, whatever the repository says. */
export function isIgnoredByDefault(path: RepoPath): boolean {
  return ignoredByDefault.test(path);
}

/**
 * Whether Flux leaves a path out of what it applies: the defaults, then the `.sourceignore` files from the top down,
 * the last word winning. gitignore syntax, case-sensitive.
 */
export function sourceIgnore(files: Files, paths: readonly RepoPath[]): (path: RepoPath) => boolean {
  return ignoredBy('.sourceignore', { files, paths }, isIgnoredByDefault);
}

/** Whether git leaves a path out, as the `.gitignore` files say; a file that was added all the same is not known. */
export function gitIgnore(files: Files, paths: readonly RepoPath[]): (path: RepoPath) => boolean {
  return ignoredBy('.gitignore', { files, paths }, () => false);
}

/** The ignore files of one name, from the top down, after what holds without them. */
function ignoredBy(
  name: string,
  { files, paths }: { readonly files: Files; readonly paths: readonly RepoPath[] },
  byDefault: (path: RepoPath) => boolean,
): (path: RepoPath) => boolean {
  const layers: { readonly folder: RepoPath; readonly verdict: GitIgnore }[] = [];
  for (const path of paths) {
    if (baseName(path) !== name) continue;
    const text = files.text(path);
    if (text === undefined) continue;
    layers.push({ folder: folderOf(path), verdict: readGitIgnore(text) });
  }
  layers.sort((a, b) => a.folder.length - b.folder.length);
  return (path) => {
    let ignored = byDefault(path);
    for (const { folder, verdict } of layers) {
      if (folder !== '' && !path.startsWith(`${folder}/`)) continue;
      const said = verdict(folder === '' ? path : path.slice(folder.length + 1));
      if (said !== undefined) ignored = said === 'ignored';
    }
    return ignored;
  };
}
