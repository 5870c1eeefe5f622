import { preferredApiVersion } from '../model/api-versions.ts';
import { type FluxVersion, isAtLeast } from '../model/flux-version.ts';
import { fluxGroups } from '../model/resource.ts';

/** The API versions and fields of a Flux minor, as far as new-app writes them. */
export interface FluxApi {
  readonly kustomization: string;
  readonly helmRepository: string;
  /** Undefined where a HelmRelease cannot name one yet (`chartRef`, Flux 2.3). */
  readonly ociRepository: string | undefined;
  readonly helmRelease: string;
  /** `install.strategy` and `upgrade.strategy`, and the label that makes helm-controller watch a ConfigMap. */
  readonly hasStrategy: boolean;
}

/** What to write for a Flux version: for a version older than all known, what its first successors served. */
export function fluxApi(flux: FluxVersion): FluxApi {
  const api = (group: string, kind: string, oldest: string): string =>
    preferredApiVersion(group, kind, flux) ?? `${group}/${oldest}`;
  return {
    kustomization: api(fluxGroups.kustomize, 'Kustomization', 'v1beta1'),
    helmRepository: api(fluxGroups.source, 'HelmRepository', 'v1beta1'),
    ociRepository: isAtLeast(flux, 2, 3) ? api(fluxGroups.source, 'OCIRepository', 'v1beta2') : undefined,
    helmRelease: api(fluxGroups.helm, 'HelmRelease', 'v2beta1'),
    hasStrategy: isAtLeast(flux, 2, 7),
  };
}
