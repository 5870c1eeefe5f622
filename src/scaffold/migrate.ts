import type { Change, Plan, RepoPath } from '../core/change.ts';
import { lineEdits } from '../core/diff.ts';
import { apiState } from '../model/api-state.ts';
import type { FluxVersion } from '../model/flux-version.ts';
import type { Aim, Aims } from '../model/migrate-aims.ts';
import { subjectIn, successor } from '../model/migrate-object.ts';
import { migrateObject, migratePatch, type Outcome } from '../model/migrate-text.ts';
import type { Repo } from '../model/repo.ts';
import type { Resource } from '../model/resource.ts';
import { mayMatch } from '../model/target-pattern.ts';
import { newFault } from '../schema/new-fault.ts';
import type { Schemas } from '../schema/schemas.ts';
import { bootstrapNotes, dependencyNotes, lostNote, servingNotes } from './migration-notes.ts';
import { isBootstraps, type Unit, unitsOf } from './migration-units.ts';

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
  for (const each of unreadable(repo, isMeant)) refused.set(each.file, each);
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
    plan: { title: `migrate to the APIs of Flux ${flux.major}.${flux.minor}`, changes, notes },
    objects: changed.size,
    refused: [...refused.values()],
  };
}

/** Of files that cannot be read nobody knows whether there is something to migrate; Flux passes over symbolic links. */
function unreadable({ unread, files }: Repo, isMeant: (file: RepoPath) => boolean): Refused[] {
  return [...unread]
    .filter((file) => isMeant(file) && files.fault(file)?.kind !== 'symlink')
    .map((file) => ({
      file,
      object: 'all that is in it',
      reason: `it cannot be read: see gitops-kit lint ${file}`,
    }));
}

/** The objects of the repository, by what a patch or selector says of them. */
function finder(repo: Repo): (aim: Aim) => readonly Resource[] {
  return ({ group, kind, name }) =>
    repo.ofKind(kind, group).filter((resource) => mayMatch(name, resource.name));
}
