import type { RepoPath } from '../core/change.ts';
import { type ApiState, apiState } from '../model/api-state.ts';
import { placesOf } from '../model/field-places.ts';
import type { FluxVersion } from '../model/flux-version.ts';
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
  for (const { file, which, kind } of changed) {
    const after = kind === 'patch' ? undefined : subjectIn(texts.get(file) ?? '', which)?.resource;
    const state = after === undefined ? undefined : apiState(after.apiVersion, after.kind, repo.flux);
    if (after !== undefined && state?.kind === 'too-new')
      early.set(`${after.kind} of ${after.apiVersion}`, state);
  }
  const { major, minor, why } = repo.flux;
  return [...early]
    .map(
      ([api, { since }]) =>
        `${api} came with ${since}; Flux ${major}.${minor} (${why}) refuses it: upgrade first`,
    )
    .filter(() => flux.major > major || flux.minor > minor)
    .sort();
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
