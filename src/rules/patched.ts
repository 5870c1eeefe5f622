import type { RepoPath } from '../core/change.ts';
import type { Repo } from '../model/repo.ts';
import type { Resource } from '../model/resource.ts';
import type { Data } from '../yaml/node.ts';
import { unapplied } from './applied.ts';
import { kustomizeObjects } from './kustomize-objects.ts';

/** What a patch may change: objects of a kind, of any kind when it is not said, that one build holds. */
interface Patched {
  readonly resources: ReadonlySet<Resource>;
  readonly kinds: ReadonlySet<string> | 'any';
}

const known = new WeakMap<Repo, readonly Patched[]>();

/**
 * Whether a patch somewhere on an object's way to the cluster may change it: what is missing in the file may be added
 * there. A patch counts for the kinds that its target or its text names.
 */
export function mayBePatched(repo: Repo, resource: Resource): boolean {
  const all = known.get(repo) ?? patchesOf(repo);
  known.set(repo, all);
  return all.some(
    ({ resources, kinds }) => resources.has(resource) && (kinds === 'any' || kinds.has(resource.kind)),
  );
}

function patchesOf(repo: Repo): Patched[] {
  const files = new Map<RepoPath, Resource>(kustomizeObjects(repo).map((each) => [each.file, each]));
  const found: Patched[] = [];
  const seen = new Set<Resource>();
  for (const view of repo.views) {
    for (const build of view.builds) {
      const resources = new Set(build.resources);
      const own = build.kustomization === undefined ? [] : patchKinds(build.kustomization, ['spec']);
      const inFiles = build.files.flatMap((file) => {
        const kustomization = files.get(file);
        if (kustomization === undefined) return [];
        seen.add(kustomization);
        return patchKinds(kustomization, []);
      });
      for (const kinds of [...own, ...inFiles]) found.push({ resources, kinds });
    }
  }
  for (const kustomization of kustomizeObjects(repo)) {
    if (seen.has(kustomization)) continue;
    // Nobody knows what it builds, but it is nothing that a root applies.
    for (const kinds of patchKinds(kustomization, []))
      found.push({ resources: unapplied(repo).resources, kinds });
  }
  return found;
}

/** The kinds that each patch of a kustomization.yaml, or of a Flux Kustomization's spec, may change. */
function patchKinds(kustomization: Resource, at: readonly string[]): (ReadonlySet<string> | 'any')[] {
  const kinds: (ReadonlySet<string> | 'any')[] = [];
  for (const field of ['patches', 'patchesJson6902', 'patchesStrategicMerge']) {
    kustomization.list(...at, field).forEach((patch, index) => {
      kinds.push(kindsOf(patch, kustomization.text(...at, field, index, 'target', 'kind')));
    });
  }
  const others = ['replacements', 'transformers'].filter(
    (field) => kustomization.list(...at, field).length > 0,
  );
  return others.length > 0 ? [...kinds, 'any'] : kinds;
}

/** Every kind that a patch mentions: patches of Kustomizations hold patches of what those apply. */
function kindsOf(patch: Data, target: string | undefined): ReadonlySet<string> | 'any' {
  const text = JSON.stringify(patch) ?? '';
  const named = [...text.matchAll(/kind:\s*\\?"?([A-Z][A-Za-z0-9]*)/g)].map(([, kind = '']) => kind);
  if (target !== undefined) named.push(...target.split('|').map((kind) => kind.replace(/[^A-Za-z0-9]/g, '')));
  return named.length === 0 ? 'any' : new Set(named);
}
