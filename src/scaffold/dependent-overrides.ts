import type { Fleet, Template } from '../fleet/fleet.ts';
import type { PropagationPolicy } from '../fleet/policy.ts';
import { scoreOf } from '../fleet/selectors.ts';

/** The override policies that change one of these objects, and that a propagation policy of that kind can wait for (rule 14). */
export function overridesOf(
  fleet: Fleet,
  objects: readonly Template[],
  kind: PropagationPolicy['kind'],
): string[] {
  const overrides = kind === 'PropagationPolicy' ? 'OverridePolicy' : 'ClusterOverridePolicy';
  const names = fleet.overridePolicies
    .filter((policy) => policy.kind === overrides)
    .filter((policy) =>
      objects.some(
        (object) =>
          (policy.namespace === undefined || policy.namespace === object.namespace) &&
          policy.selectors.some(
            (selector) => scoreOf(selector, { ...object, namespace: object.namespace ?? '' }) > 0,
          ),
      ),
    )
    .map(({ name }) => name);
  return [...new Set(names)].sort();
}
