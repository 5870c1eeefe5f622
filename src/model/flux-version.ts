import facts from '../../schemas/facts.json' with { type: 'json' };
import type { RepoPath } from '../core/change.ts';
import type { Components } from './components.ts';
import { fluxGroups, type Resource } from './resource.ts';

/** The Flux minor that a repository targets and how it was found. */
export interface FluxVersion {
  readonly major: number;
  readonly minor: number;
  /** One phrase for `list --verbose`: `configured`, `from bootstrap/gotk-components.yaml`, `newest known`. */
  readonly why: string;
}

type Minor = Pick<FluxVersion, 'major' | 'minor'>;

/** Whether the targeted version is at least `major.minor`. */
export function isAtLeast(version: Minor, major: number, minor: number): boolean {
  return version.major > major || (version.major === major && version.minor >= minor);
}

/** The newest Flux minor that schemas/facts.json knows. */
export const newestFlux: Minor = minorOf(facts.newestFlux) ?? { major: 2, minor: 9 };

/** What to say of a Flux that is newer than all known ones; undefined of the others. */
export function newerThanKnown({ major, minor, why }: FluxVersion): string | undefined {
  const { major: newest, minor: most } = newestFlux;
  if (isAtLeast(newestFlux, major, minor)) return undefined;
  return `gitops-kit knows Flux up to ${newest}.${most}; what Flux ${major}.${minor} (${why}) changed since is not judged`;
}

/**
 * What runs in the clusters: as configured, else as the bootstrap files say. Where clusters run different versions the
 * oldest counts, since it must serve what is written.
 */
export function detectFlux(
  configured: string | undefined,
  components: ReadonlyMap<RepoPath, Components>,
  instances: readonly Resource[],
): FluxVersion {
  const chosen = configured === undefined ? undefined : minorOf(configured);
  if (chosen !== undefined) return { ...chosen, why: 'configured' };
  const found: FluxVersion[] = [];
  for (const [path, { version }] of components) {
    const minor = version === undefined ? undefined : minorOf(version);
    if (minor !== undefined) found.push({ ...minor, why: `from ${path}` });
  }
  for (const instance of instances) {
    if (instance.group !== fluxGroups.operator) continue;
    const minor = distribution(instance.text('spec', 'distribution', 'version'));
    if (minor !== undefined)
      found.push({ ...minor, why: `from FluxInstance ${instance.name} in ${instance.file}` });
  }
  found.sort((a, b) => a.major - b.major || a.minor - b.minor);
  return found[0] ?? { ...newestFlux, why: 'newest known' };
}

/** `2.4.x` is a minor, `2.x` the newest of a major; other ranges say nothing certain. */
function distribution(range: string | undefined): Minor | undefined {
  if (range === undefined) return undefined;
  if (/^v?2(?:\.[xX*])*$/.test(range.trim())) return newestFlux;
  return minorOf(range.trim());
}

/** The minor of `2.9.1` or `v2.9`; undefined for anything else. */
export function minorOf(version: string): Minor | undefined {
  const found = /^v?(\d+)\.(\d+)(?:\.|$)/.exec(version);
  return found === null ? undefined : { major: Number(found[1]), minor: Number(found[2]) };
}
