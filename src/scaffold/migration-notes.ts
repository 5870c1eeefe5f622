import type { RepoPath } from '../core/change.ts';
import { type ApiState, apiState } from '../model/api-state.ts';
import { placesOf } from '../model/field-places.ts';
import { type FluxVersion, isAtLeast } from '../model/flux-version.ts';
import { type LostComment, subjectIn } from '../model/migrate-object.ts';
import type { Repo } from '../model/repo.ts';
import type { Resource } from '../model/resource.ts';
import { isBootstraps, type Unit } from './migration-units.ts';

/** A comment that went with its field, quoted. */
export function lostNote(file: RepoPath, object: string, { field, comment }: LostComment): string {
  return `${file}: with ${field} of ${object} went its comment: ${comment}`;
}

/** What bootstrap wrote it writes anew. */
export function bootstrapNotes(all: readonly Unit[], isMeant: (file: RepoPath) => boolean): string[] {
  const files = new Set(all.map(({ file }) => file).filter((file) => isBootstraps(file) && isMeant(file)));
  return [...files].map((file) => `${file} is left to flux bootstrap, which writes it anew with the upgrade`);
}

/** What the release that runs does not serve yet. */
export function servingNotes(
  repo: Repo,
  {
    flux,
    texts,
    changed,
  }: {
    readonly flux: FluxVersion;
    readonly texts: ReadonlyMap<RepoPath, string>;
    readonly changed: ReadonlySet<Unit>;
  },
): string[] {
  const early = new Map<string, Extract<ApiState, { kind: 'too-new' }>>();
  const apis: Api[] = [];
  for (const { file, which, kind } of changed) {
    if (kind === 'patch') continue;
    const [before, after] = [repo.files.text(file), texts.get(file)].map(
      (text) => subjectIn(text ?? '', which)?.resource,
    );
    for (const each of [before, after]) if (each !== undefined) apis.push(each);
    const state = after === undefined ? undefined : apiState(after.apiVersion, after.kind, repo.flux);
    if (after !== undefined && state?.kind === 'too-new')
      early.set(`${after.kind} of ${after.apiVersion}`, state);
  }
  const { major, minor, why } = repo.flux;
  if (early.size === 0 || isAtLeast(repo.flux, flux.major, flux.minor)) return [];
  const notes = [...early].map(
    ([api, { since }]) =>
      `${api} came with ${since}; Flux ${major}.${minor} (${why}) refuses it: upgrade first`,
  );
  const both = servesAll(apis, flux);
  return [
    ...notes.sort(),
    both === undefined
      ? 'no Flux serves both what was written and what is written now: migrate in steps, with --flux-version'
      : `Flux ${both.major}.${both.minor} serves both what was written and what is written now: upgrade to it, apply this, then go on`,
  ];
}

type Api = Pick<Resource, 'apiVersion' | 'kind'>;

/** The newest minor of Flux 2, up to the target, that serves all of these. */
function servesAll(apis: readonly Api[], { major, minor: most }: FluxVersion): FluxVersion | undefined {
  for (let minor = most; minor >= 0; minor -= 1) {
    const flux = { major, minor, why: 'asked for' };
    const states = apis.map(({ apiVersion, kind }) => apiState(apiVersion, kind, flux)?.kind);
    if (states.every((state) => state === undefined || state === 'served' || state === 'deprecated'))
      return flux;
  }
  return undefined;
}

/**
 * What Karmada's own interpreter knows the dependencies of: these versions and no later ones, as of Karmada 1.18
 * (pkg/resourceinterpreter/default/thirdparty).
 */
const interpreted: ReadonlySet<string> = new Set([
  'helm.toolkit.fluxcd.io/v2beta1 HelmRelease',
  ...['HelmRepository', 'OCIRepository', 'Bucket', 'HelmChart'].map(
    (kind) => `source.toolkit.fluxcd.io/v1beta2 ${kind}`,
  ),
]);

/** A policy that takes dependencies along finds none of an object in a version that Karmada does not know. */
export function dependencyNotes(policy: Resource): string[] {
  const takes = ['propagateDeps', 'association'].some((field) => policy.get('spec', field) === true);
  if (policy.group !== 'policy.karmada.io' || !takes) return [];
  return placesOf(policy, 'spec.resourceSelectors[]').flatMap((place) => {
    const selected = `${policy.text(...place, 'apiVersion')} ${policy.text(...place, 'kind')}`;
    if (!interpreted.has(selected)) return [];
    return [
      `${policy.file}: ${policy.kind} ${policy.name} propagates dependencies, which Karmada itself finds of ${selected} and of no later version: select them as well`,
    ];
  });
}
