import { dirname, resolve } from 'node:path';
import { isGitDir, type Place, realPath } from './place.ts';

/**
 * What binds git to one repository (`git rev-parse --local-env-vars`). Hooks set these: a run that a hook of another
 * repository started must not write there.
 */
const local = new Set([
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_CONFIG',
  'GIT_CONFIG_COUNT',
  'GIT_CONFIG_PARAMETERS',
  'GIT_DIR',
  'GIT_GRAFT_FILE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_INTERNAL_SUPER_PREFIX',
  'GIT_NAMESPACE',
  'GIT_NO_REPLACE_OBJECTS',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
  'GIT_REPLACE_REF_BASE',
  'GIT_SHALLOW_FILE',
  'GIT_WORK_TREE',
]);

/** What makes git read our pathspecs as something else (git(1), "other"). */
const pathspecs = /^GIT_(?:LITERAL|GLOB|NOGLOB|ICASE)_PATHSPECS$/;

/** The variables that git may inherit: the user's own, such as GIT_AUTHOR_NAME or GIT_SSH_COMMAND. */
export function inheritedVariables(): string[] {
  return Object.keys(process.env).filter((name) => !local.has(name) && !pathspecs.test(name));
}

/**
 * The git directory of a place: its own, or the one that a hook was told of where the work tree holds none
 * (`git --git-dir=… --work-tree=… commit`).
 */
export function gitDirFor({ top, gitDir }: Pick<Place, 'top' | 'gitDir'>): string | undefined {
  const named = process.env['GIT_DIR'];
  if (gitDir !== undefined || named === undefined) return gitDir;
  const found = realPath(named);
  return isGitDir(found) && realPath(process.env['GIT_WORK_TREE'] ?? '.') === top ? found : undefined;
}

/**
 * The environment of a git that reads what a hook of this repository is shown: `git commit --only` and `--all` work
 * on an index of their own (githooks(5)), a server's hook on objects that are set aside. What the hook of another
 * repository left behind counts for nothing.
 */
export function hookEnvironment(place: Pick<Place, 'top' | 'gitDir'>): NodeJS.ProcessEnv {
  const { top } = place;
  const said = process.env;
  const own = gitEnvironment();
  const gitDir = gitDirFor(place);
  const named = said['GIT_DIR'] === undefined ? undefined : realPath(said['GIT_DIR']);
  if (named !== undefined && named !== gitDir) return own;
  if (place.gitDir === undefined && gitDir !== undefined) {
    own['GIT_DIR'] = gitDir;
    own['GIT_WORK_TREE'] = top;
  }
  for (const name of ['GIT_OBJECT_DIRECTORY', 'GIT_ALTERNATE_OBJECT_DIRECTORIES'])
    if (named !== undefined && said[name] !== undefined) own[name] = said[name];
  // What the user set for this git, such as safe.directory in a container.
  for (const name of ['GIT_CONFIG_COUNT', 'GIT_CONFIG_PARAMETERS'])
    if (said[name] !== undefined) own[name] = said[name];
  const index = said['GIT_INDEX_FILE'];
  // Git takes a relative one from the top of the work tree.
  if (index !== undefined && isOwn(resolve(top, index), gitDir)) own['GIT_INDEX_FILE'] = resolve(top, index);
  return own;
}

/** Whether an index lies in no git directory but this one. */
function isOwn(index: string, gitDir: string | undefined): boolean {
  for (let folder = dirname(realPath(index)); folder !== dirname(folder); folder = dirname(folder))
    if (isGitDir(folder)) return folder === gitDir;
  return true;
}

/** The environment of a git that is started without simple-git. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(inheritedVariables().map((name) => [name, process.env[name]]));
}
