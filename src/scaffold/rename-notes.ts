import { isEncrypted } from '../model/resource.ts';
import type { AppParts } from './app-parts.ts';
import type { NewNames } from './new-names.ts';

/** What the owner of a renamed app has to know or to do, one sentence each. */
export function notesOfRename(parts: AppParts, names: NewNames, name: string): string[] {
  return [...keptNames(parts, names), ...suspended(parts, name), ...sealed(parts, names)];
}

/** What of the app keeps the old name, for want of a free or fitting one. */
function keptNames({ name, sources }: AppParts, { objects }: NewNames): string[] {
  return sources
    .filter((source) => source.name === name && !objects.some(({ object }) => object === source))
    .map(({ kind, file }) => `${kind} ${name} in ${file} keeps its name: the new one is taken`);
}

/** A release that was suspended to be kept does nothing under its new name either. */
function suspended({ release }: AppParts, name: string): string[] {
  return release?.get('spec', 'suspend') === true
    ? [`HelmRelease ${name} is suspended; take suspend: true out when Flux has applied the new name`]
    : [];
}

/** What was encrypted for its place, or with a checksum over all of the file. */
function sealed({ scope }: AppParts, { namespace }: NewNames): string[] {
  return scope.resources.flatMap((resource) => {
    if (namespace === undefined || resource.namespace !== namespace.from) return [];
    const { kind, name, file } = resource;
    if (kind === 'SealedSecret')
      return [
        `SealedSecret ${name} in ${file} was sealed for namespace ${namespace.from}: seal it again for ${namespace.to}`,
      ];
    return isEncrypted(resource)
      ? [
          `${file} is encrypted, and its namespace changes: sops opens it with --ignore-mac until it is saved again`,
        ]
      : [];
  });
}
