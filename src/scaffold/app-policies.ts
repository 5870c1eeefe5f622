import { policyGroup } from '../fleet/policy.ts';
import type { Resource } from '../model/resource.ts';
import { isClusterScoped } from '../model/scope.ts';
import { editOf, type ValueEdit } from '../model/value-edits.ts';
import type { Path } from '../yaml/node.ts';
import { isSelectedByName, isWide } from './wide-selectors.ts';

const kinds = ['PropagationPolicy', 'ClusterPropagationPolicy', 'OverridePolicy', 'ClusterOverridePolicy'];

/** Karmada's policies among some objects. */
export function policiesAmong(resources: readonly Resource[]): Resource[] {
  return resources.filter(({ group, kind }) => group === policyGroup && kinds.includes(kind));
}

/** The selectors of a policy that name some objects, and none that is not among them: their indexes. */
function selectorsOf(
  policy: Resource,
  objects: ReadonlySet<Resource>,
  resources: readonly Resource[],
): number[] {
  return [...policy.list('spec', 'resourceSelectors').keys()].filter((index) => {
    const written = policy.text('spec', 'resourceSelectors', index, 'namespace') ?? '';
    const home = written === '' ? (policy.namespace ?? 'default') : written;
    const isWideSelector = isWide(policy, index);
    const isMeant = (object: Resource): boolean =>
      isSelectedByName(policy, index, object) &&
      (isWideSelector || isClusterScoped(object.kind) || (object.namespace ?? 'default') === home);
    return (
      [...objects].some(isMeant) &&
      !(isWideSelector && resources.some((each) => !objects.has(each) && isMeant(each)))
    );
  });
}

/** The policies that select these objects by name and nothing else: they are of no use without them. */
export function policiesOnlyFor(resources: readonly Resource[], objects: Iterable<Resource>): Resource[] {
  const all = new Set(objects);
  return policiesAmong(resources).filter((policy) => {
    const count = policy.list('spec', 'resourceSelectors').length;
    return count > 0 && selectorsOf(policy, all, resources).length === count;
  });
}

/** Where propagation policies wait for an override policy. */
export function awaitsOf(
  resources: readonly Resource[],
  override: Resource,
): { readonly policy: Resource; readonly path: Path }[] {
  const isCluster = override.kind === 'ClusterOverridePolicy';
  if (!isCluster && override.kind !== 'OverridePolicy') return [];
  return policiesAmong(resources)
    .filter(
      ({ kind, namespace }) =>
        kind === (isCluster ? 'ClusterPropagationPolicy' : 'PropagationPolicy') &&
        (isCluster || (namespace ?? 'default') === (override.namespace ?? 'default')),
    )
    .flatMap((policy) =>
      [...policy.list('spec', 'dependentOverrides').entries()].flatMap(([index, name]) =>
        name === override.name ? [{ policy, path: ['spec', 'dependentOverrides', index] }] : [],
      ),
    );
}

/** The edits that take out of other policies what speaks of objects that go. */
export function* withoutSelectors(
  resources: readonly Resource[],
  gone: ReadonlySet<Resource>,
): Iterable<ValueEdit> {
  const staying = resources.filter((each) => !gone.has(each));
  for (const policy of policiesAmong(staying)) {
    for (const index of selectorsOf(policy, gone, staying).reverse())
      yield editOf(policy, { kind: 'remove', path: ['spec', 'resourceSelectors', index] });
  }
  const awaits = [...gone].flatMap((override) => awaitsOf(staying, override));
  for (const policy of new Set(awaits.map((each) => each.policy))) {
    const own = awaits.filter((each) => each.policy === policy);
    const list = ['spec', 'dependentOverrides'];
    if (own.length === policy.list(...list).length) yield editOf(policy, { kind: 'remove', path: list });
    else for (const { path } of own.reverse()) yield editOf(policy, { kind: 'remove', path });
  }
}
