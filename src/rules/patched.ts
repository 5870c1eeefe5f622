import type { RepoPath } from '../core/change.ts';
import { folderOf } from '../model/layout.ts';
import type { Repo } from '../model/repo.ts';
import type { Resource } from '../model/resource.ts';
import { mayMatch } from '../model/target-pattern.ts';
import { resolvePath } from '../model/tree.ts';
import { toData } from '../yaml/data.ts';
import type { Data } from '../yaml/node.ts';
import { readYaml } from '../yaml/read.ts';
import { unapplied } from './applied.ts';
import { kustomizeObjects } from './kustomize-objects.ts';

/** Which objects a patch may change. */
interface Aim {
  /** Undefined: of any kind; a regular expression, as kustomize takes it. */
  readonly kind: string | undefined;
  /** Undefined: of any name; a regular expression. */
  readonly name: string | undefined;
  /** The patch gives patches to Kustomizations: it may change whatever those apply. */
  readonly spreads: boolean;
}

const patchFields = ['patches', 'patchesJson6902', 'patchesStrategicMerge'];
/** Fields of a kustomization file that change objects in ways that are not followed. */
const otherFields = ['replacements', 'transformers'];
const anything: Aim = { kind: undefined, name: undefined, spreads: false };

const known = new WeakMap<Repo, ReadonlySet<Resource>>();

/**
 * Whether a patch somewhere on an object's way to the cluster may change it: what is missing in the file may be added
 * there. Patches are not applied, only aimed; an aim that is not clear is a hit.
 */
export function mayBePatched(repo: Repo, resource: Resource): boolean {
  const patched = known.get(repo) ?? patchedIn(repo);
  known.set(repo, patched);
  return patched.has(resource);
}

/** Whether some kustomization file changes objects in ways that no text of a patch shows. */
export function isChangedBlindly(repo: Repo): boolean {
  return kustomizeObjects(repo).some((file) => otherFields.some((field) => file.list(field).length > 0));
}

function patchedIn(repo: Repo): ReadonlySet<Resource> {
  const patched = new Set<Resource>();
  const hit = (aims: readonly Aim[], resources: Iterable<Resource>): void => {
    for (const resource of aims.length === 0 ? [] : resources)
      if (aims.some((aim) => hits(aim, resource))) patched.add(resource);
  };
  const files = new Map<RepoPath, Resource>(kustomizeObjects(repo).map((each) => [each.file, each]));
  const built = new Set<RepoPath>();
  for (const view of repo.views) {
    for (const build of view.builds) {
      const aims = build.kustomization === undefined ? [] : aimsOf(repo, build.kustomization, ['spec']);
      for (const file of build.files) {
        const kustomization = files.get(file);
        if (kustomization === undefined) continue;
        built.add(file);
        aims.push(...aimsOf(repo, kustomization, []));
      }
      hit(aims, build.resources);
      if (aims.some(({ spreads }) => spreads)) for (const resource of view.resources) patched.add(resource);
    }
  }
  // Nobody knows what the others build, but it is nothing that a root applies.
  for (const [file, kustomization] of files)
    if (!built.has(file)) hit(aimsOf(repo, kustomization, []), unapplied(repo).resources);
  return patched;
}

function hits({ kind, name }: Aim, resource: Resource): boolean {
  return mayMatch(kind, resource.kind) && mayMatch(name, resource.name);
}

/** The aims of a kustomization.yaml, or of a Flux Kustomization's spec. */
function aimsOf(repo: Repo, kustomization: Resource, at: readonly string[]): Aim[] {
  const read = (path: string): string => {
    const found = resolvePath(folderOf(kustomization.file), path);
    return (found === undefined ? undefined : repo.files.text(found)) ?? '';
  };
  const patches = patchFields.flatMap((field) =>
    kustomization.list(...at, field).map((entry) => aimOf(entry, read)),
  );
  const isOther = otherFields.some((field) => kustomization.list(...at, field).length > 0);
  return isOther ? [...patches, anything] : patches;
}

/** An entry is a file's path, a patch as text or as an object, or an object with `path` or `patch` and a `target`. */
function aimOf(entry: Data, read: (path: string) => string): Aim {
  const { target, patch, path } = fieldsOf(entry);
  const written = patch ?? path ?? entry;
  const isPath = typeof written === 'string' && !written.includes('\n') && patch === undefined;
  const body = typeof written === 'string' ? dataOf(isPath ? read(written) : written) : written;
  const { kind, name } =
    target === undefined
      ? { kind: fieldsOf(body)['kind'], name: fieldsOf(fieldsOf(body)['metadata'])['name'] }
      : fieldsOf(target);
  return { kind: textOf(kind), name: textOf(name), spreads: holdsPatches(body) };
}

/** Whether a patch writes `spec.patches`: as an object, or as operations on that path. */
function holdsPatches(body: Data): boolean {
  const operations = isList(body) ? body : [];
  return (
    patchFields.some((field) => field in fieldsOf(fieldsOf(body)['spec'])) ||
    operations.some((operation) => /^\/spec\/patches/.test(textOf(fieldsOf(operation)['path']) ?? ''))
  );
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

function textOf(data: Data | undefined): string | undefined {
  return typeof data === 'string' && data !== '' ? data : undefined;
}

/** Array.isArray does not narrow readonly arrays. */
function isList(data: Data): data is readonly Data[] {
  return Array.isArray(data);
}
