import type { RepoPath } from '../core/change.ts';
import type { Location, Problem } from '../core/finding.ts';
import { fieldLife } from '../model/api-fields.ts';
import { groupBy } from '../model/group.ts';
import { folderOf } from '../model/layout.ts';
import type { Repo } from '../model/repo.ts';
import { fluxGroups, type Resource } from '../model/resource.ts';
import type { ObjectFault, ObjectFaultKind } from '../schema/schemas.ts';
import type { Path } from '../yaml/node.ts';
import { unapplied } from './applied.ts';
import { isJudgedDuration } from './durations.ts';
import { kustomizeObjects } from './kustomize-objects.ts';
import { mayBePatched } from './patched.ts';
import type { RuleContext } from './rule.ts';

/** What the API schemas find of one kind, but for what another rule says better. */
export function* schemaFaults(context: RuleContext, kind: ObjectFaultKind): Iterable<Problem> {
  const { repo, schemas } = context;
  for (const resource of [...repo.resources, ...kustomizeObjects(repo)]) {
    for (const fault of schemas.faultsOf(resource)) {
      if (fault.kind === kind && !isOwned(context, resource, fault)) yield problemOf(fault);
    }
  }
}

const byFile = new WeakMap<Repo, ReadonlyMap<RepoPath, readonly Resource[]>>();

/** Whether `schema/wrong-type` says of a value that its API takes another type there. */
export function isRefused({ repo, schemas }: RuleContext, { file, range }: Location): boolean {
  const files = byFile.get(repo) ?? groupBy(repo.resources, (resource) => resource.file);
  byFile.set(repo, files);
  return (files.get(file) ?? [])
    .flatMap((resource) => schemas.faultsOf(resource))
    .some(({ kind, at }) => kind === 'wrong-type' && at.range.start === range.start);
}

function problemOf({ kind: _kind, path: _path, ...problem }: ObjectFault): Problem {
  return problem;
}

/** Whether another rule speaks of the value, or a patch may put it right. */
function isOwned({ repo }: RuleContext, resource: Resource, { kind, path }: ObjectFault): boolean {
  if (kind === 'missing-field' || kind === 'rule-broken')
    return mayBePatched(repo, resource) || isLeftOut(repo, resource);
  // `api/removed-field` knows what became of it.
  if (kind === 'unknown-field')
    return fieldLife(resource.group, resource.version, resource.kind, path) !== undefined;
  return (
    isJudgedDuration(resource, path) ||
    isRepositoryUrl(resource, path) ||
    (isSourceKind(resource, path) && !unapplied(repo).resources.has(resource))
  );
}

/** Nothing applies the file, and its folder's kustomization.yaml does not list it: it may be a patch. */
function isLeftOut(repo: Repo, resource: Resource): boolean {
  return repo.kustomizationFiles.has(folderOf(resource.file)) && unapplied(repo).resources.has(resource);
}

/** `helmrepository/url-malformed` says what is wrong with it. */
function isRepositoryUrl({ group, kind }: Resource, path: Path): boolean {
  return group === fluxGroups.source && kind === 'HelmRepository' && path.join('.') === 'spec.url';
}

/** `source-missing` says which kinds a reference may name, for objects that a root applies. */
function isSourceKind({ group, kind }: Resource, path: Path): boolean {
  const name = path.join('.');
  if (kind === 'HelmRelease' && group === fluxGroups.helm)
    return name === 'spec.chart.spec.sourceRef.kind' || name === 'spec.chartRef.kind';
  return kind === 'Kustomization' && group === fluxGroups.kustomize && name === 'spec.sourceRef.kind';
}
