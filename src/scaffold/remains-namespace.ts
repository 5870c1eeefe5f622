import { KitError } from '../core/errors.ts';
import type { Resource } from '../model/resource.ts';
import { checkNamespaceName } from './names.ts';

/** The parts of an app that say where it is. */
interface Parts {
  readonly name: string;
  readonly helmRelease: Resource | undefined;
  readonly values: Resource | undefined;
  readonly kustomization: Resource | undefined;
  readonly seen: { namespaceOf(resource: Resource): string | undefined };
}

/** What says where an app is. */
interface Claim {
  readonly namespace: string;
  /** Who says so, as a sentence goes on: `HelmRelease podinfo in … lies in web`. */
  readonly words: string;
}

/**
 * The namespace that all parts of an app name; without any word on it the app's name.
 * @throws KitError `contradicting-remains` where they differ
 */
export function agreedNamespace(parts: Parts, asked: string | undefined): string {
  const { name, kustomization } = parts;
  const claims = [
    ...claimsOf(parts),
    ...(asked === undefined ? [] : [{ namespace: asked, words: `--namespace says ${asked}` }]),
  ];
  const variable = claims.find(({ namespace }) => namespace.includes('${'));
  if (variable !== undefined)
    throw new KitError('namespace-unknown', `the namespace of ${name} is a variable: ${variable.words}`);
  const [first] = claims;
  const other = claims.find(({ namespace }) => namespace !== first?.namespace);
  if (first !== undefined && other !== undefined) {
    throw new KitError('contradicting-remains', `${first.words}, and ${other.words}`, {
      help: ['make them agree, then repair'],
    });
  }
  const [, suffix] = kustomization?.name.split('--') ?? [];
  const namespace = first?.namespace ?? suffix ?? name;
  if (namespace !== name) checkNamespaceName(namespace);
  return namespace;
}

function claimsOf({ name, helmRelease, values, kustomization, seen }: Parts): Claim[] {
  const lying = [helmRelease, values].flatMap((resource): Claim[] => {
    const namespace = resource === undefined ? undefined : seen.namespaceOf(resource);
    if (resource === undefined || namespace === undefined) return [];
    return [
      { namespace, words: `${resource.kind} ${resource.name} in ${resource.file} lies in ${namespace}` },
    ];
  });
  return [...lying, ...(kustomization === undefined ? [] : claimsBy(kustomization, name))];
}

/** Where a Kustomization puts things, and where it waits for the release. */
function claimsBy(kustomization: Resource, app: string): Claim[] {
  const who = `Kustomization ${kustomization.name} in ${kustomization.file}`;
  const target = kustomization.text('spec', 'targetNamespace');
  const awaited = kustomization.list('spec', 'healthChecks').flatMap((_, index): Claim[] => {
    const at = ['spec', 'healthChecks', index] as const;
    const namespace = kustomization.text(...at, 'namespace');
    const isOwn =
      kustomization.text(...at, 'kind') === 'HelmRelease' && kustomization.text(...at, 'name') === app;
    return isOwn && namespace !== undefined
      ? [{ namespace, words: `${who} waits for the release in ${namespace}` }]
      : [];
  });
  return [
    ...(target === undefined ? [] : [{ namespace: target, words: `${who} puts everything into ${target}` }]),
    ...awaited,
  ];
}
