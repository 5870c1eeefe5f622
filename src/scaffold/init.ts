import { applyChanges, type Change, type Files, type Plan, type RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { newlineOf } from '../core/text.ts';
import { configFile } from '../model/config.ts';
import { join, rootFolders } from '../model/layout.ts';
import type { Repo } from '../model/repo.ts';
import { sourceIgnore } from '../model/source-ignore.ts';
import { kustomizationPath } from '../model/tree.ts';
import { readYaml } from '../yaml/read.ts';
import { kustomizationFiles } from './kustomize-entries.ts';
import { renderTemplate, type TemplateData, type Templates } from './templates.ts';

/** Where the repository is hosted: decides the CI file and the bootstrap command. */
export type Forge = 'github' | 'gitlab' | 'forgejo' | 'other';
export const forges: readonly Forge[] = ['github', 'gitlab', 'forgejo', 'other'];

export interface Init {
  readonly repo: Repo;
  /** The repository's name, for the README. */
  readonly name: string;
  readonly forge: Forge;
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
export function planInit(init: Init): Plan {
  const { repo, templates } = init;
  const { files } = repo;
  const root = rootOf(init);
  const wanted = wantedFiles(init, root);
  const missing = wanted.filter(
    ({ path, unless }) => files.text(path) === undefined && !present(files, unless),
  );
  const creates = missing.map(({ path, template, data }): Change => {
    const quoting = /\.ya?ml\.hbs$/.test(template) ? 'yaml' : 'none';
    return { kind: 'create', path, text: renderTemplate(templates(`repository/${template}`), data, quoting) };
  });
  const folders = rootFolderFiles(repo, root);
  const ours = missing.map(({ path }) => path).filter((path) => /\.ya?ml$/.test(path));
  const changes = [...folders, ...creates];
  checkYaml(changes);
  return {
    title: 'prepare the repository for gitops-kit',
    changes: [...changes, ...ignoreInFlux(init, root, ours)],
    notes: wanted.flatMap(({ path, adds }) => linesToAdd(files, path, adds, init)),
  };
}

interface WantedFile {
  readonly path: RepoPath;
  readonly template: string;
  readonly data: TemplateData;
  /** Another file that does the same, so that this one is not needed. */
  readonly unless?: RegExp;
  /** What a file of that name must hold to be ours as well, else its lines are printed. */
  readonly adds?: string;
}

function wantedFiles(init: Init, root: RepoPath): WantedFile[] {
  const { repo, version, schema } = init;
  const isNew = repo.layout.root === undefined;
  const appsDir = init.appsDir === undefined ? repo.layout.appsDir.path : kustomizationPath(init.appsDir);
  const flux = `${repo.flux.major}.${repo.flux.minor}`;
  const shown = (path: string): string => (path === '' ? './' : path);
  const readme = {
    name: init.name,
    rootPath: shown(root),
    appPath: join(appsDir, 'APP'),
    bootstrap: bootstrapCommand(init.forge, shown(root)),
  };
  const settings = {
    schema: JSON.stringify(schema),
    fluxVersion: flux,
    detected: repo.flux.why.startsWith('from '),
    roots: isNew || init.root !== undefined ? JSON.stringify([root]) : undefined,
    appsDir: init.appsDir === undefined ? undefined : JSON.stringify(appsDir),
  };
  return [
    { path: 'README.md', template: 'README.md.hbs', data: readme, unless: /^readme(\.[a-z]+)?$/i },
    { path: configFile, template: 'gitops-kit.jsonc.hbs', data: settings },
    { path: '.pre-commit-config.yaml', template: 'pre-commit-config.yaml.hbs', data: {}, adds: 'gitops-kit' },
    ...ciFiles[init.forge].map((file) => ({ ...file, data: { version } })),
  ];
}

const ciFiles: Readonly<Record<Forge, readonly Omit<WantedFile, 'data'>[]>> = {
  github: [{ path: '.github/workflows/gitops-kit.yml', template: 'github-workflow.yml.hbs' }],
  forgejo: [{ path: '.forgejo/workflows/gitops-kit.yml', template: 'forgejo-workflow.yml.hbs' }],
  gitlab: [{ path: '.gitlab-ci.yml', template: 'gitlab-ci.yml.hbs', adds: 'gitops-kit' }],
  other: [],
};

function bootstrapCommand(forge: Forge, path: string): string {
  const place = `--branch=main --path=${path}`;
  if (forge === 'github') return `flux bootstrap github --owner=OWNER --repository=REPOSITORY ${place}`;
  if (forge === 'gitlab') return `flux bootstrap gitlab --owner=GROUP --repository=REPOSITORY ${place}`;
  if (forge === 'forgejo')
    return `flux bootstrap gitea --hostname=HOST --owner=OWNER --repository=REPOSITORY ${place}`;
  return `flux bootstrap git --url=ssh://git@HOST/REPOSITORY.git ${place}`;
}

/** The root that is there; another one is made only where there is none. */
function rootOf({ repo, root }: Init): RepoPath {
  const existing = repo.layout.root?.path;
  const asked = root === undefined ? undefined : kustomizationPath(root);
  if (existing === undefined) return asked ?? 'flux-system';
  if (asked === undefined || repo.layout.roots.some(({ path }) => path === asked)) return asked ?? existing;
  throw new KitError(
    'root-exists',
    `this repository has the root ${existing === '' ? './' : existing}, not ${asked}`,
    {
      help: [`to use another one, set "roots": [${JSON.stringify(asked)}] in ${configFile}`],
    },
  );
}

/** Git keeps no empty folder. A root that has one of the three has begun, and needs no more. */
function rootFolderFiles({ files }: Repo, root: RepoPath): Change[] {
  const folders = (['HelmRepository', 'Kustomization', 'Namespace'] as const).map((kind) =>
    join(root, rootFolders[kind]),
  );
  const begun = [...files.paths()].some((path) => folders.some((folder) => path.startsWith(`${folder}/`)));
  return begun ? [] : folders.map((folder) => ({ kind: 'create', path: `${folder}/.gitkeep`, text: '' }));
}

function present(files: Files, name: RegExp | undefined): boolean {
  return name !== undefined && [...files.paths()].some((path) => name.test(path));
}

/**
 * Lines for `.sourceignore` where Flux would apply a YAML file of ours: a folder that it builds without a
 * kustomization.yaml is read whole, and one file that is no Kubernetes object fails it.
 */
function ignoreInFlux({ repo }: Init, root: RepoPath, ours: readonly RepoPath[]): Change[] {
  const { files } = repo;
  const paths = [...files.paths()];
  const ignored = sourceIgnore(files, paths);
  const replaced = repo.ofKind('GitRepository').some((source) => source.text('spec', 'ignore') !== undefined);
  const built = new Set([root, ...repo.views.flatMap(({ builds }) => builds.map(({ path }) => path))]);
  const wholes = [...built].filter(
    (folder) => !kustomizationFiles.some((name) => files.text(join(folder, name)) !== undefined),
  );
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

/** A file that exists is left alone: its owner gets the lines. */
function linesToAdd(
  files: Files,
  path: RepoPath,
  adds: string | undefined,
  { templates, version }: Init,
): string[] {
  const text = files.text(path);
  if (adds === undefined || text === undefined || text.includes(adds)) return [];
  const name = path === '.gitlab-ci.yml' ? 'gitlab-ci.yml.hbs' : 'pre-commit-config.yaml.hbs';
  const lines = renderTemplate(templates(`repository/${name}`), { version });
  return [
    `${path} exists and stays as it is; to run gitops-kit there, add:\n${lines.replace(/^(?=.)/gm, '  ').trimEnd()}`,
  ];
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
