import type { RepoPath } from '../core/change.ts';
import type { Closure } from './closure.ts';
import type { Components } from './components.ts';
import type { Settings } from './config.ts';
import type { Placed } from './kustomize.ts';
import { producedBy } from './producers.ts';
import type { Resource } from './resource.ts';
import { isClusterScoped } from './scope.ts';
import { hasVariable, mayBecome } from './substitution.ts';
import type { View } from './view.ts';

/** The part of a view that knows what exists. */
export type Makers = Pick<View, 'find' | 'makes'>;

/** An identity, as far as references name one. */
interface Identity {
  readonly kind: string;
  /** Undefined: in any namespace. */
  readonly namespace: string | undefined;
  readonly name: string;
}

/** Indexes what a closure brings about: its objects, what generators make of it, what the cluster makes of it. */
export function makersOf(
  closure: Closure,
  components: ReadonlyMap<RepoPath, Components>,
  settings: Settings,
): Makers {
  const objects = new Map<string, Placed[]>();
  const variable: Placed[] = [];
  const others = new Map<string, 'generated' | 'producer'>();
  for (const placed of closure.placed) {
    const { resource, name, namespace } = placed;
    const key = keyOf(resource.kind, namespace, name);
    const known = objects.get(key);
    if (known === undefined) objects.set(key, [placed]);
    else known.push(placed);
    if (hasVariable(name) || hasVariable(namespace ?? '')) variable.push(placed);
  }
  const produce = ({ kind, namespace, name }: Identity): void => {
    others.set(namespace === undefined ? anywhere(kind, name) : keyOf(kind, namespace, name), 'producer');
  };
  for (const identity of ownedByBootstrap(closure, components)) produce(identity);
  for (const placed of closure.placed) for (const identity of producedBy(placed)) produce(identity);
  for (const { kind, namespace, name } of settings.externals) produce({ kind, namespace, name });
  for (const build of closure.builds) {
    for (const { kind, namespace, name } of build.generated)
      others.set(keyOf(kind, namespace, name), 'generated');
  }

  const find = (
    kind: string,
    namespace: string | undefined,
    name: string,
    group?: string,
  ): Resource | undefined => {
    const found = objects.get(keyOf(kind, namespace, name)) ?? [];
    return found.find(({ resource }) => group === undefined || resource.group === group)?.resource;
  };
  return {
    find,
    makes: (kind, namespace, name) => {
      if (find(kind, namespace, name) !== undefined) return 'object';
      const other = others.get(keyOf(kind, namespace, name)) ?? others.get(anywhere(kind, name));
      if (other !== undefined) return other;
      const mayBe = variable.some(
        (placed) =>
          placed.resource.kind === kind &&
          mayBecome(placed.name, name) &&
          (isClusterScoped(kind) || mayBecome(placed.namespace ?? 'default', namespace ?? 'default')),
      );
      return mayBe ? 'producer' : undefined;
    },
  };
}

/** What an object without namespace gets is the namespace `default`; kinds without namespaces have none. */
function keyOf(kind: string, namespace: string | undefined, name: string): string {
  return `${kind}/${isClusterScoped(kind) ? '' : (namespace ?? 'default')}/${name}`;
}

function anywhere(kind: string, name: string): string {
  return `${kind}/*/${name}`;
}

/** Namespaces that every cluster has. */
const clusterNamespaces = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/** What bootstrap makes, whether or not its files are here: Flux itself, and what it begins with. */
function ownedByBootstrap({ seed }: Closure, components: ReadonlyMap<RepoPath, Components>): Identity[] {
  const flux = seed.kustomization?.namespace ?? seed.source?.namespace ?? 'flux-system';
  const name = seed.kustomization?.name ?? 'flux-system';
  return [
    ...[...clusterNamespaces, 'flux-system', flux].map((each) => ({
      kind: 'Namespace',
      namespace: undefined,
      name: each,
    })),
    { kind: 'Kustomization', namespace: flux, name },
    { kind: 'GitRepository', namespace: flux, name: 'flux-system' },
    ...(seed.source === undefined ? [] : [{ ...seed.source, namespace: seed.source.namespace ?? flux }]),
    ...[...components.values()].flatMap(({ objects }) =>
      objects.map((each) => ({ kind: each.kind, namespace: undefined, name: each.name })),
    ),
    // The cluster puts it into every namespace.
    { kind: 'ConfigMap', namespace: undefined, name: 'kube-root-ca.crt' },
  ];
}
