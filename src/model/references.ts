import type { Path } from '../yaml/node.ts';
import { fluxGroups, type Resource } from './resource.ts';
import { isClusterScoped } from './scope.ts';

/** What a reference is for: rules pick references by it. */
export type ReferenceRole =
  | 'source'
  | 'chart'
  | 'values'
  | 'depends-on'
  | 'health-check'
  | 'substitute'
  | 'secret'
  | 'namespace';

/** One object's mention of another, with Flux's own defaults applied (FLUX.md "What a reference means"). */
export interface Reference {
  readonly from: Resource;
  /** Where the other's name stands in `from`. */
  readonly path: Path;
  /** The field, for messages: `spec.chart.spec.sourceRef`, `spec.dependsOn[0]`. */
  readonly field: string;
  readonly role: ReferenceRole;
  readonly kind: string;
  /** The group of the kind; undefined where any will do. */
  readonly group: string | undefined;
  /** Undefined where `from` has none either, and for cluster-scoped kinds. */
  readonly namespace: string | undefined;
  /** After the Kustomization's substitution, as far as it is known. */
  readonly name: string;
  /** Nothing fails when the other is absent. */
  readonly optional: boolean;
  /** The key of the ConfigMap's or Secret's data that is read. */
  readonly key?: string;
}

/** How one field points at an object. */
interface Pointer {
  readonly path: Path;
  readonly role: ReferenceRole;
  /** The entries of a list, each of which points. */
  readonly each?: true;
  /** The kind that the field means, or the field's own `kind`. */
  readonly kind?: string;
  readonly group?: string;
  /** Whether the field may name another namespace. */
  readonly elsewhere?: true;
  /** The key that is read when `valuesKey` names none. */
  readonly key?: string;
  /** The value itself is the name. */
  readonly bare?: true;
}

const { source, kustomize, helm } = fluxGroups;
const secret = (...path: readonly string[]): Pointer => ({ path, role: 'secret', kind: 'Secret', group: '' });

/** The fields that point, by group and kind. */
const pointers: Readonly<Record<string, readonly Pointer[]>> = {
  [`${helm}/HelmRelease`]: [
    { path: ['spec', 'chart', 'spec', 'sourceRef'], role: 'source', group: source, elsewhere: true },
    { path: ['spec', 'chartRef'], role: 'chart', group: source, elsewhere: true },
    { path: ['spec', 'valuesFrom'], role: 'values', each: true, group: '', key: 'values.yaml' },
    {
      path: ['spec', 'dependsOn'],
      role: 'depends-on',
      each: true,
      kind: 'HelmRelease',
      group: helm,
      elsewhere: true,
    },
    { path: ['spec', 'targetNamespace'], role: 'namespace', kind: 'Namespace', group: '', bare: true },
    { path: ['spec', 'storageNamespace'], role: 'namespace', kind: 'Namespace', group: '', bare: true },
    secret('spec', 'kubeConfig', 'secretRef'),
  ],
  [`${kustomize}/Kustomization`]: [
    { path: ['spec', 'sourceRef'], role: 'source', group: source, elsewhere: true },
    {
      path: ['spec', 'dependsOn'],
      role: 'depends-on',
      each: true,
      kind: 'Kustomization',
      group: kustomize,
      elsewhere: true,
    },
    { path: ['spec', 'healthChecks'], role: 'health-check', each: true, elsewhere: true },
    { path: ['spec', 'postBuild', 'substituteFrom'], role: 'substitute', each: true, group: '' },
    { path: ['spec', 'targetNamespace'], role: 'namespace', kind: 'Namespace', group: '', bare: true },
    secret('spec', 'decryption', 'secretRef'),
    secret('spec', 'kubeConfig', 'secretRef'),
  ],
  [`${source}/HelmChart`]: [{ path: ['spec', 'sourceRef'], role: 'source', group: source }],
  [`${source}/HelmRepository`]: [secret('spec', 'secretRef'), secret('spec', 'certSecretRef')],
  [`${source}/GitRepository`]: [secret('spec', 'secretRef'), secret('spec', 'proxySecretRef')],
  [`${source}/OCIRepository`]: [
    secret('spec', 'secretRef'),
    secret('spec', 'certSecretRef'),
    secret('spec', 'proxySecretRef'),
  ],
  [`${source}/Bucket`]: [
    secret('spec', 'secretRef'),
    secret('spec', 'certSecretRef'),
    secret('spec', 'proxySecretRef'),
  ],
};

/** What a view knows that references depend on. */
interface Placement {
  readonly resources: readonly Resource[];
  namespaceOf(resource: Resource): string | undefined;
  substituted(resource: Resource, text: string): string;
}

/** The fields of an object in which it may point at others; none of a kind that points at nothing. */
export function referencePaths({ group, kind }: Pick<Resource, 'group' | 'kind'>): readonly Path[] {
  return (pointers[`${group}/${kind}`] ?? []).map(({ path }) => path);
}

/** Every reference of a view's Flux objects, in the order of the objects and of the table. */
export function referencesOf(view: Placement): Reference[] {
  return view.resources.flatMap((from) => {
    const own = pointers[`${from.group}/${from.kind}`];
    // What has no name is refused before anything of it is read.
    if (own === undefined || from.name === '') return [];
    return [...ownNamespace(view, from), ...own.flatMap((pointer) => pointed(view, from, pointer))];
  });
}

/** A release's namespace must exist before it: no controller makes it. */
function ownNamespace(view: Placement, from: Resource): Reference[] {
  const name = view.namespaceOf(from);
  if (from.kind !== 'HelmRelease' || name === undefined) return [];
  const path = ['metadata', 'namespace'];
  return [
    {
      from,
      path,
      field: 'metadata.namespace',
      role: 'namespace',
      kind: 'Namespace',
      group: '',
      namespace: undefined,
      name,
      optional: false,
    },
  ];
}

function pointed(view: Placement, from: Resource, pointer: Pointer): Reference[] {
  if (pointer.each === undefined)
    return [pointer.path].flatMap((at) => reference(view, from, pointer, at) ?? []);
  return from
    .list(...pointer.path)
    .flatMap((_, index) => reference(view, from, pointer, [...pointer.path, index]) ?? []);
}

function reference(view: Placement, from: Resource, pointer: Pointer, at: Path): Reference | undefined {
  const { role, group, key } = pointer;
  const text = (field: string): string | undefined => {
    const written = from.text(...at, field);
    return written === undefined ? undefined : view.substituted(from, written);
  };
  const path = pointer.bare === true ? at : [...at, 'name'];
  const bare = from.text(...path);
  const name = bare === undefined ? undefined : view.substituted(from, bare);
  const kind = pointer.kind ?? text('kind');
  if (name === undefined || name === '' || kind === undefined) return undefined;
  // A kind that the field cannot name is refused by its schema; nobody looks for the object.
  if ((role === 'values' || role === 'substitute') && kind !== 'ConfigMap' && kind !== 'Secret')
    return undefined;
  const named = pointer.elsewhere === true ? text('namespace') : undefined;
  const apiVersion = group === undefined ? text('apiVersion') : undefined;
  return {
    from,
    path,
    field: fieldOf(at),
    role,
    kind,
    group:
      group ??
      (apiVersion === undefined ? undefined : apiVersion.slice(0, Math.max(apiVersion.indexOf('/'), 0))),
    namespace: isClusterScoped(kind) ? undefined : (named ?? view.namespaceOf(from)),
    name,
    optional: isOptional(from, pointer, at),
    ...(key === undefined ? {} : { key: text('valuesKey') ?? key }),
  };
}

/** `optional: true` covers an object that is not there; a target namespace that Helm creates need not be there either. */
function isOptional(from: Resource, { role, path }: Pointer, at: Path): boolean {
  if (role === 'namespace') {
    return path.at(-1) === 'targetNamespace' && from.get('spec', 'install', 'createNamespace') === true;
  }
  return from.get(...at, 'optional') === true;
}

function fieldOf(path: Path): string {
  return path.reduce<string>(
    (field, step) =>
      typeof step === 'number' ? `${field}[${step}]` : `${field}${field === '' ? '' : '.'}${step}`,
    '',
  );
}
