import facts from '../../schemas/facts.json' with { type: 'json' };
import { nearest } from '../core/suggest.ts';
import { type ApiLife, apiKinds, apiLives, isServed, preferredApiVersion } from './api-versions.ts';
import { type FluxVersion, isAtLeast, newestFlux } from './flux-version.ts';
import {
  builtinKinds,
  builtinVersions,
  isBuiltin,
  isBuiltinGroup,
  kubernetesEnd,
  oldestKubernetes,
} from './kubernetes-apis.ts';

/** What became, or will become, of an API in the clusters that a repository is for. `write`: the apiVersion to write. */
export type ApiState =
  | { readonly kind: 'served' }
  /** Served, and gone from a later release (`removedIn`: `Flux 2.8`), or only deprecated. */
  | {
      readonly kind: 'deprecated';
      readonly removedIn: string | undefined;
      /** Undefined when the clusters serve nothing newer. */
      readonly write: string | undefined;
    }
  | { readonly kind: 'removed'; readonly removedIn: string; readonly write: string | undefined }
  | { readonly kind: 'too-new'; readonly since: string; readonly write: string | undefined }
  /** The kind exists, and never in this version or group. */
  | { readonly kind: 'unknown-version'; readonly write: string | undefined }
  | { readonly kind: 'unknown-kind'; readonly near: string };

type Target = FluxVersion;

/** The state of an apiVersion and kind; undefined for what is neither Flux's nor Kubernetes' own, or not known. */
export function apiState(apiVersion: string, kind: string, flux: Target): ApiState | undefined {
  const slash = apiVersion.indexOf('/');
  const group = apiVersion.slice(0, Math.max(slash, 0));
  const version = apiVersion.slice(slash + 1);
  const dead = deadGroup(group, kind, flux);
  if (dead !== undefined) return dead;
  const lives = apiLives(group, kind);
  if (lives !== undefined) return fluxState({ group, version, kind }, lives, flux);
  if (isBuiltinGroup(group)) return builtinState(apiVersion, kind, flux);
  return nearKind(kind, apiKinds(group));
}

/** Groups from before Flux 2.0, Flux 1 included. */
function deadGroup(group: string, kind: string, flux: Target): ApiState | undefined {
  const found = facts.deadGroups.find((dead) => dead.group === group);
  return found === undefined
    ? undefined
    : {
        kind: 'removed',
        removedIn: group === 'helm.fluxcd.io' ? 'Flux 2' : 'Flux 0.1',
        write: preferredApiVersion(found.to, kind, flux),
      };
}

function fluxState(
  { group, version, kind }: { readonly group: string; readonly version: string; readonly kind: string },
  lives: readonly ApiLife[],
  flux: Target,
): ApiState | undefined {
  const write = preferredApiVersion(group, kind, flux);
  const life = lives.find((each) => each.version === version);
  if (life === undefined)
    return isFromLater(version, lives, flux) ? undefined : { kind: 'unknown-version', write };
  const { removedIn, first, deprecatedSince } = life;
  if (!isServed(life, flux)) {
    return removedIn !== undefined && isServed({ ...life, removedIn: undefined }, flux)
      ? { kind: 'removed', removedIn: fluxName(removedIn), write }
      : { kind: 'too-new', since: fluxName(first), write };
  }
  const isDeprecated =
    removedIn !== undefined ||
    (deprecatedSince !== undefined &&
      isServed({ ...life, first: deprecatedSince, removedIn: undefined }, flux));
  if (!isDeprecated) return { kind: 'served' };
  return {
    kind: 'deprecated',
    removedIn: removedIn === undefined ? undefined : fluxName(removedIn),
    write: write === `${group}/${version}` ? undefined : write,
  };
}

/** A version above all that are known, where what runs may be newer than what is known here. */
function isFromLater(version: string, lives: readonly ApiLife[], flux: Target): boolean {
  const isKnownTarget = flux.why !== newestKnown && !isAtLeast(flux, newestFlux.major, newestFlux.minor + 1);
  return !isKnownTarget && lives.every((life) => rank(version) > rank(life.version));
}

/** What `detectFlux` says where nothing names a version. */
const newestKnown = 'newest known';

/** Kubernetes' order of versions: v1alpha1 < v1beta1 < v1 < v2alpha1 (kube-aware version sorting puts stable first; age is meant here). */
function rank(version: string): number {
  const found = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (found === null) return -1;
  const stages: Readonly<Record<string, number>> = { alpha: 0, beta: 1 };
  return Number(found[1]) * 10_000 + (stages[found[2] ?? ''] ?? 2) * 1000 + Number(found[3] ?? 0);
}

function builtinState(apiVersion: string, kind: string, flux: Target): ApiState | undefined {
  const end = kubernetesEnd(apiVersion, kind);
  if (end !== undefined) {
    const { removedIn, replacement: write } = end;
    const said = removedIn === undefined ? undefined : `Kubernetes 1.${removedIn}`;
    if (removedIn === undefined || removedIn > oldestKubernetes(flux))
      return { kind: 'deprecated', removedIn: said, write };
    return { kind: 'removed', removedIn: said ?? '', write };
  }
  if (isBuiltin(apiVersion, kind)) return { kind: 'served' };
  const elsewhere = builtinVersions(kind);
  const write = elsewhere.find((version) => isBuiltin(version, kind));
  // Kinds of Kubernetes that are newer than what is known here look the same as misspelt ones.
  if (write !== undefined) return isAlphaOrBeta(apiVersion) ? undefined : { kind: 'unknown-version', write };
  return nearKind(kind, builtinKinds(apiVersion));
}

/** A version that a later Kubernetes may bring to a known kind. */
function isAlphaOrBeta(apiVersion: string): boolean {
  return /alpha|beta/.test(apiVersion);
}

/** A kind that differs from a known one by case or a slip. */
function nearKind(kind: string, kinds: readonly string[]): ApiState | undefined {
  const near = kinds.find((each) => each.toLowerCase() === kind.toLowerCase()) ?? nearest(kind, kinds);
  return near === undefined || near === kind ? undefined : { kind: 'unknown-kind', near };
}

function fluxName(release: string): string {
  return `Flux ${release.replace(/^v/, '').split('.').slice(0, 2).join('.')}`;
}
