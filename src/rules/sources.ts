import type { Problem } from '../core/finding.ts';
import { hasControllerFlag } from '../model/controller-flags.ts';
import type { Reference } from '../model/references.ts';
import type { Repo } from '../model/repo.ts';
import { fluxGroups, type Resource } from '../model/resource.ts';
import { hasVariable } from '../model/substitution.ts';
import type { View } from '../model/view.ts';
import { dangling } from './dangling.ts';
import { offerFix } from './fixes.ts';
import { viewsAndIdle } from './idle-view.ts';
import { declaredHere, either, named } from './named.ts';
import type { RuleContext } from './rule.ts';

/** Which kinds a field may name (CRDs of kustomize-controller 1.9 and helm-controller 1.6). */
const chartSources = ['HelmRepository', 'GitRepository', 'Bucket'];
const chartObjects = ['OCIRepository', 'HelmChart', 'ExternalArtifact'];
const fileSources = ['GitRepository', 'OCIRepository', 'Bucket', 'ExternalArtifact'];

/** Source references of one kind of object that lead nowhere. */
export function* missingSources(
  { repo }: RuleContext,
  kind: 'Kustomization' | 'HelmRelease',
): Iterable<Problem> {
  for (const view of viewsAndIdle(repo)) {
    for (const reference of view.references) {
      if ((reference.role !== 'source' && reference.role !== 'chart') || reference.from.kind !== kind)
        continue;
      const problem =
        wrongKind(reference) ?? otherKind(view, reference) ?? missing({ repo, view }, reference);
      if (problem !== undefined) yield problem;
    }
  }
}

function allowed(reference: Reference): readonly string[] {
  if (reference.from.kind === 'Kustomization') return fileSources;
  return reference.role === 'chart' ? chartObjects : chartSources;
}

/** A kind that the field cannot name at all. */
function wrongKind(reference: Reference): Problem | undefined {
  const { from, kind, name, path } = reference;
  if (allowed(reference).includes(kind)) return undefined;
  return {
    at: from.at(...path.slice(0, -1), 'kind'),
    object: from.object,
    message: `${named(from)} refers to ${kind} ${name}, which cannot stand here; expected ${either(allowed(reference))}`,
    help:
      reference.role === 'source' && chartObjects.includes(kind)
        ? `name it in spec.chartRef instead of spec.chart`
        : `name a source of one of these kinds`,
  };
}

/** The name belongs to a source of another kind. */
function otherKind(view: View, reference: Reference): Problem | undefined {
  const { from, kind, namespace, name, path } = reference;
  if (view.makes(kind, namespace, name) !== undefined) return undefined;
  if (view.ofKind(kind, fluxGroups.source).some((each) => view.nameOf(each) === name)) return undefined;
  const found = sourceNamed(view, reference);
  if (found === undefined) return undefined;
  return {
    at: from.at(...path.slice(0, -1), 'kind'),
    object: from.object,
    message: `${named(from)} refers to ${kind} ${name}, which does not exist; ${name} is a ${found.kind}`,
    help: allowed(reference).includes(found.kind)
      ? `write kind: ${found.kind}`
      : `a ${found.kind} belongs in ${reference.role === 'source' ? 'spec.chartRef' : 'spec.chart.spec.sourceRef'}`,
    related: [declaredHere(found)],
  };
}

function sourceNamed(view: View, { namespace, name, kind }: Reference): Resource | undefined {
  const kinds = new Set([...chartSources, ...chartObjects, ...fileSources]);
  for (const other of kinds) {
    const found = other === kind ? undefined : view.find(other, namespace, name, fluxGroups.source);
    if (found !== undefined) return found;
  }
  return undefined;
}

function missing(
  where: { readonly repo: Repo; readonly view: View },
  reference: Reference,
): Problem | undefined {
  return dangling(where, reference, {
    verb: 'refers to',
    help: `add ${reference.kind} ${reference.name}, or name one that this repository applies`,
    elsewhere: (found) =>
      `write namespace: ${where.view.namespaceOf(found) ?? 'default'} in ${reference.field}`,
    mend: (found) => (reference.from.kind === 'HelmRelease' ? withNamespace(where, reference, found) : {}),
  });
}

/** The reference with the namespace of the only source of that name, where controllers may look there. */
function withNamespace(
  { repo, view }: { readonly repo: Repo; readonly view: View },
  { from, path, kind, name, group }: Reference,
  found: Resource,
): Pick<Problem, 'fix'> {
  const namespace = view.namespaceOf(found);
  if (namespace === undefined || hasVariable(found.namespace ?? namespace)) return {};
  if (mayNotCross(repo, view)) return {};
  const views = repo.views.filter(({ resources }) => resources.includes(from));
  if (!views.every((each) => each.find(kind, namespace, name, group) !== undefined)) return {};
  return offerFix(repo, from, { title: `write namespace: ${namespace}`, safety: 'safe' }, [
    { kind: 'set', path: [...path.slice(0, -1), 'namespace'], value: namespace, below: ['kind', 'name'] },
  ]);
}

function mayNotCross(repo: Repo, view: View): boolean {
  const said = repo.settings.ruleOptions['helmrelease/cross-namespace']?.['noCrossNamespaceRefs'];
  return said === true || hasControllerFlag(repo, view, 'no-cross-namespace-refs');
}
