import type { Change, Plan, RepoPath } from '../core/change.ts';
import { lineEdits } from '../core/diff.ts';
import type { ApiState } from '../model/api-state.ts';
import { apiState } from '../model/api-state.ts';
import { placesOf } from '../model/field-places.ts';
import type { FluxVersion } from '../model/flux-version.ts';
import { baseName, folderOf } from '../model/layout.ts';
import type { LostComment, Which } from '../model/migrate-object.ts';
import { subjectIn, successor } from '../model/migrate-object.ts';
import {
  type Aim,
  type Aims,
  mayMigrate,
  migrateObject,
  migratePatch,
  type Outcome,
  type Target,
  targetAt,
} from '../model/migrate-text.ts';
import type { Repo } from '../model/repo.ts';
import { kustomizationResource, type Resource } from '../model/resource.ts';
import { mayMatch } from '../model/target-pattern.ts';
import { resolvePath } from '../model/tree.ts';
import { newFault } from '../schema/new-fault.ts';
import type { Schemas } from '../schema/schemas.ts';

/** What has to be done by hand: where, and why. */
export interface Refused {
  readonly file: RepoPath;
  /** `HelmRelease podinfo`. */
  readonly object: string;
  readonly reason: string;
}

/** The plan that brings a repository to the APIs of a Flux release, and what it cannot do. */
export interface Migration {
  readonly plan: Plan;
  /** How many objects, kustomization files and patch files it rewrites. */
  readonly objects: number;
  readonly refused: readonly Refused[];
}

/** What is rewritten on its own: an object, a kustomization file, or a file that is a patch. */
interface Unit {
  readonly file: RepoPath;
  readonly name: string;
  readonly kind: 'object' | 'patch';
  readonly which: Which;
  readonly resource: Resource | undefined;
  /** Of a patch file: the target of each place that uses it. */
  readonly targets: readonly Target[];
}

/** One run over all units, with what is known to stay. */
interface Pass {
  readonly texts: ReadonlyMap<RepoPath, string>;
  readonly changed: ReadonlySet<Unit>;
  readonly outcomes: ReadonlyMap<Unit, Outcome>;
}

/**
 * Rewrites every object for what a Flux release serves. An object whose patches cannot follow stays with them; one that
 * would break a rule of its new schema stays as well.
 * @param isMeant whether a file is among those that were asked for
 */
export function planMigration(
  repo: Repo,
  {
    flux,
    schemas,
    isMeant,
  }: {
    readonly flux: FluxVersion;
    readonly schemas: Schemas;
    readonly isMeant: (file: RepoPath) => boolean;
  },
): Migration {
  const all = unitsOf(repo, flux);
  const units = all.filter(({ file }) => isMeant(file) && !isBootstraps(file));
  const staying = new Map<Resource, string>();
  for (const { file, resource } of all) {
    if (resource === undefined || (isMeant(file) && !isBootstraps(file))) continue;
    if (successor(apiState(resource.apiVersion, resource.kind, flux), resource.apiVersion) !== undefined)
      staying.set(resource, 'it is not among the files to migrate');
  }
  const find = finder(repo);
  const aims: Aims = { flux, find, staysBecause: (resource) => staying.get(resource) };
  for (;;) {
    const pass = passOver(repo, units, aims);
    const known = staying.size;
    for (const [unit, reason] of held(pass, { find, schemas }))
      if (unit.resource !== undefined && !staying.has(unit.resource)) staying.set(unit.resource, reason);
    if (staying.size === known) return migrationOf(repo, { flux, pass, isMeant, all });
  }
}

/** The objects of this pass that have to stay after all, with the reason. */
function held(
  { outcomes, changed, texts }: Pass,
  { find, schemas }: { readonly find: (aim: Aim) => readonly Resource[]; readonly schemas: Schemas },
): Map<Unit, string> {
  const found = new Map<Unit, string>();
  const byResource = new Map([...outcomes.keys()].map((unit) => [unit.resource, unit]));
  for (const [unit, { refusals }] of outcomes) {
    for (const { reason, holds, own } of refusals) {
      if (own === true && unit.kind === 'object') found.set(unit, reason);
      for (const resource of holds === undefined ? [] : find(holds)) {
        const target = byResource.get(resource);
        if (target !== undefined && changed.has(target) && target !== unit)
          found.set(target, `the patch in ${unit.file} cannot follow: ${reason}`);
      }
    }
  }
  for (const unit of changed) {
    const fault = found.has(unit) ? undefined : faultOf(unit, texts.get(unit.file) ?? '', schemas);
    if (fault !== undefined) found.set(unit, fault);
  }
  return found;
}

/** What the new API's schema refuses and the old one did not. */
function faultOf({ resource, which }: Unit, text: string, schemas: Schemas): string | undefined {
  const after = which === 'kustomization' ? undefined : subjectIn(text, which)?.resource;
  if (resource === undefined || after === undefined || after.apiVersion === resource.apiVersion)
    return undefined;
  const fault = newFault(resource, after, schemas);
  return fault === undefined ? undefined : `it would break a rule of ${after.apiVersion}: ${fault.message}`;
}

function passOver(repo: Repo, units: readonly Unit[], aims: Aims): Pass {
  const texts = new Map<RepoPath, string>();
  const changed = new Set<Unit>();
  const outcomes = new Map<Unit, Outcome>();
  for (const unit of units) {
    const text = texts.get(unit.file) ?? repo.files.text(unit.file) ?? '';
    const outcome = outcomeOf(text, unit, aims);
    outcomes.set(unit, outcome);
    if (outcome.text === text) continue;
    texts.set(unit.file, outcome.text);
    changed.add(unit);
  }
  return { texts, changed, outcomes };
}

function outcomeOf(text: string, unit: Unit, aims: Aims): Outcome {
  if (unit.kind === 'object') {
    const keeps = unit.resource === undefined ? undefined : aims.staysBecause(unit.resource);
    return migrateObject(text, unit.which, aims, keeps);
  }
  const outcomes = unit.targets.map((target) => migratePatch(text, target, aims));
  const refusing = outcomes.find(({ refusals }) => refusals.length > 0);
  return refusing ?? outcomes[0] ?? { text, lost: [], refusals: [] };
}

function migrationOf(
  repo: Repo,
  {
    flux,
    pass: { texts, changed, outcomes },
    isMeant,
    all,
  }: {
    readonly flux: FluxVersion;
    readonly pass: Pass;
    readonly isMeant: (file: RepoPath) => boolean;
    readonly all: readonly Unit[];
  },
): Migration {
  const changes = [...texts].map(
    ([path, text]): Change => ({
      kind: 'edit',
      path,
      edits: lineEdits(repo.files.text(path) ?? '', text),
    }),
  );
  const refused = new Map<string, Refused>();
  const notes: string[] = [];
  for (const [{ file, name: object }, { refusals, lost }] of outcomes) {
    for (const { reason } of refusals) refused.set(`${file} ${object} ${reason}`, { file, object, reason });
    notes.push(...lost.map((each) => lostNote(file, object, each)));
  }
  notes.push(
    ...bootstrapNotes(all, isMeant),
    ...servingNotes(repo, { flux, texts, changed }),
    ...[...changed].flatMap(({ resource }) => (resource === undefined ? [] : dependencyNotes(resource))),
  );
  return {
    plan: { title: `Migrate to the APIs of Flux ${flux.major}.${flux.minor}`, changes, notes },
    objects: changed.size,
    refused: [...refused.values()],
  };
}

function lostNote(file: RepoPath, object: string, { field, comment }: LostComment): string {
  return `${file}: with ${field} of ${object} went its comment: ${comment}`;
}

/** What bootstrap wrote it writes anew. */
function bootstrapNotes(all: readonly Unit[], isMeant: (file: RepoPath) => boolean): string[] {
  const files = new Set(all.map(({ file }) => file).filter((file) => isBootstraps(file) && isMeant(file)));
  return [...files].map((file) => `${file} is left to flux bootstrap, which writes it anew with the upgrade`);
}

/** What the release that runs does not serve yet. */
function servingNotes(
  repo: Repo,
  {
    flux,
    texts,
    changed,
  }: { readonly flux: FluxVersion; readonly texts: Pass['texts']; readonly changed: Pass['changed'] },
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
function dependencyNotes(policy: Resource): string[] {
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

/** Whether a file is one that `flux bootstrap` writes. */
function isBootstraps(file: RepoPath): boolean {
  return baseName(file) === 'gotk-sync.yaml';
}

/** The objects of the repository, by what a patch or selector says of them. */
function finder(repo: Repo): (aim: Aim) => readonly Resource[] {
  return ({ group, kind, name }) =>
    repo.ofKind(kind, group).filter((resource) => mayMatch(name, resource.name));
}

/** Everything that may have to be rewritten, in order of file. */
function unitsOf(repo: Repo, flux: FluxVersion): readonly Unit[] {
  const units: Unit[] = [];
  const numbers = new Map<RepoPath, number>();
  for (const resource of repo.resources) {
    const which = numbers.get(resource.file) ?? 0;
    numbers.set(resource.file, which + 1);
    if (!mayMigrate(resource, flux)) continue;
    const name = `${resource.kind} ${resource.name}`;
    units.push({ file: resource.file, name, kind: 'object', which, resource, targets: [] });
  }
  const patches = new Map<RepoPath, Target[]>();
  for (const { file, root } of repo.kustomizations.values()) {
    if (root === undefined) continue;
    const resource = kustomizationResource(file, root);
    for (const [path, target] of patchFiles(resource)) {
      const known = patches.get(path);
      if (known === undefined) patches.set(path, [target]);
      else known.push(target);
    }
    if (mayMigrate(resource, flux))
      units.push({
        file,
        name: baseName(file),
        kind: 'object',
        which: 'kustomization',
        resource,
        targets: [],
      });
  }
  for (const [file, targets] of patches) {
    if (repo.files.text(file) === undefined || !repo.parts.has(file)) continue;
    units.push({
      file,
      name: `patch ${baseName(file)}`,
      kind: 'patch',
      which: 0,
      resource: undefined,
      targets,
    });
  }
  return units.sort((a, b) => (a.file < b.file ? -1 : Number(a.file > b.file)));
}

/** The files that a kustomization file takes patches from, with the target of each. */
function* patchFiles(kustomization: Resource): Iterable<readonly [RepoPath, Target]> {
  for (const field of ['patches[]', 'patchesJson6902[]', 'patchesStrategicMerge[]']) {
    for (const place of placesOf(kustomization, field)) {
      const written = kustomization.text(...place, 'path') ?? kustomization.text(...place);
      if (written === undefined || written.includes('\n')) continue;
      const path = resolvePath(folderOf(kustomization.file), written);
      if (path !== undefined) yield [path, targetAt(kustomization, place)];
    }
  }
}
