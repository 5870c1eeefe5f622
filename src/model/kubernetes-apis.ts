import facts from '../../schemas/facts.json' with { type: 'json' };
import { splitVersion } from './api-version.ts';
import { type FluxVersion, isAtLeast } from './flux-version.ts';

/** The end of a built-in API; from schemas/facts.json. */
export interface KubernetesEnd {
  /** The first minor of Kubernetes 1 that serves it no more; undefined while it is only deprecated. */
  readonly removedIn: number | undefined;
  /** The apiVersion to write instead; undefined where nothing took its place. */
  readonly replacement: string | undefined;
}

interface EndFact {
  readonly removedIn?: string;
  readonly replacement?: string;
}

const served: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(facts.kubernetes.served));
const ended: ReadonlyMap<string, EndFact> = new Map(Object.entries(facts.kubernetes.ended));

/** The apiVersions in which Kubernetes ever served each built-in kind, those of today first. */
const versionsOfKind: ReadonlyMap<string, readonly string[]> = byKind();

/** Groups of kinds that Kubernetes itself serves or served, core (empty) included. */
const groups: ReadonlySet<string> = new Set(
  [...served.keys(), ...[...ended.keys()].map((key) => key.slice(0, key.lastIndexOf('/')))].map(
    (apiVersion) => splitVersion(apiVersion).group,
  ),
);

/** Whether Kubernetes itself, and nobody else, serves the kinds of a group. */
export function isBuiltinGroup(group: string): boolean {
  return groups.has(group);
}

/** Whether today's Kubernetes serves a kind in that version. */
export function isBuiltin(apiVersion: string, kind: string): boolean {
  return served.get(apiVersion)?.includes(kind) === true;
}

/** The apiVersions that serve, or once served, a built-in kind; none for other kinds. */
export function builtinVersions(kind: string): readonly string[] {
  return versionsOfKind.get(kind) ?? [];
}

/** The built-in kinds that today's Kubernetes serves in a version; none for other versions. */
export function builtinKinds(apiVersion: string): readonly string[] {
  return served.get(apiVersion) ?? [];
}

/** When an API ends or ended; undefined for one that lives, or that Kubernetes does not know. */
export function kubernetesEnd(apiVersion: string, kind: string): KubernetesEnd | undefined {
  const fact = ended.get(`${apiVersion}/${kind}`);
  if (fact === undefined) return undefined;
  return {
    removedIn: fact.removedIn === undefined ? undefined : minorOf(fact.removedIn),
    replacement: successor(fact, kind, 0),
  };
}

/**
 * The oldest minor of Kubernetes 1 that a Flux release runs on (`flux check --pre`: fluxcd/flux2 cmd/flux/check.go at
 * v0.26, v2.0, v2.3; since 2.7 the three newest at its release). What was removed before is served nowhere.
 */
export function oldestKubernetes(flux: Pick<FluxVersion, 'major' | 'minor'>): number {
  if (isAtLeast(flux, 2, 7)) return 25 + flux.minor;
  if (isAtLeast(flux, 2, 3)) return 28;
  return isAtLeast(flux, 2, 0) ? 24 : 20;
}

/** What took the place of an API, and still lives. */
function successor({ replacement }: EndFact, kind: string, steps: number): string | undefined {
  if (replacement === undefined) return builtinVersions(kind).find((version) => isBuiltin(version, kind));
  if (isBuiltin(replacement, kind)) return replacement;
  const next = ended.get(`${replacement}/${kind}`);
  return next === undefined || steps > 3 ? undefined : successor(next, kind, steps + 1);
}

function byKind(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const add = (kind: string, apiVersion: string): void => {
    const known = found.get(kind);
    if (known === undefined) found.set(kind, [apiVersion]);
    else if (!known.includes(apiVersion)) known.push(apiVersion);
  };
  // Of several versions that are served, the stable one comes first.
  const stableFirst = [...served].sort(([a], [b]) => Number(/\dbeta/.test(a)) - Number(/\dbeta/.test(b)));
  for (const [apiVersion, kinds] of stableFirst) for (const kind of kinds) add(kind, apiVersion);
  for (const key of ended.keys()) {
    const slash = key.lastIndexOf('/');
    add(key.slice(slash + 1), key.slice(0, slash));
  }
  return found;
}

function minorOf(release: string): number {
  return Number(release.split('.')[1]);
}
