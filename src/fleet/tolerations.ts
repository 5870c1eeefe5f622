import type { Cluster, Taint } from '../model/cluster.ts';
import type { Data } from '../yaml/node.ts';
import { fieldOf, listOf, textOf } from './fields.ts';
import type { DataMap } from './policy.ts';

/** What admission adds to every policy: for some minutes these taints drive nothing away (pkg/webhook/propagationpolicy). */
const tolerated = ['cluster.karmada.io/not-ready', 'cluster.karmada.io/unreachable'];

/** The first taint of a cluster that a placement does not tolerate (rule 17). */
export function untolerated(placement: DataMap): (cluster: Cluster) => Taint | undefined {
  const tolerations = listOf(fieldOf(placement, 'clusterTolerations')).map(toleration);
  return ({ taints }) =>
    taints.find(
      (taint) =>
        (taint.effect === 'NoSchedule' || taint.effect === 'NoExecute') &&
        !(taint.effect === 'NoExecute' && tolerated.includes(taint.key)) &&
        !tolerations.some((tolerates) => tolerates(taint)),
    );
}

/** k8s.io/api/core/v1, Toleration.ToleratesTaint. */
function toleration(data: Data): (taint: Taint) => boolean {
  const field = (key: string): string => textOf(fieldOf(data, key));
  const [key, operator, value, effect] = [field('key'), field('operator'), field('value'), field('effect')];
  return (taint) => {
    if (effect !== '' && effect !== taint.effect) return false;
    if (key !== '' && key !== taint.key) return false;
    if (operator === 'Exists') return true;
    return (operator === '' || operator === 'Equal') && key !== '' && value === taint.value;
  };
}
