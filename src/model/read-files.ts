import type { Files, RepoPath } from '../core/change.ts';
import type { MapNode, YamlNode, YamlProblem } from '../yaml/node.ts';
import { readYaml } from '../yaml/read.ts';
import { type Components, isGenerated, readComponents } from './components.ts';
import { baseName, folderOf } from './layout.ts';
import { type Resource, resourcesOf } from './resource.ts';
import { isIgnoredByDefault } from './source-ignore.ts';
import type { Tree } from './tree.ts';

/** What the YAML files of a repository hold, before anything is known of what applies them. */
export interface ReadFiles {
  readonly yamlFiles: readonly RepoPath[];
  /** Whether the file was one of them, its problems aside. */
  isRead(path: RepoPath): boolean;
  /** The objects of each file that has any. */
  readonly resources: ReadonlyMap<RepoPath, readonly Resource[]>;
  readonly problems: ReadonlyMap<RepoPath, readonly YamlProblem[]>;
  readonly unread: ReadonlySet<RepoPath>;
  /** Folder -> its kustomization file. */
  readonly kustomizations: ReadonlyMap<RepoPath, KustomizationFile>;
  /** What each gotk-components.yaml says. */
  readonly components: ReadonlyMap<RepoPath, Components>;
  /** Those in which `ignoreMark` stands. */
  readonly marked: ReadonlySet<RepoPath>;
}

/** What every comment says that silences a finding: files without it need not be read again to look for one. */
export const ignoreMark = 'gitops-kit: ignore';

/** An instruction to kustomize. */
export interface KustomizationFile {
  readonly file: RepoPath;
  /** Undefined when it could not be read. */
  readonly root: MapNode | undefined;
}

/** The names that kustomize looks for, in its order. */
export const kustomizationNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Reads every YAML file that neither the settings nor Flux's defaults leave out. Files are read once and not kept. */
export function readFiles(files: Files, tree: Tree, isLeftOut: (path: RepoPath) => boolean): ReadFiles {
  const yamlFiles: RepoPath[] = [];
  const resources = new Map<RepoPath, readonly Resource[]>();
  const problems = new Map<RepoPath, readonly YamlProblem[]>();
  const unread = new Set<RepoPath>();
  const kustomizations = new Map<RepoPath, KustomizationFile>();
  const components = new Map<RepoPath, Components>();
  const marked = new Set<RepoPath>();
  for (const path of tree.paths) {
    const name = baseName(path);
    // A folder that cannot be looked into may hold anything.
    const isFolder = path.endsWith('/');
    if (!isYaml(name) && name !== 'Kustomization' && !isFolder) continue;
    if (isIgnoredByDefault(path) || isLeftOut(path) || isChartTemplate(path, tree)) continue;
    if (isGenerated(path)) {
      const text = files.text(path);
      if (text !== undefined) {
        components.set(path, readComponents(text));
        continue;
      }
    }
    yamlFiles.push(path);
    const content = contentOf(files, path);
    if (content === undefined || content.problems.some(({ fatal }) => fatal)) unread.add(path);
    if (content !== undefined && content.problems.length > 0) problems.set(path, content.problems);
    if (content?.isMarked === true) marked.add(path);
    const found = content?.resources ?? [];
    if (found.length > 0) resources.set(path, found);
    if (!kustomizationNames.includes(name) || found.length > 0) continue;
    const root = content?.root;
    const rank = kustomizationNames.indexOf(name);
    const known = kustomizations.get(folderOf(path));
    if (known !== undefined && kustomizationNames.indexOf(baseName(known.file)) < rank) continue;
    kustomizations.set(folderOf(path), { file: path, root: root?.kind === 'map' ? root : undefined });
  }
  const all = new Set(yamlFiles);
  return {
    yamlFiles,
    isRead: (path) => all.has(path),
    resources,
    problems,
    unread,
    kustomizations,
    components,
    marked,
  };
}

/** What one file holds. */
interface Content {
  readonly resources: readonly Resource[];
  readonly problems: readonly YamlProblem[];
  /** The first document that has something in it. */
  readonly root: YamlNode | undefined;
  readonly isMarked: boolean;
}

/** What was read of which files, as long as somebody holds them: a plan changes five of them and is linted again. */
const known = new WeakMap<Files, Map<RepoPath, Content>>();

/** The content of a file, read once; undefined when it has no text. */
function contentOf(files: Files, path: RepoPath): Content | undefined {
  let mine = known.get(files);
  if (mine === undefined) {
    mine = new Map();
    known.set(files, mine);
  }
  const before =
    files.basis?.changed.has(path) === false ? known.get(files.basis.files)?.get(path) : undefined;
  const content = before ?? readContent(files.text(path), path);
  if (content !== undefined) mine.set(path, content);
  return content;
}

function readContent(text: string | undefined, path: RepoPath): Content | undefined {
  if (text === undefined) return undefined;
  const yaml = readYaml(text);
  const root = yaml.documents.find((document) => document.root !== undefined)?.root;
  const isMarked = text.includes(ignoreMark);
  return { resources: resourcesOf(path, yaml), problems: yaml.problems, root, isMarked };
}

/** Whether Flux takes a file for YAML: by its extension, in lower case only. */
export function isYaml(path: RepoPath): boolean {
  return path.endsWith('.yaml') || path.endsWith('.yml');
}

/** The templates of a Helm chart that the repository holds are no YAML. */
function isChartTemplate(path: RepoPath, tree: Tree): boolean {
  for (let at = path.indexOf('/templates/'); at !== -1; at = path.indexOf('/templates/', at + 1)) {
    if (tree.isFile(`${path.slice(0, at)}/Chart.yaml`)) return true;
  }
  return path.startsWith('templates/') && tree.isFile('Chart.yaml');
}
