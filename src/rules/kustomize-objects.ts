import type { Repo } from '../model/repo.ts';
import { kustomizationResource, type Resource } from '../model/resource.ts';

const known = new WeakMap<Repo, readonly Resource[]>();

/** The kustomization files that could be read, as objects of kustomize's own; the same ones whenever they are asked for. */
export function kustomizeObjects(repo: Repo): readonly Resource[] {
  const found =
    known.get(repo) ??
    [...repo.kustomizations.values()].flatMap(({ file, root }) =>
      root === undefined ? [] : kustomizationResource(file, root),
    );
  known.set(repo, found);
  return found;
}
