import { apiLives, isServed } from '../model/api-versions.ts';
import type { FluxVersion } from '../model/flux-version.ts';

/** The version that a plane with that Flux's definitions prefers (rules 3, 4); undefined for kinds that are not Flux's. */
export function preferredByFlux(
  group: string,
  kind: string,
  flux: Pick<FluxVersion, 'major' | 'minor'>,
): string | undefined {
  const served = (apiLives(group, kind) ?? []).filter((life) => isServed(life, flux));
  return newestVersion(served.map(({ version }) => version));
}

/**
 * The first of versions by priority (rule 4): `v2` before `v1`, these before `v1beta2`, these before `v1alpha1`, and what
 * is no such name last, by name (k8s.io/apimachinery, pkg/version/helpers.go).
 */
export function newestVersion(versions: readonly string[]): string | undefined {
  return versions.toSorted(byPriority)[0];
}

function byPriority(a: string, b: string): number {
  const [partsA, partsB] = [partsOf(a), partsOf(b)];
  if (partsA === undefined || partsB === undefined) {
    if (partsA !== undefined) return -1;
    if (partsB !== undefined) return 1;
    return a < b ? -1 : 1;
  }
  for (const [at, part] of partsA.entries()) {
    const other = partsB[at] ?? 0;
    if (part !== other) return other - part;
  }
  return 0;
}

/** Stability, major, minor. */
function partsOf(version: string): readonly number[] | undefined {
  const found = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (found === null) return undefined;
  const [, major, stage, minor] = found;
  const stability = stage === undefined ? 2 : Number(stage === 'beta');
  return [stability, Number(major), Number(minor ?? 0)];
}
