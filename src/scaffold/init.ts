import { applyChanges, type Change, type Files, type Plan, type RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { configFile } from '../model/config.ts';
import { join, rootFolders } from '../model/layout.ts';
import type { Repo } from '../model/repo.ts';
import { resolvePath } from '../model/tree.ts';
import { readYaml } from '../yaml/read.ts';
import { ciFiles, hookFile } from './ci-files.ts';
import { ignoredByFlux } from './flux-ignore.ts';
import { renovateConfiguration } from './renovate-file.ts';
import { renderTemplate, type Templates } from './templates.ts';
import type { WantedFile } from './wanted-file.ts';

/** Where the repository is hosted: decides the CI file and the bootstrap command. */
export type Forge = 'github' | 'gitlab' | 'forgejo' | 'other';
export const forges: readonly Forge[] = ['github', 'gitlab', 'forgejo', 'other'];

export interface Init {
  readonly repo: Repo;
  /** The repository's name, for the README. */
  readonly name: string;
  readonly forge: Forge;
  /** The branch that Flux will watch. */
  readonly branch: string;
  /** The root of a repository that has none; default `flux-system`. */
  readonly root: string | undefined;
  readonly appsDir: string | undefined;
  /** This program's version, for the CI file. */
  readonly version: string;
  /** The URL of the configuration's JSON Schema. */
  readonly schema: string;
  readonly templates: Templates;
}

/** The forge that a repository's own files speak of. */
export function forgeOf(files: Files): Forge {
  for (const path of files.paths()) {
    if (path.startsWith('.github/')) return 'github';
    if (path === '.gitlab-ci.yml') return 'gitlab';
    if (path.startsWith('.forgejo/') || path.startsWith('.gitea/')) return 'forgejo';
  }
  return 'other';
}

/** The plan that prepares a repository: what is missing is created, nothing is overwritten; notes say what to add by hand. */
export function planInit(asked: Init): Plan {
  const init = {
    ...asked,
    root: ownFolder('root', asked.root),
    appsDir: ownFolder('apps-dir', asked.appsDir),
  };
  const { repo, templates } = init;
  const root = rootOf(init);
  const { wanted, notes } = wantedFiles(init, root);
  const missing = wanted.filter(
    ({ path, unless }) => !repo.tree.isFile(path) && unless?.(repo.files) !== true,
  );
  const creates = missing.map(({ path, template, data }): Change => {
    const quoting = /\.ya?ml\.hbs$/.test(template) ? 'yaml' : 'none';
    return {
      kind: 'create',
      path,
      text: renderTemplate(templates(`repository/${template}`), data, { quoting }),
    };
  });
  checkYaml(creates);
  const ours = missing.map(({ path }) => path).filter((path) => /\.ya?ml$/.test(path));
  const noRoot =
    'no root was recognised, and none was made; if Flux applies a folder here, name it: gitops-kit init --root DIR';
  return {
    title: 'prepare the repository for gitops-kit',
    changes: [...rootFolderFiles(init, root), ...creates, ...ignoredByFlux(repo, root, ours)],
    notes: [
      ...(root === undefined ? [noRoot] : []),
      ...wanted.flatMap(({ path, adds }) => adds?.(repo.files.text(path)) ?? []),
      ...notes,
    ],
  };
}

function wantedFiles(
  init: Init,
  root: RepoPath | undefined,
): { readonly wanted: readonly WantedFile[]; readonly notes: readonly string[] } {
  const { repo, schema, forge } = init;
  const appsDir = init.appsDir ?? repo.layout.appsDir.path;
  const settings = {
    schema: JSON.stringify(schema),
    fluxVersion: `${repo.flux.major}.${repo.flux.minor}`,
    detected: repo.flux.why !== 'newest known',
    roots: rootsToWrite(init, root),
    appsDir: init.appsDir === undefined ? undefined : JSON.stringify(appsDir),
  };
  const path = root === '' ? './' : root;
  const roots = repo.layout.roots.map((each) => each.path);
  const folders = [...(root === undefined ? [] : [root]), ...roots, appsDir];
  const renovate = forge === 'other' ? { wanted: [], notes: [] } : renovateConfiguration(repo, folders);
  return {
    wanted: [
      ...(path === undefined ? [] : [readme(init, path, appsDir)]),
      { path: configFile, template: 'gitops-kit.jsonc.hbs', data: settings },
      hookFile(init),
      ...ciFiles(init),
      ...renovate.wanted,
    ],
    notes: renovate.notes,
  };
}

function readme({ repo, name, forge, branch }: Init, rootPath: string, appsDir: RepoPath): WantedFile {
  const data = {
    name,
    rootPath,
    appPath: join(appsDir, 'APP'),
    // Where Flux watches already, the command would change what it applies.
    bootstrap: repo.views.some(({ kustomization }) => kustomization !== undefined)
      ? undefined
      : bootstrapCommand(forge, branch, rootPath),
  };
  const isReadme = (file: RepoPath): boolean => /^readme(\.[a-z]+)?$/i.test(file);
  return {
    path: 'README.md',
    template: 'README.md.hbs',
    data,
    unless: (files) => [...files.paths()].some(isReadme),
  };
}

/** Roots that the next run could not see by itself: a new one, and several that hold nothing of the layout yet. */
function rootsToWrite(init: Init, root: RepoPath | undefined): string | undefined {
  const { layout } = init.repo;
  if (root === undefined) return undefined;
  if (layout.root === undefined || init.root !== undefined) return JSON.stringify([root]);
  const several = layout.roots.length > 1 && !hasBegun(init.repo.files, root);
  return several ? JSON.stringify(layout.roots.map(({ path }) => path)) : undefined;
}

function bootstrapCommand(forge: Forge, branch: string, path: string): string {
  const place = `--branch=${shellWord(branch)} --path=${shellWord(path)}`;
  if (forge === 'github') return `flux bootstrap github --owner=OWNER --repository=REPOSITORY ${place}`;
  if (forge === 'gitlab') return `flux bootstrap gitlab --owner=GROUP --repository=REPOSITORY ${place}`;
  if (forge === 'forgejo')
    return `flux bootstrap gitea --hostname=HOST --owner=OWNER --repository=REPOSITORY ${place}`;
  return `flux bootstrap git --url=ssh://git@HOST/REPOSITORY.git ${place}`;
}

/** A folder of the repository as the user wrote it. @throws KitError `bad-folder` for one that lies outside */
function ownFolder(option: string, written: string | undefined): RepoPath | undefined {
  if (written === undefined) return undefined;
  const path = written.trim().startsWith('/') ? undefined : resolvePath('', written.trim());
  if (path !== undefined) return path;
  throw new KitError(
    'bad-folder',
    `--${option} ${written} lies outside the repository; a folder from its top was expected`,
    { help: [`as in --${option} ${option === 'root' ? 'clusters/production' : 'apps'}`] },
  );
}

/** A word for a POSIX shell: branches and folders may hold what it would act upon. */
function shellWord(text: string): string {
  return /^[\w./@%+=:,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The root that is there; another one is made only where there is none, and nothing that looks like one. */
function rootOf({ repo, root }: Init): RepoPath | undefined {
  const existing = repo.layout.root?.path;
  if (existing === undefined && root === '') {
    throw new KitError('root-is-top', 'the root ./ would apply the app folders a second time', {
      help: ['name a folder of its own: --root flux-system'],
    });
  }
  if (existing === undefined) return root ?? (repo.resources.length === 0 ? 'flux-system' : undefined);
  if (root === undefined || repo.layout.roots.some(({ path }) => path === root)) return root ?? existing;
  throw new KitError(
    'root-exists',
    `this repository has the root ${existing === '' ? './' : existing}, not ${root}`,
    {
      help: [`to use another one, set "roots": [${JSON.stringify(root)}] in ${configFile}`],
    },
  );
}

/**
 * Git keeps no empty folder. Left alone: a root that has one of the three, several roots of which none is preferred,
 * and a repository whose apps lie otherwise.
 */
function rootFolderFiles({ repo }: Init, root: RepoPath | undefined): Change[] {
  const { layout, apps } = repo;
  const isOtherwise = layout.root !== undefined && (layout.roots.length > 1 || apps.length > 0);
  if (root === undefined || isOtherwise || hasBegun(repo.files, root)) return [];
  return foldersOf(root).map((folder) => ({ kind: 'create', path: `${folder}/.gitkeep`, text: '' }));
}

function hasBegun(files: Files, root: RepoPath): boolean {
  return [...files.paths()].some((path) => foldersOf(root).some((folder) => path.startsWith(`${folder}/`)));
}

function foldersOf(root: RepoPath): RepoPath[] {
  return (['HelmRepository', 'Kustomization', 'Namespace'] as const).map((kind) =>
    join(root, rootFolders[kind]),
  );
}

/** What is written is read back: a template with a slip must not reach a repository. */
function checkYaml(changes: readonly Change[]): void {
  const files = applyChanges({ paths: () => [], text: () => undefined, fault: () => undefined }, changes);
  for (const path of files.paths()) {
    if (!/\.ya?ml$/.test(path)) continue;
    const [problem] = readYaml(files.text(path) ?? '').problems;
    if (problem !== undefined)
      throw new Error(`the template of ${path} writes YAML with a problem: ${problem.message}`);
  }
}
