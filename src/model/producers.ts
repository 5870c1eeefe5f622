import type { Path } from '../yaml/node.ts';
import type { Placed } from './kustomize.ts';

/** What a controller makes of an object: a Secret or ConfigMap in the object's namespace unless it says otherwise. */
interface Producer {
  readonly makes: 'Secret' | 'ConfigMap';
  /** Where the name stands, the first that is there; the object's own name when none is. */
  readonly names: readonly Path[];
  readonly namespaces?: readonly Path[];
  /** Made in any namespace. */
  readonly everywhere?: true;
}

/**
 * Custom resources that become Secrets or ConfigMaps, by kind, as their controllers document it. An object that a chart
 * makes is not known; `externals` of the configuration names those.
 */
const producers: Readonly<Record<string, readonly Producer[]>> = {
  SealedSecret: [
    {
      makes: 'Secret',
      names: [['spec', 'template', 'metadata', 'name']],
      namespaces: [['spec', 'template', 'metadata', 'namespace']],
    },
  ],
  ExternalSecret: [{ makes: 'Secret', names: [['spec', 'target', 'name']] }],
  ClusterExternalSecret: [
    {
      makes: 'Secret',
      names: [
        ['spec', 'externalSecretSpec', 'target', 'name'],
        ['spec', 'externalSecretName'],
      ],
      everywhere: true,
    },
  ],
  Certificate: [{ makes: 'Secret', names: [['spec', 'secretName']] }],
  VaultStaticSecret: [{ makes: 'Secret', names: [['spec', 'destination', 'name']] }],
  VaultDynamicSecret: [{ makes: 'Secret', names: [['spec', 'destination', 'name']] }],
  VaultSecret: [{ makes: 'Secret', names: [] }],
  OnePasswordItem: [{ makes: 'Secret', names: [] }],
  BitwardenSecret: [{ makes: 'Secret', names: [['spec', 'secretName']] }],
  DopplerSecret: [
    {
      makes: 'Secret',
      names: [['spec', 'managedSecret', 'name']],
      namespaces: [['spec', 'managedSecret', 'namespace']],
    },
  ],
  InfisicalSecret: [
    {
      makes: 'Secret',
      names: [['spec', 'managedSecretReference', 'secretName']],
      namespaces: [['spec', 'managedSecretReference', 'secretNamespace']],
    },
  ],
  ObjectBucketClaim: [
    { makes: 'Secret', names: [] },
    { makes: 'ConfigMap', names: [] },
  ],
  Bundle: [{ makes: 'ConfigMap', names: [], everywhere: true }],
};

/** What the cluster makes of an object, besides the object. `namespace` undefined: in any. */
export function producedBy({ resource, name, namespace }: Placed): {
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
}[] {
  const { kind } = resource;
  if (kind === 'HelmRelease')
    return createdNamespace(
      resource.text('spec', 'targetNamespace'),
      resource.get('spec', 'install', 'createNamespace'),
    );
  if (kind === 'SopsSecret') {
    return resource.list('spec', 'secretTemplates').flatMap((_, index) => {
      const made = resource.text('spec', 'secretTemplates', index, 'name');
      return made === undefined ? [] : [{ kind: 'Secret', namespace: namespace ?? 'default', name: made }];
    });
  }
  const reflected = reflections(kind, resource.get('metadata', 'annotations'));
  const own = Object.hasOwn(producers, kind) ? (producers[kind] ?? []) : [];
  return [
    ...own.map(({ makes, names, namespaces = [], everywhere }) => ({
      kind: makes,
      name: firstText(names) ?? name,
      namespace: everywhere === true ? undefined : (firstText(namespaces) ?? namespace ?? 'default'),
    })),
    ...(reflected ? [{ kind, namespace: undefined, name }] : []),
  ];

  function firstText(paths: readonly Path[]): string | undefined {
    for (const path of paths) {
      const text = resource.text(...path);
      if (text !== undefined && text !== '') return text;
    }
    return undefined;
  }
}

/** `install.createNamespace` makes the target namespace. */
function createdNamespace(target: string | undefined, creates: unknown) {
  return target !== undefined && creates === true
    ? [{ kind: 'Namespace', namespace: undefined, name: target }]
    : [];
}

/** Reflector and kubernetes-replicator copy a Secret or ConfigMap into other namespaces. */
function reflections(kind: string, annotations: unknown): boolean {
  if (kind !== 'Secret' && kind !== 'ConfigMap') return false;
  if (typeof annotations !== 'object' || annotations === null) return false;
  return Object.keys(annotations).some((key) =>
    /^(?:reflector\.v1\.k8s\.emberstack\.com|replicator\.v1\.mittwald\.de)\//.test(key),
  );
}
