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

/** The variables that git may inherit: the user's own, such as GIT_AUTHOR_NAME or GIT_SSH_COMMAND. */
export function inheritedVariables(): string[] {
  return Object.keys(process.env).filter((name) => !local.has(name));
}

/** The environment of a git that is started without simple-git. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(inheritedVariables().map((name) => [name, process.env[name]]));
}
