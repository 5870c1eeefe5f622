import type { Fleet } from '../../fleet/fleet.ts';
import { offerFix } from '../fixes.ts';
import { declaredHere, named, problemOf } from '../named.ts';
import { clustersText, fleetIn } from '../placed.ts';
import type { Rule } from '../rule.ts';
import { keepAway, keepsAway, namespaceSent, skipLabel } from '../skip-label.ts';

const namespace = 'flux-system/namespaces/namespace-podinfo.yaml';

export const namespaceSentTwice: Rule = {
  id: 'fleet/namespace-sent-twice',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A policy selects a Namespace that goes to every cluster by itself.',
  why: `Karmada makes each Namespace of the control plane on all clusters, whatever policies say. One that a
ClusterPropagationPolicy selects as well is written by two controllers, into one Work of the same name, in turn; and
it is on the clusters that the policy leaves out. The label \`${skipLabel}: "true"\`
leaves it to the policy.`,
  examples: [
    {
      title: 'a Namespace in a policy',
      base: 'fleet',
      create: namespaceSent,
      finds: [
        'ClusterPropagationPolicy podinfo sends Namespace podinfo to member1 and member2, and Karmada sends it to all clusters by itself',
      ],
    },
    {
      title: 'a Namespace that is left to the policy',
      base: 'fleet',
      replace: [[namespace, '  name: podinfo\n', `  name: podinfo\n  labels:\n    ${skipLabel}: "true"\n`]],
      create: namespaceSent,
      finds: [],
    },
  ],
  repair: {
    unsafe:
      'Karmada then takes the Namespace, and all that is in it, from the clusters that the policy does not name.',
  },
  *check(context) {
    const fleet = fleetIn(context);
    if (fleet === undefined) return;
    for (const template of fleet.templates) {
      const { resource, kind, group } = template;
      if (kind !== 'Namespace' || group !== '' || keepsAway(resource)) continue;
      const { policy: taker, selector, placed, synced } = fleet.decide(template);
      if (taker === undefined || selector === undefined || synced.length === 0) continue;
      const where = placed.length === 0 ? '' : ` to ${clustersText(placed)}`;
      yield problemOf(taker.resource, selector.path, {
        message: `${named(taker.resource)} sends Namespace ${resource.name}${where}, and Karmada sends it to all clusters by itself`,
        help: `label the Namespace ${skipLabel}: "true", or do not select it`,
        related: [declaredHere(resource)],
        // With the label, what is in the Namespace would lie nowhere on clusters that the policy does not name.
        ...(isEnough(fleet, resource.name, placed)
          ? offerFix(context.repo, resource, { title: `write ${skipLabel}: "true"`, safety: 'unsafe' }, [
              keepAway,
            ])
          : {}),
      });
    }
  },
};

/** Whether all that is in a namespace goes to clusters among these. */
function isEnough(fleet: Fleet, namespace: string, placed: readonly string[]): boolean {
  const reached = new Set(placed);
  return fleet.templates.every(
    (template) =>
      template.namespace !== namespace || fleet.decide(template).clusters.every((each) => reached.has(each)),
  );
}
