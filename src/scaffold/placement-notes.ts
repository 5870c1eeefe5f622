import type { Fleet, Template } from '../fleet/fleet.ts';
import { type Wish, wishedClusters, wishInWords } from './placement.ts';

/** What a placement does beyond what was wished, or does not do of it: sentences. */
export function placementNotes(of: {
  readonly before: Fleet;
  readonly after: Fleet;
  readonly objects: readonly Template[];
  readonly wish: Wish;
}): string[] {
  return [...absentNotes(of), ...lossNotes(of)];
}

/** The clusters that are wished and get nothing. */
function* absentNotes({ after, objects, wish }: Parameters<typeof placementNotes>[0]): Iterable<string> {
  const wanted = wishedClusters(wish, after.known);
  if (wanted.length === 0)
    yield after.known.from === 'names'
      ? `which clusters have ${wishInWords(wish)} nobody can tell without an inventory; the others lose the app`
      : `no cluster that is known has ${wishInWords(wish)}`;
  for (const cluster of wanted) {
    for (const object of objects) {
      const now = again(after, object);
      if (now === undefined) continue;
      const decision = after.decide(now);
      if (decision.clusters.includes(cluster)) continue;
      const waits = decision.waitsFor.length > 0 ? `it waits for ${decision.waitsFor.join(', ')}` : undefined;
      const why = waits ?? decision.refusal(cluster)?.why ?? decision.unscheduled;
      yield `${object.kind} ${object.name} does not reach ${cluster}${why === undefined ? '' : `: ${why}`}`;
      break;
    }
  }
}

/** From where Karmada takes objects away, as far as anything is known of its clusters. */
function* lossNotes({
  before,
  after,
  objects,
  wish,
}: Parameters<typeof placementNotes>[0]): Iterable<string> {
  if (wish.kind === 'labels' && after.known.from === 'names') return;
  const lost = new Map<string, Template[]>();
  for (const object of objects) {
    const now = again(after, object);
    const kept = now === undefined ? [] : after.decide(now).clusters;
    for (const cluster of before.decide(object).clusters)
      if (!kept.includes(cluster)) lost.set(cluster, [...(lost.get(cluster) ?? []), object]);
  }
  for (const [cluster, gone] of [...lost].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const what = gone.map(({ kind, name }) => `${kind} ${name}`).join(', ');
    const isRelease = gone.some(({ kind }) => kind === 'HelmRelease');
    const isApplied = gone.some(
      ({ kind, resource }) => kind === 'Kustomization' && resource.get('spec', 'prune') === true,
    );
    const then = isRelease
      ? ', and Flux uninstalls the release'
      : isApplied
        ? ', and Flux prunes what it applied'
        : '';
    yield `Karmada removes from ${cluster}: ${what}${then}`;
  }
}

function again(after: Fleet, { kind, namespace, name, group }: Template): Template | undefined {
  return after.find(kind, namespace, name, group);
}
