import { KitError } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import type { Delivery, Fleet } from '../fleet/fleet.ts';
import { untolerated } from '../fleet/tolerations.ts';
import type { App } from '../model/app.ts';
import { pathText } from '../yaml/path-text.ts';
import { isSameData } from '../yaml/same-data.ts';
import { valueAt } from './override-operation.ts';
import type { OverrideTarget } from './override-target.ts';
import type { OverrideWish } from './override-wish.ts';

/** Whether a cluster gets what is wished of it, now that all is written. @throws KitError */
export function checkOverridden(
  app: App,
  of: {
    readonly fleet: Fleet;
    readonly target: OverrideTarget;
    readonly wish: OverrideWish;
    readonly cluster: string;
  },
): void {
  const { fleet, target, wish, cluster } = of;
  const { kind, name } = target.template;
  const template = fleet.find(kind, target.template.namespace, name, target.template.group);
  if (template === undefined) throw new Error(`${kind} ${name} is gone after the plan`);
  const delivery = fleet.deliver(template, cluster);
  if (delivery.outcome === 'absent') {
    // Where a value is taken back, nothing need arrive.
    if (wish.set.length === 0) return;
    throw notThere(app, of);
  }
  if (delivery.error !== undefined) throw fails(delivery);
  const { object } = delivery;
  if (object === undefined) return;
  const document = target.document(object);
  for (const { path, value } of wish.set) {
    if (isSameData(valueAt(document, [...target.above, ...path]), value)) continue;
    const winner = delivery.applied.at(-1)?.policy;
    const by =
      winner === undefined ? '' : `: ${winner.kind} ${winner.name} in ${winner.resource.file} comes after it`;
    throw new KitError('overridden-later', `${pathText(path)} would not be so on ${cluster}${by}`, {
      help: ['change it there', 'nothing was written'],
    });
  }
}

/** Why nothing of an app arrives on a cluster. */
export function notThere(
  app: App,
  {
    fleet,
    target,
    cluster,
  }: { readonly fleet: Fleet; readonly target: OverrideTarget; readonly cluster: string },
): KitError {
  const { kind, name, namespace, group } = target.template;
  const template = fleet.find(kind, namespace, name, group);
  const decision = template === undefined ? undefined : fleet.decide(template);
  const clusters = decision?.clusters ?? [];
  // Where only policies name clusters, nobody knows of one that they do not name.
  const isNamed = fleet.known.from !== 'names';
  const why = decision?.refusal(cluster)?.why ?? decision?.unscheduled;
  const reason = isNamed ? (why === undefined ? '' : `: ${why}`) : didYouMean(cluster, clusters);
  const there = fleet.clusters.find((each) => each.name === cluster);
  const taint = there === undefined ? undefined : untolerated(decision?.policy?.placement ?? {})(there);
  return new KitError('not-placed', `app ${app.name} is not placed on ${cluster}${reason}`, {
    help: [
      clusters.length === 0 ? 'it is placed on no cluster' : `it is placed on ${clusters.join(', ')}`,
      ...(taint === undefined
        ? []
        : [
            `${cluster} has the taint ${taint.key}:${taint.effect}: first let the policies tolerate it, under clusterTolerations`,
          ]),
      `place it there, too: gitops-kit place ${app.name} --clusters ${[...clusters, cluster].join(',')}`,
      'nothing was written',
    ],
  });
}

function fails({ template, cluster, error }: Delivery): KitError {
  const { policy, message = '', nearest, pointer } = error ?? {};
  const by = policy === undefined ? '' : `${policy.kind} ${policy.name} in ${policy.resource.file}`;
  const there =
    pointer === undefined || nearest === undefined
      ? []
      : [`of ${pointer} there is ${nearest === '' ? 'nothing' : `${nearest} alone`}`];
  return new KitError(
    'override-fails',
    `${template.kind} ${template.name} would not reach ${cluster}: ${by} fails with ${message}`,
    { help: [...there, 'nothing was written'] },
  );
}
