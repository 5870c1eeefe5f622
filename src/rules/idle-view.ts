import type { RepoPath } from '../core/change.ts';
import { nearest } from '../core/suggest.ts';
import { type Reference, referencesOf } from '../model/references.ts';
import type { Repo } from '../model/repo.ts';
import type { Resource } from '../model/resource.ts';
import type { View } from '../model/view.ts';
import { unapplied } from './applied.ts';

/** Folders of what is kept and not used. */
const shelf =
  /(?:^|\/)[._-]*(?:archived?|backups?|deprecated|disabled|docs?|examples?|graveyard|legacy|old|parked|retired|samples?|templates?|te?mpl|tests?|trash|unused)\//i;

const known = new WeakMap<Repo, readonly View[]>();

/**
 * The views of a repository, and one more of the objects that none of them applies: whoever applies those one day, what
 * they point to must be somewhere. There that is anywhere in the repository, in any namespace, applied or not.
 */
export function viewsAndIdle(repo: Repo): readonly View[] {
  const before = known.get(repo);
  if (before !== undefined) return before;
  const idle = idleView(repo);
  const views = idle === undefined ? repo.views : [...repo.views, idle];
  known.set(repo, views);
  return views;
}

function idleView(repo: Repo): View | undefined {
  const idle = unapplied(repo).resources;
  const isKept = ({ file }: Resource): boolean => !shelf.test(file) && !file.startsWith('.');
  const resources = repo.resources.filter((resource) => idle.has(resource) && isKept(resource));
  if (resources.length === 0) return undefined;
  let references: readonly Reference[] | undefined;
  const placement = {
    resources,
    namespaceOf: (resource: Resource) => resource.namespace,
    substituted: (_: Resource, text: string) => text,
  };
  const all = (kind: string, group?: string): readonly Resource[] => repo.ofKind(kind, group);
  return {
    ...placement,
    root: '',
    kustomization: undefined,
    knownBy: 'unapplied',
    builds: [],
    foreign: [],
    complete: false,
    gaps: [],
    get references() {
      references ??= referencesOf(placement).filter((reference) => isDue(repo, reference));
      return references;
    },
    find: (kind, namespace, name, group) =>
      all(kind, group).find((each) => each.name === name && each.namespace === namespace),
    makes: (kind, namespace, name) => {
      if (all(kind).some((each) => each.name === name || each.name.includes('${'))) return 'object';
      return repo.views.some((view) => view.makes(kind, namespace, name) !== undefined)
        ? 'producer'
        : undefined;
    },
    doubt: ({ kind, name }) => {
      if (kind === 'Secret') return 'perhaps';
      const files =
        kind === 'ConfigMap' ? [...repo.kustomizationFiles.values(), ...repo.unread] : repo.unread;
      return mentions(repo, files, name) ? 'perhaps' : 'hardly';
    },
    ofKind: (kind, group) => all(kind, group).filter(isKept),
    nameOf: ({ name }) => name,
    buildOf: () => undefined,
  };
}

/**
 * Whether the target must be there before somebody applies the object: a Namespace is often made with its Kustomization,
 * unless there is one of nearly that name, and what applies a folder from outside may be called as the folder is.
 */
function isDue(repo: Repo, { from, kind, name }: Reference): boolean {
  if (kind === 'Kustomization') return !from.file.split('/').includes(name);
  if (kind !== 'Namespace') return true;
  return (
    nearest(
      name,
      repo.ofKind(kind).map((each) => each.name),
    ) !== undefined
  );
}

/** Whether a file names the object, as one does that cannot be read, or a kustomization file that generates it. */
function mentions({ files }: Repo, paths: Iterable<RepoPath>, name: string): boolean {
  return [...paths].some((path) => files.text(path)?.includes(name) ?? true);
}
