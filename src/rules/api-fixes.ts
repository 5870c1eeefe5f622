import type { RepoPath } from '../core/change.ts';
import { lineEdits } from '../core/diff.ts';
import type { Fix, Problem } from '../core/finding.ts';
import { splitVersion } from '../model/api-version.ts';
import { deprecatedFields } from '../model/deprecated-fields.ts';
import { groupBy } from '../model/group.ts';
import { baseName } from '../model/layout.ts';
import { editObject, rewriteObject, subjectIn, successor } from '../model/migrate-object.ts';
import type { Repo } from '../model/repo.ts';
import type { Resource } from '../model/resource.ts';
import { newFault } from '../schema/new-fault.ts';
import type { DataEdit } from '../yaml/edit-checked.ts';
import type { Path } from '../yaml/node.ts';
import type { ApiUse } from './api-uses.ts';
import { lazyFix } from './fixes.ts';
import { mayBePatched } from './patched.ts';
import type { RuleContext } from './rule.ts';

/** What a problem with an apiVersion has of a fix. */
type WithFix = Pick<Problem, 'fix'>;

/** The fix of an object's own apiVersion, or of one that it names. */
export function fixOf(context: RuleContext, use: ApiUse): WithFix {
  const write = successor(use.state, use.apiVersion);
  if (write === undefined) return {};
  return orNone(
    use.path.length === 1
      ? objectFix(context, use.resource, `write it for ${write}`)
      : referenceFix(context, use),
  );
}

/** The fix of a field that the object's version has no more. */
export function fieldFixOf(context: RuleContext, resource: Resource, field: string): WithFix {
  return orNone(objectFix(context, resource, `do without ${field}`));
}

/** The fix of a field that is merely deprecated. */
export function deprecatedFixOf(context: RuleContext, resource: Resource, path: Path): WithFix {
  return orNone(deprecatedFix(context, resource, path));
}

function orNone(fix: Fix | undefined): WithFix {
  return fix === undefined ? {} : { fix };
}

/**
 * An object as the Flux that runs wants it: apiVersion and moved fields. None where patches would have to follow, where a
 * comment would go with a field, or where the new schema wants more: `gitops-kit migrate` says so.
 */
function objectFix(
  { repo, schemas }: Pick<RuleContext, 'repo' | 'schemas'>,
  resource: Resource,
  title: string,
): Fix | undefined {
  if (baseName(resource.file) === 'gotk-sync.yaml' || mayBePatched(repo, resource)) return undefined;
  return lazyFix({ title, safety: 'safe' }, () => {
    const text = repo.files.text(resource.file) ?? '';
    const which = numberOf(repo, resource);
    const done = rewriteObject(text, which, repo.flux, 'needed');
    if (done === undefined || 'refused' in done || done.lost.length > 0) return [];
    const after = subjectIn(done.text, which)?.resource;
    if (after === undefined || newFault(resource, after, schemas) !== undefined) return [];
    return [{ kind: 'edit', path: resource.file, edits: lineEdits(text, done.text) }];
  });
}

/** The apiVersion that a field names, and nothing else. None for the target of a patch whose objects stay behind. */
function referenceFix({ repo }: Pick<RuleContext, 'repo'>, use: ApiUse): Fix | undefined {
  const { resource, path, apiVersion, kind, state } = use;
  const write = successor(state, apiVersion);
  if (write === undefined || baseName(resource.file) === 'gotk-sync.yaml') return undefined;
  const before = splitVersion(apiVersion);
  const { group, version } = splitVersion(write);
  const isTarget = path.at(-1) === 'version';
  const isFlux1 = before.group !== group && before.group.endsWith('.fluxcd.io');
  const meant = repo.ofKind(kind, before.group).some((each) => each.apiVersion === apiVersion);
  if (isFlux1 || (isTarget && meant)) return undefined;
  const edits: DataEdit[] = [{ kind: 'set', path, value: isTarget ? version : write }];
  if (isTarget && group !== before.group)
    edits.push({ kind: 'set', path: [...path.slice(0, -1), 'group'], value: group });
  return editFix(repo, resource, `name ${write}`, edits);
}

/** A deprecated field, as its successor says it. */
function deprecatedFix({ repo }: Pick<RuleContext, 'repo'>, resource: Resource, path: Path): Fix | undefined {
  const field = deprecatedFields(resource, repo.flux).find((each) => each.path.join('.') === path.join('.'));
  const step = field?.step?.(resource);
  if (step === undefined || 'refused' in step) return undefined;
  return editFix(repo, resource, `replace ${path.join('.')}`, step);
}

function editFix(repo: Repo, resource: Resource, title: string, edits: readonly DataEdit[]): Fix {
  return lazyFix({ title, safety: 'safe' }, () => {
    const text = repo.files.text(resource.file) ?? '';
    const subject = subjectIn(text, numberOf(repo, resource));
    const done = subject === undefined ? undefined : editObject(text, subject, edits);
    if (done === undefined || 'refused' in done || done.lost.length > 0) return [];
    return [{ kind: 'edit', path: resource.file, edits: lineEdits(text, done.text) }];
  });
}

const byFile = new WeakMap<Repo, ReadonlyMap<RepoPath, readonly Resource[]>>();

/** Which object of its file it is. */
function numberOf(repo: Repo, resource: Resource): number {
  const files = byFile.get(repo) ?? groupBy(repo.resources, ({ file }) => file);
  byFile.set(repo, files);
  return files.get(resource.file)?.indexOf(resource) ?? -1;
}
