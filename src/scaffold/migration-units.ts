import type { RepoPath } from '../core/change.ts';
import { placesOf } from '../model/field-places.ts';
import type { FluxVersion } from '../model/flux-version.ts';
import { baseName, folderOf } from '../model/layout.ts';
import type { Which } from '../model/migrate-object.ts';
import { mayMigrate } from '../model/migrate-text.ts';
import { type Target, targetAt } from '../model/patch-bodies.ts';
import type { Repo } from '../model/repo.ts';
import { kustomizationResource, type Resource } from '../model/resource.ts';
import { resolvePath } from '../model/tree.ts';

/** What is rewritten on its own: an object, a kustomization file, or a file that is a patch. */
export interface Unit {
  readonly file: RepoPath;
  readonly name: string;
  readonly kind: 'object' | 'patch';
  readonly which: Which;
  readonly resource: Resource | undefined;
  /** Of a patch file: the target of each place that uses it. */
  readonly targets: readonly Target[];
}

/** Whether a file is one that `flux bootstrap` writes. */
export function isBootstraps(file: RepoPath): boolean {
  return baseName(file) === 'gotk-sync.yaml';
}

/** Everything that may have to be rewritten, in order of file. */
export function unitsOf(repo: Repo, flux: FluxVersion): readonly Unit[] {
  const units: Unit[] = [];
  const numbers = new Map<RepoPath, number>();
  for (const resource of repo.resources) {
    const which = numbers.get(resource.file) ?? 0;
    numbers.set(resource.file, which + 1);
    if (!mayMigrate(resource, flux)) continue;
    const name = `${resource.kind} ${resource.name}`;
    units.push({ file: resource.file, name, kind: 'object', which, resource, targets: [] });
  }
  const patches = new Map<RepoPath, Target[]>();
  for (const { file, root } of repo.kustomizations.values()) {
    if (root === undefined) continue;
    const resource = kustomizationResource(file, root);
    for (const [path, target] of patchFiles(resource)) {
      const known = patches.get(path);
      if (known === undefined) patches.set(path, [target]);
      else known.push(target);
    }
    if (mayMigrate(resource, flux))
      units.push({
        file,
        name: baseName(file),
        kind: 'object',
        which: 'kustomization',
        resource,
        targets: [],
      });
  }
  for (const [file, targets] of patches) {
    if (repo.files.text(file) === undefined || !repo.parts.has(file)) continue;
    units.push({
      file,
      name: `patch ${baseName(file)}`,
      kind: 'patch',
      which: 0,
      resource: undefined,
      targets,
    });
  }
  return units.sort((a, b) => (a.file < b.file ? -1 : Number(a.file > b.file)));
}

/** The files that a kustomization file takes patches from, with the target of each. */
function* patchFiles(kustomization: Resource): Iterable<readonly [RepoPath, Target]> {
  for (const field of ['patches[]', 'patchesJson6902[]', 'patchesStrategicMerge[]']) {
    for (const place of placesOf(kustomization, field)) {
      const written = kustomization.text(...place, 'path') ?? kustomization.text(...place);
      if (written === undefined || written.includes('\n')) continue;
      const path = resolvePath(folderOf(kustomization.file), written);
      if (path !== undefined) yield [path, targetAt(kustomization, place)];
    }
  }
}
