import facts from '../../schemas/facts.json' with { type: 'json' };
import { type FluxVersion, isAtLeast } from './flux-version.ts';

/** The life of one version of a Flux API, by Flux release (`v2.3.0`); from schemas/facts.json. */
export interface ApiLife {
  /** `v2beta2`. */
  readonly version: string;
  readonly first: string;
  /** The first release that serves it no more; undefined while it is served. */
  readonly removedIn: string | undefined;
  readonly deprecatedSince: string | undefined;
  /** The first release that stored objects so: since then it is, or was, the version to write. */
  readonly storageFirst: string | undefined;
}

type Target = Pick<FluxVersion, 'major' | 'minor'>;

interface Fact {
  readonly first: string;
  readonly removedIn: string | null;
  readonly deprecatedSince: string | null;
  readonly storageFirst: string | null;
}

const lives: ReadonlyMap<string, readonly ApiLife[]> = new Map(
  Object.entries(facts.apis).map(([name, { versions }]) => [name, livesOf(versions)]),
);

/** Every version that a Flux kind ever had, in order of name; undefined for a kind that is not Flux's. */
export function apiLives(group: string, kind: string): readonly ApiLife[] | undefined {
  return lives.get(`${group}/${kind}`);
}

/** The kinds that Flux ever had in a group; none for other groups. */
export function apiKinds(group: string): readonly string[] {
  return [...lives.keys()]
    .filter((name) => name.startsWith(`${group}/`))
    .map((name) => name.slice(group.length + 1));
}

/** Whether a Flux release (its newest patch) serves the version. */
export function isServed(life: ApiLife, flux: Target): boolean {
  return reached(life.first, flux) && !(life.removedIn !== undefined && reached(life.removedIn, flux));
}

/** The apiVersion to write for a Flux kind; undefined when that release does not have the kind. */
export function preferredApiVersion(group: string, kind: string, flux: Target): string | undefined {
  const served = (lives.get(`${group}/${kind}`) ?? []).filter((life) => isServed(life, flux));
  const stored = served.filter(
    ({ storageFirst }) => storageFirst !== undefined && reached(storageFirst, flux),
  );
  const newest = stored.toSorted((a, b) => compare(a.storageFirst ?? '', b.storageFirst ?? '')).at(-1);
  return newest === undefined ? undefined : `${group}/${newest.version}`;
}

/** Whether a release is at, or before, the minor. */
function reached(release: string, flux: Target): boolean {
  const [major = 0, minor = 0] = parts(release);
  return isAtLeast(flux, major, minor);
}

function compare(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = parts(a);
  const [majorB = 0, minorB = 0] = parts(b);
  return majorA - majorB || minorA - minorB;
}

function parts(release: string): number[] {
  return release.replace(/^v/, '').split('.').map(Number);
}

function livesOf(versions: Readonly<Record<string, Fact>>): ApiLife[] {
  return Object.entries(versions).map(([version, { first, removedIn, deprecatedSince, storageFirst }]) => ({
    version,
    first,
    removedIn: removedIn ?? undefined,
    deprecatedSince: deprecatedSince ?? undefined,
    storageFirst: storageFirst ?? undefined,
  }));
}
