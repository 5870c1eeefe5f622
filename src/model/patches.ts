import type { RepoPath } from '../core/change.ts';
import { toData } from '../yaml/data.ts';
import type { Data } from '../yaml/node.ts';
import { readYaml } from '../yaml/read.ts';
import { folderOf } from './layout.ts';
import type { Repo } from './repo.ts';
import type { Resource } from './resource.ts';
import { resolvePath } from './tree.ts';
import type { Build, View } from './view.ts';

/** Which objects a patch may touch. */
interface Aim {
  /** Undefined: of any kind. */
  readonly kind: string | undefined;
  /** A regular expression, as kustomize takes it; undefined: of any name. */
  readonly name: string | undefined;
  /** The patch brings patches along: it may reach whatever the Kustomizations that it touches apply. */
  readonly spreads: boolean;
}

const patchFields = ['patches', 'patchesJson6902', 'patchesStrategicMerge'];
/** Fields of a kustomization file that change objects in ways that are not followed. */
const otherFields = ['replacements', 'transformers', 'vars'];
const anything: Aim = { kind: undefined, name: undefined, spreads: false };

const known = new WeakMap<View, ReadonlySet<Resource>>();

/**
 * Whether a patch of a kustomization file or of a Flux Kustomization may reach an object: then its file alone does not
 * say what Flux applies. Patches are not applied, only aimed; an aim that is not clear is a hit.
 */
export function mayBePatched(repo: Repo, view: View, resource: Resource): boolean {
  const patched = known.get(view) ?? patchedIn(repo, view);
  known.set(view, patched);
  return patched.has(resource);
}

function patchedIn(repo: Repo, view: View): ReadonlySet<Resource> {
  const patched = new Set<Resource>();
  const kustomizations = new Set(repo.kustomizationFiles.values());
  for (const build of view.builds) {
    const aims = [...aimsOf(repo, build, kustomizations)];
    const reached = aims.some(({ spreads }) => spreads) ? view.resources : build.resources;
    for (const resource of reached) if (aims.some((aim) => hits(aim, resource))) patched.add(resource);
  }
  return patched;
}

function hits({ kind, name, spreads }: Aim, resource: Resource): boolean {
  if (spreads) return true;
  return (
    (kind === undefined || kind === resource.kind) && (name === undefined || matches(name, resource.name))
  );
}

/** Kustomize anchors the expression of a target (api/types/selector.go). */
function matches(pattern: string, name: string): boolean {
  if (pattern === name) return true;
  try {
    return new RegExp(`^(?:${pattern})$`).test(name);
  } catch {
    // What Go reads and JavaScript does not may match anything.
    return true;
  }
}

function* aimsOf(repo: Repo, build: Build, kustomizations: ReadonlySet<RepoPath>): Iterable<Aim> {
  for (const file of build.files) {
    if (!kustomizations.has(file)) continue;
    const text = repo.files.text(file) ?? '';
    if (![...patchFields, ...otherFields].some((field) => text.includes(field))) continue;
    const fields = fieldsOf(dataOf(text));
    if (otherFields.some((field) => listOf(fields[field]).length > 0)) yield anything;
    const read = (path: string): string | undefined => {
      const at = resolvePath(folderOf(file), path);
      return at === undefined ? undefined : repo.files.text(at);
    };
    for (const field of patchFields) for (const entry of listOf(fields[field])) yield aimOf(entry, read);
  }
  for (const field of patchFields)
    for (const entry of build.kustomization?.list('spec', field) ?? []) yield aimOf(entry, () => undefined);
}

/** An entry is a file's path, a patch as text or as an object, or an object with `path` or `patch` and a `target`. */
function aimOf(entry: Data, read: (path: string) => string | undefined): Aim {
  const { target, patch, path } = fieldsOf(entry);
  const inner = typeof patch === 'string' ? patch : textBehind(typeof path === 'string' ? path : entry, read);
  const body = fieldsOf(inner === undefined ? entry : dataOf(inner));
  const { kind, name } = fieldsOf(target ?? { kind: body['kind'] ?? null, name: nameIn(body) });
  const spreads = kind === 'Kustomization' && /\bpatches/.test(inner ?? JSON.stringify(entry));
  return {
    kind: typeof kind === 'string' && kind !== '' ? kind : undefined,
    name: typeof name === 'string' && name !== '' ? name : undefined,
    spreads,
  };
}

function textBehind(entry: Data, read: (path: string) => string | undefined): string | undefined {
  if (typeof entry !== 'string') return undefined;
  return entry.includes('\n') ? entry : (read(entry) ?? '');
}

function nameIn(body: Fields): Data {
  return fieldsOf(body['metadata'])['name'] ?? null;
}

type Fields = Readonly<Record<string, Data>>;

function dataOf(text: string): Data {
  const { documents, problems } = readYaml(text);
  const root = documents[0]?.root;
  return root === undefined || problems.some(({ fatal }) => fatal) ? null : toData(root, 'kustomize');
}

function fieldsOf(data: Data | undefined): Fields {
  return typeof data === 'object' && data !== null && !isList(data) ? data : {};
}

function listOf(data: Data | undefined): readonly Data[] {
  return isList(data) ? data : [];
}

/** Array.isArray does not narrow readonly arrays. */
function isList(data: Data | undefined): data is readonly Data[] {
  return Array.isArray(data);
}
