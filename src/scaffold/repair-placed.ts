import { applyChanges, type Plan } from '../core/change.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { policyGroup } from '../fleet/policy.ts';
import { readRepo } from '../model/read-repo.ts';
import type { Repo } from '../model/repo.ts';
import { isInterpreted } from './interpreter-file.ts';
import { joinedPlans } from './joined-plans.ts';
import { withoutWaiting } from './without-waiting.ts';

/**
 * The plan of a repair, its new Kustomization without what never becomes ready on a control plane, where a policy of Karmada
 * takes the release: as `place` leaves it.
 */
export function repairedAsPlaced(repo: Repo, plan: Plan, simulate: (repo: Repo) => Fleet): Plan {
  if (!repo.resources.some(({ group }) => group === policyGroup)) return plan;
  const created = new Set(plan.changes.flatMap((each) => (each.kind === 'create' ? [each.path] : [])));
  const after = readRepo(applyChanges(repo.files, plan.changes), repo.settings);
  const apps = after.apps.filter(
    ({ kustomization }) => kustomization !== undefined && created.has(kustomization.file),
  );
  if (apps.length === 0) return plan;
  const fleet = simulate(after);
  const placed = apps.filter(({ helmRelease }) => {
    const template = helmRelease === undefined ? undefined : fleet.templateOf(helmRelease);
    return (
      template !== undefined &&
      fleet.decide(template).policy !== undefined &&
      !isInterpreted(after, template, 'statusAggregation')
    );
  });
  return joinedPlans(repo.files, plan, {
    title: plan.title,
    changes: withoutWaiting(after, placed),
    notes: [],
  });
}
