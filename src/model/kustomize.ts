import type { RepoPath } from '../core/change.ts';
import { isGenerated } from './components.ts';
import type { Gap } from './gap.ts';
import { generatorsOf, texts } from './generators.ts';
import { isRemote } from './kustomize-inputs.ts';
import { isYaml, type KustomizationFile, type ReadFiles } from './read-files.ts';
import { type Resource, scalarText } from './resource.ts';
import { isClusterScoped } from './scope.ts';
import type { Variables } from './substitution.ts';
import { resolvePath, type Tree } from './tree.ts';
import type { Generated } from './view.ts';

/** An object in a build: its name and namespace after the transformers. */
export interface Placed {
  readonly resource: Resource;
  readonly name: string;
  readonly namespace: string | undefined;
  /** What its Kustomization substitutes; absent when nothing. */
  readonly variables?: Variables;
}

/** What kustomize makes of a folder. Patches are not applied: the objects are as their files say. */
export interface Built {
  readonly placed: readonly Placed[];
  readonly generated: readonly Generated[];
  readonly files: ReadonlySet<RepoPath>;
  /** What could not be read or followed. */
  readonly gaps: readonly Gap[];
}

/** What builds need to know of the repository. */
export interface Sources {
  readonly tree: Tree;
  readonly read: ReadFiles;
  /** Whether Flux leaves the path out of its artifact. */
  readonly isIgnored: (path: RepoPath) => boolean;
  /** The text of a file; undefined where it has none. */
  readonly text: (path: RepoPath) => string | undefined;
}

/** Builds folders as kustomize-controller does. */
export interface Builds {
  /** What a folder holds; each is built once. */
  build(folder: RepoPath): Built;
  /** A build with components added to it, as `components` of a kustomization.yaml in that folder would be. */
  withComponents(built: Built, folder: RepoPath, components: readonly string[]): Built;
}

/** Builds folders of a repository; each once. */
export function kustomizeBuilds(sources: Sources): Builds {
  const known = new Map<RepoPath, Built>();
  /** A folder that is being built: kustomize refuses a cycle. */
  const building = new Set<RepoPath>();

  const build = (folder: RepoPath): Built => {
    const before = known.get(folder);
    if (before !== undefined) return before;
    if (building.has(folder)) return hidden({ kind: 'computed', by: folder });
    building.add(folder);
    const file = kustomizationIn(sources, folder);
    const built = file === undefined ? scan(folder) : follow(file, folder, undefined);
    building.delete(folder);
    known.set(folder, built);
    return built;
  };

  /** Without a kustomization file every YAML file counts, and a sub-folder that has one is added as one resource. */
  const scan = (folder: RepoPath): Built => {
    const parts: Built[] = [];
    for (const path of sources.tree.filesIn(folder)) {
      if (isYaml(path) && !sources.isIgnored(path)) parts.push(file(path));
    }
    for (const path of sources.tree.foldersIn(folder)) parts.push(build(path));
    return together(parts);
  };

  const file = (path: RepoPath): Built => {
    const { read } = sources;
    if (read.components.has(path)) return { ...nothing, files: new Set([path]) };
    const placed = (read.resources.get(path) ?? []).map((resource) => ({
      resource,
      name: resource.name,
      namespace: isClusterScoped(resource.kind) ? undefined : resource.namespace,
    }));
    if (!isYaml(path)) return nothing;
    // A file that is there and was not read is left out by the settings.
    const gaps: Gap[] = read.isRead(path) && !read.unread.has(path) ? [] : [{ kind: 'unread', file: path }];
    return { placed, generated: [], files: new Set([path]), gaps };
  };

  /** A component goes on with what its kustomization has accumulated, and its transformers change that as well. */
  const follow = (at: KustomizationFile, folder: RepoPath, base: Built | undefined): Built => {
    const own: Built = { ...nothing, files: new Set([at.file]) };
    if (at.root === undefined)
      return together([base ?? nothing, { ...own, gaps: [{ kind: 'computed', by: at.file }] }]);
    const { root } = at;
    const resources = [...texts(root, 'resources'), ...texts(root, 'bases')].map((entry) =>
      resource(folder, entry),
    );
    const listed = together([base ?? nothing, ...resources, { ...own, ...generatorsOf(root) }]);
    return transformed(withComponents(listed, folder, texts(root, 'components')), {
      namespace: scalarText(root, ['namespace']),
      prefix: scalarText(root, ['namePrefix']) ?? '',
      suffix: scalarText(root, ['nameSuffix']) ?? '',
    });
  };

  const resource = (folder: RepoPath, entry: string): Built => {
    const path = resolvePath(folder, entry);
    if (path === undefined) return hidden({ kind: 'remote', entry });
    if (sources.isIgnored(path)) return hidden({ kind: 'absent', entry });
    if (isGenerated(path)) return nothing;
    if (sources.tree.isFile(path)) return file(path);
    if (kustomizationIn(sources, path) !== undefined) return build(path);
    // Nobody knows what a missing file or folder was to hold; but a `.gitkeep` holds nothing.
    return /(?:^|\/)\.[^/]+$/.test(path) && !isYaml(path) ? nothing : hidden(gapAt(entry));
  };

  const component = (folder: RepoPath, entry: string, base: Built): Built => {
    const path = resolvePath(folder, entry);
    const at = path === undefined ? undefined : kustomizationIn(sources, path);
    if (path === undefined || at === undefined || building.has(path))
      return together([base, hidden(gapAt(entry))]);
    building.add(path);
    const built = follow(at, path, base);
    building.delete(path);
    return built;
  };

  const withComponents = (built: Built, folder: RepoPath, components: readonly string[]): Built =>
    components.reduce((base, entry) => component(folder, entry, base), built);

  return { build, withComponents };
}

/** What kustomize's transformers, or a Flux Kustomization's fields of the same meaning, do to names. */
export function transformed(
  built: Built,
  by: { readonly namespace: string | undefined; readonly prefix: string; readonly suffix: string },
): Built {
  const { namespace, prefix, suffix } = by;
  if (namespace === undefined && prefix === '' && suffix === '') return built;
  return {
    ...built,
    placed: built.placed.map(({ resource, name, namespace: own }) => ({
      resource,
      name: nameAfter(resource.kind, name, by),
      namespace: isClusterScoped(resource.kind) ? undefined : (namespace ?? own),
    })),
    generated: built.generated.map(({ name, namespace: own, ...generated }) => ({
      ...generated,
      name: prefix + name + suffix,
      namespace: namespace ?? own,
    })),
  };
}

/** The namespace transformer renames Namespaces, too (kustomize's default field specs: `metadata/name` of Namespace). */
function nameAfter(
  kind: string,
  name: string,
  {
    namespace,
    prefix,
    suffix,
  }: { readonly namespace: string | undefined; readonly prefix: string; readonly suffix: string },
): string {
  if (kind === 'Namespace') return namespace ?? name;
  return keepsItsName.has(kind) ? name : prefix + name + suffix;
}

/** Parts of one build, in their order; an object that comes twice by the same way counts once. */
export function together(parts: readonly Built[]): Built {
  const filled = parts.filter(
    (part) => part.files.size > 0 || part.placed.length > 0 || part.gaps.length > 0,
  );
  const [only, ...others] = filled;
  if (only === undefined) return nothing;
  if (others.length === 0) return only;
  return {
    placed: filled.flatMap(({ placed }) => placed),
    generated: filled.flatMap(({ generated }) => generated),
    files: new Set(filled.flatMap(({ files }) => [...files])),
    gaps: filled.flatMap(({ gaps }) => gaps),
  };
}

/** The kustomization file of a folder, as Flux's artifact holds it. */
export function kustomizationIn(sources: Sources, folder: RepoPath): KustomizationFile | undefined {
  const found = sources.read.kustomizations.get(folder);
  return found === undefined || sources.isIgnored(found.file) ? undefined : found;
}

/** Kustomize's prefix and suffix pass these by (api/internal/builtins/PrefixTransformer.go). */
const keepsItsName: ReadonlySet<string> = new Set(['CustomResourceDefinition', 'APIService']);

const nothing: Built = { placed: [], generated: [], files: new Set(), gaps: [] };

function gapAt(entry: string): Gap {
  return { kind: isRemote(entry) ? 'remote' : 'absent', entry };
}

/** A build of which only that much is known. */
function hidden(gap: Gap): Built {
  return { ...nothing, gaps: [gap] };
}
