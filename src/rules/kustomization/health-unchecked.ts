import type { Location } from '../../core/finding.ts';
import { selectable } from '../../fleet/choice.ts';
import { matcher } from '../../fleet/selectors.ts';
import { fluxGroups, type Resource } from '../../model/resource.ts';
import type { View } from '../../model/view.ts';
import { offerFix } from '../fixes.ts';
import { checksHealth } from '../flux-kustomizations.ts';
import { isUninterpreted } from '../interpreters.ts';
import { isBootstrap } from '../layout-scope.ts';
import { named, problemOf } from '../named.ts';
import { mayBeWritten } from '../patched-field.ts';
import { fleetIn } from '../placed.ts';
import type { Rule, RuleContext } from '../rule.ts';

const redis = 'flux-system/kustomizations/kustomization-redis.yaml';
const checks = `  healthChecks: # the HelmRelease: its workloads' names are the chart's business
    - apiVersion: helm.toolkit.fluxcd.io/v2
      kind: HelmRelease
      name: redis
      namespace: redis
`;

export const healthUnchecked: Rule = {
  id: 'kustomization/health-unchecked',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Others depend on a Kustomization that is ready before its app is.',
  why: `\`dependsOn\` waits until the other Kustomization is ready. Without \`wait: true\` or \`healthChecks\` it is ready as
soon as its objects are applied, long before a release is installed or a Deployment runs, and what depends on it
starts too early. Paths that hold nothing that takes time are left alone, and so are releases that Karmada sends on:
their status does not come back.`,
  examples: [
    {
      title: 'a dependency without health checks',
      replace: [[redis, checks, '']],
      finds: [
        'Kustomization redis is ready before HelmRelease redis is, and Kustomization podinfo depends on it',
      ],
    },
    {
      title: 'a dependency that goes on to the clusters of a fleet',
      base: 'fleet',
      finds: [],
    },
    {
      title: 'a dependency that waits for everything',
      replace: [[redis, checks, '  wait: true\n']],
      finds: [],
    },
  ],
  repair: {
    unsafe:
      'What depends on the Kustomization then waits until everything in its path is ready, and does not start while something there is not.',
  },
  *check(context) {
    const { repo } = context;
    if (['wait', 'healthChecks'].some((field) => mayBeWritten(repo, 'Kustomization', field))) return;
    for (const view of repo.views) {
      const dependents = new Map<Resource, { readonly from: Resource; readonly at: Location }[]>();
      for (const { role, from, path, namespace, name } of view.references) {
        if (role !== 'depends-on' || from.kind !== 'Kustomization') continue;
        if (from.get(...path.slice(0, -1), 'readyExpr') !== undefined) continue;
        const on = view.find('Kustomization', namespace, name, fluxGroups.kustomize);
        if (on !== undefined)
          dependents.set(on, [...(dependents.get(on) ?? []), { from, at: from.at(...path) }]);
      }
      for (const [on, [first, ...others]] of dependents) {
        const slow = checksHealth(on) || isBootstrap(on) ? undefined : slowest(context, view, on);
        if (slow === undefined || first === undefined) continue;
        const also = others.length === 0 ? 'depends' : `and ${others.length} more depend`;
        yield problemOf(on, ['metadata', 'name'], {
          message: `${named(on)} is ready before ${named(slow)} is, and ${named(first.from)} ${also} on it`,
          help: 'add wait: true, or healthChecks that name what has to be ready',
          related: [{ at: first.at, message: `${named(first.from)} waits for it here` }],
          ...(mayWait(view, on)
            ? offerFix(repo, on, { title: 'write wait: true', safety: 'unsafe' }, [
                { kind: 'set', path: ['spec', 'wait'], value: true, below: ['prune'] },
              ])
            : {}),
        });
      }
    }
  },
};

/** Kinds that take their time to become ready. */
const slow = ['HelmRelease', 'Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'Kustomization'];

function slowest(context: RuleContext, view: View, kustomization: Resource): Resource | undefined {
  const resources = view.buildOf(kustomization)?.resources ?? [];
  return resources.find((each) => slow.includes(each.kind) && !isNeverReadyHere(context, each));
}

/** What goes on to the clusters of a fleet, and whose status does not come back: nobody can wait for it. */
function isNeverReadyHere(context: RuleContext, resource: Resource): boolean {
  const fleet = fleetIn(context);
  const template = fleet?.templateOf(resource);
  if (fleet === undefined || template === undefined) return false;
  if (!isUninterpreted(context.repo, 'status', template)) return false;
  const { policy, passedOver } = fleet.decide(template);
  if (policy !== undefined) return true;
  // What a policy selects in a namespace that Karmada skips is no more looked after on the control plane.
  return (
    passedOver !== undefined &&
    matcher(fleet.propagationPolicies, { withoutSelectors: false })(selectable(template)).length > 0
  );
}

/** Whether waiting can end: a Kustomization in the path may itself wait for this one. */
function mayWait(view: View, kustomization: Resource): boolean {
  return view.buildOf(kustomization)?.resources.every(({ kind }) => kind !== 'Kustomization') === true;
}
