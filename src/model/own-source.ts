import { fluxGroups, type Resource } from './resource.ts';

/** The source that a Kustomization applies, as Flux finds it. */
export interface SourceName {
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
}

/** A Kustomization's source; its namespace defaults to the Kustomization's. */
export function sourceOf(kustomization: Resource, namespace: string | undefined): SourceName | undefined {
  const source = (field: string): string | undefined => kustomization.text('spec', 'sourceRef', field);
  const kind = source('kind');
  const name = source('name');
  if (kind === undefined || name === undefined) return undefined;
  return { kind, name, namespace: source('namespace') ?? namespace };
}

/**
 * Tells the sources that are this repository from others: the root's own source, what bootstrap calls `flux-system`,
 * a GitRepository that names the same URL and ref, and, where no root names a source, a GitRepository that is declared
 * nowhere here.
 */
export function ownSources(
  resources: readonly Resource[],
  root: SourceName | undefined,
): (source: SourceName | undefined) => boolean {
  const declared = new Map<string, Resource>();
  for (const resource of resources) {
    if (resource.group !== fluxGroups.source) continue;
    declared.set(keyOf(resource), resource);
  }
  const rootObject = root === undefined ? undefined : declared.get(keyOf(root));
  const rootOrigin = rootObject === undefined ? undefined : originOf(rootObject);
  return (source) => {
    if (source === undefined) return true;
    if (root !== undefined && keyOf(source) === keyOf(root)) return true;
    if (source.kind !== 'GitRepository') return false;
    if (source.name === 'flux-system') return true;
    const object = declared.get(keyOf(source));
    if (object === undefined) return root === undefined;
    return rootOrigin !== undefined && originOf(object) === rootOrigin;
  };
}

function keyOf({ kind, namespace, name }: SourceName): string {
  return `${kind}/${namespace ?? ''}/${name}`;
}

/** Host, path and ref of a repository: `ssh://git@host/a/b` and `https://host/a/b.git` are one. */
function originOf(repository: Resource): string {
  const url = repository.text('spec', 'url') ?? '';
  const place = url
    .replace(/^[a-z+]+:\/\//, '')
    .replace(/^[^@/]*@/, '')
    .replace(/(?:\.git)?\/*$/, '')
    .toLowerCase();
  return `${place} ${JSON.stringify(repository.get('spec', 'ref') ?? null)}`;
}
