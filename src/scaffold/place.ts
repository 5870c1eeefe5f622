import type { RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import type { Repo } from '../model/repo.ts';
import type { Resource } from '../model/resource.ts';
import type { View } from '../model/view.ts';
import type { Reference } from './app-files.ts';

/** The root, cluster view and habits that a new app has to fit. */
export interface Place {
  readonly root: string;
  readonly appsDir: string;
  /** Undefined while nothing of the root can be read as a cluster yet. */
  readonly view: View | undefined;
  /** The namespace of the Flux objects: `flux-system`, unless most Kustomizations here lie elsewhere. */
  readonly home: string;
  /** What most Kustomizations here are built from: `GitRepository flux-system`, unless they say otherwise. */
  readonly source: Reference;
}

/** Where new apps go in this repository; KitError `no-root` when it has no root. */
export function placeOf(repo: Repo): Place {
  const { root, appsDir } = repo.layout;
  if (root === undefined) {
    throw new KitError(
      'no-root',
      'this repository has no root: a folder with helmrepositories, kustomizations and namespaces',
      {
        help: [
          'gitops-kit init makes one',
          'or name yours in .gitops-kit.jsonc: "roots": ["clusters/production"]',
        ],
      },
    );
  }
  const view = repo.rootView;
  const kustomizations = view?.ofKind('Kustomization', 'kustomize.toolkit.fluxcd.io') ?? [];
  const homes = kustomizations.flatMap((kustomization) => kustomization.namespace ?? []);
  return {
    root: root.path,
    appsDir: appsDir.path,
    view,
    home: mostFrequent(homes) ?? 'flux-system',
    source: usualSource(kustomizations),
  };
}

/** The folder whose build applies a path: the deepest one of the cluster that holds it, else the root. */
export function builtFrom({ view, root }: Pick<Place, 'view' | 'root'>): (path: RepoPath) => RepoPath {
  const folders = (view?.builds ?? []).map((build) => build.path).sort((a, b) => b.length - a.length);
  return (path) => folders.find((folder) => folder === '' || path.startsWith(`${folder}/`)) ?? root;
}

function usualSource(kustomizations: readonly Resource[]): Reference {
  const sources = kustomizations.map((each) => ({
    kind: each.text('spec', 'sourceRef', 'kind'),
    name: each.text('spec', 'sourceRef', 'name'),
    namespace: each.text('spec', 'sourceRef', 'namespace'),
  }));
  const whole = sources.filter(
    (source): source is Reference => source.kind !== undefined && source.name !== undefined,
  );
  const usual = mostFrequent(
    whole.map(({ kind, name, namespace }) => JSON.stringify([kind, name, namespace])),
  );
  const found = whole.find(({ kind, name, namespace }) => JSON.stringify([kind, name, namespace]) === usual);
  return found ?? { kind: 'GitRepository', name: 'flux-system', namespace: undefined };
}

/** The most frequent word; of several the first in order. */
function mostFrequent(words: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))[0]?.[0];
}
