import { KitError } from '../core/errors.ts';
import type { Resource } from '../model/resource.ts';
import type { Data } from '../yaml/node.ts';
import { checkObjectName } from './names.ts';
import { isRegistry } from './repository-url.ts';

/** Whose identity Flux may use for a registry (source-controller, `spec.provider`). */
export const providers = ['aws', 'azure', 'gcp', 'generic'] as const;
export type Provider = (typeof providers)[number];

/** By what Flux is let in to a repository: fields that HelmRepository and OCIRepository have alike. */
export interface Access {
  readonly secretRef: string | undefined;
  readonly certSecretRef: string | undefined;
  readonly provider: Provider | undefined;
}

/** Whether anything is asked for. */
export function isAsked(access: Access): boolean {
  return fields.some((field) => access[field] !== undefined);
}

/** Throws KitError `bad-name` where a Secret cannot be called so. */
export function checkAccessNames({ secretRef, certSecretRef }: Access): void {
  for (const name of [secretRef, certSecretRef]) if (name !== undefined) checkObjectName(name, 'Secret name');
}

/** Throws KitError `unused-option` for a provider of a repository over HTTP, where Flux does not read it. */
export function checkProvider({ provider }: Access, url: string): void {
  if (provider === undefined || provider === 'generic' || isRegistry(url)) return;
  throw new KitError(
    'unused-option',
    `--provider ${provider} has no effect for ${url}; a registry, oci://…, was expected`,
    { help: ['credentials of a repository over HTTP are in a Secret: --secret-ref NAME'] },
  );
}

/** The fields of the access in an object's `spec`; `generic` is what Flux does without a word. */
export function accessFields({ secretRef, certSecretRef, provider }: Access): Record<string, Data> {
  return {
    ...(provider === undefined || provider === 'generic' ? {} : { provider }),
    ...(secretRef === undefined ? {} : { secretRef: { name: secretRef } }),
    ...(certSecretRef === undefined ? {} : { certSecretRef: { name: certSecretRef } }),
  };
}

/** The access that an object has. */
export function accessOf(resource: Resource): Access {
  return {
    secretRef: resource.text('spec', 'secretRef', 'name'),
    certSecretRef: resource.text('spec', 'certSecretRef', 'name'),
    provider: providers.find((each) => each === resource.text('spec', 'provider')),
  };
}

/** Whether an object has all that is asked for. */
export function hasAccess(resource: Resource, asked: Access): boolean {
  return differing(resource, asked) === undefined;
}

/** An object that is shared stays as it is: another access cannot be put into it. KitError `other-access`. */
export function checkAccess(resource: Resource, asked: Access, url: string): void {
  const other = differing(resource, asked);
  if (other === undefined) return;
  const { kind, name, file } = resource;
  const has = other.has === undefined ? `no ${other.field}` : `the ${other.field} ${other.has}`;
  throw new KitError(
    'other-access',
    `--${other.flag} ${other.wanted} has no place: ${kind} ${name} exists in ${file} with ${has}`,
    {
      help: [
        `to share it as it is, leave --${other.flag} out`,
        `for one of its own: --repo-url ${url} --repo-name ${name}-${other.wanted}`,
      ],
    },
  );
}

const flags = { secretRef: 'secret-ref', certSecretRef: 'cert-secret-ref', provider: 'provider' } as const;
const fields = ['secretRef', 'certSecretRef', 'provider'] as const;

function differing(resource: Resource, asked: Access) {
  const has = accessOf(resource);
  for (const field of fields) {
    const wanted = asked[field];
    if (wanted === undefined || (has[field] ?? (field === 'provider' ? 'generic' : undefined)) === wanted)
      continue;
    return { field, flag: flags[field], wanted, has: has[field] };
  }
  return undefined;
}
