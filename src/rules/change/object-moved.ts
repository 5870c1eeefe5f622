import type { Problem } from '../../core/finding.ts';
import { groupBy } from '../../model/group.ts';
import { type ClusterChange, clusterChanges } from '../cluster-changes.ts';
import { gravestFirst, lossOf, objectName } from '../lost-with.ts';
import { problemOf } from '../named.ts';
import { type OwnedObject, ownerName, ownershipOf, waitsFor } from '../owners.ts';
import { isDeleted, isPruned, objectOf, pruneDisabled } from '../pruning.ts';
import type { Rule } from '../rule.ts';

const role = (annotations = ''): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: reader${annotations}
rules:
  - apiGroups: [""]
    resources: [configmaps]
    verbs: [get]
`;
const kept = `\n  annotations:\n    ${pruneDisabled}`;
const redis = 'redis/clusterrole-reader.yaml';
const podinfo = 'podinfo/clusterrole-reader.yaml';

export const objectMoved: Rule = {
  id: 'change/object-moved',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  compares: true,
  summary: 'An object moves from one Kustomization to another, and the first one deletes it.',
  why: `Each Kustomization with \`prune: true\` deletes what it applied before and does not find any more. That another one applies the
same object now saves it only where that one comes first and writes its own labels into it: the two run at the same
time, so that nobody knows. What is deleted is created again, but not what went with it: a HelmRelease uninstalls its release,
a Namespace takes all that it holds. Move in two steps: first keep the object with the annotation
\`kustomize.toolkit.fluxcd.io/prune: disabled\`, or switch \`prune\` off in the Kustomization that it leaves, and let Flux apply that;
then move it. In one commit with the move both come too late. Objects that the cluster only reads (sources,
notifications, image policies) may go and come back, and are not reported.`,
  examples: [
    {
      title: 'a file in another folder',
      before: { create: { [redis]: role() } },
      create: { [podinfo]: role() },
      finds: [
        'ClusterRole reader moves from Kustomization redis to Kustomization podinfo: Flux may delete it, and create it again',
      ],
    },
    {
      title: 'kept from being pruned before it was moved',
      before: { create: { [redis]: role(kept) } },
      create: { [podinfo]: role() },
      finds: [],
    },
    {
      title: 'kept only by the change that moves it',
      before: { create: { [redis]: role() } },
      create: { [podinfo]: role(kept) },
      finds: [
        'ClusterRole reader moves from Kustomization redis to Kustomization podinfo: Flux may delete it, and create it again',
      ],
    },
    {
      title: 'to a Kustomization that has applied it before the other one begins, by dependsOn',
      before: { create: { [podinfo]: role() } },
      create: { [redis]: role() },
      finds: [],
    },
    {
      title: 'another file of the same folder',
      before: { create: { [redis]: role() } },
      create: { 'redis/clusterrole-config-reader.yaml': role() },
      finds: [],
    },
  ],
  *check(context) {
    for (const change of clusterChanges(context)) {
      if (!change.isClear) continue;
      const pairs = groupBy(moved(change), ({ from, to }) => `${from.owner.key}\n${to.owner.key}`);
      for (const moves of pairs.values()) yield* problemOfPair(change, moves);
    }
  },
};

/** An object under its old and its new Kustomization. */
interface Move {
  readonly from: OwnedObject;
  readonly to: OwnedObject;
}

function* moved(change: ClusterChange): Iterable<Move> {
  const { before, after } = change;
  const now = ownershipOf(after.view);
  for (const [key, owned] of ownershipOf(before.view).objects) {
    const here = now.objects.get(key) ?? [];
    const [from] = owned;
    const [to] = here;
    if (from === undefined || to === undefined || from.owner.key === to.owner.key) continue;
    const stays = owned.some(({ owner }) => here.some((each) => each.owner.key === owner.key));
    if (stays || isOnlyRead(from) || !isPruned(change, from)) continue;
    if (!isRenamed(change, { from, to }) && !comesFirst(change, { from, to })) yield { from, to };
  }
}

/** Flux's own objects of these groups run nothing, and hold nothing. */
function isOnlyRead({ resource }: OwnedObject): boolean {
  return /^(?:source|notification|image)\.toolkit\.fluxcd\.io$/.test(resource.group);
}

/** A Kustomization that goes, and a new one in its place: change/kustomization-renamed says it. */
function isRenamed(change: ClusterChange, { from, to }: Move): boolean {
  return isDeleted(change, from.owner) && !ownershipOf(change.before.view).kustomizations.has(to.owner.key);
}

/** Whether the new Kustomization has the object for its own before the old one deletes anything. */
function comesFirst(change: ClusterChange, { from, to }: Move): boolean {
  const { before, after } = change;
  const isGone = isDeleted(change, from.owner);
  // What applied the old Kustomization applies everything before it deletes that; and without its path the old one does nothing.
  if (isGone) {
    const parent = objectOf(change, from.owner)?.owner.key;
    return parent === to.owner.key && !after.repo.tree.isFolder(from.owner.build.path);
  }
  return [before, after].every(({ view }) => waitsFor(view, from.owner, to.owner));
}

function* problemOfPair({ before, after }: ClusterChange, moves: readonly Move[]): Iterable<Problem> {
  const objects = gravestFirst(moves.map(({ to }) => to));
  const [first, ...others] = objects;
  const from = moves[0]?.from.owner;
  if (first === undefined || from === undefined) return;
  const [old, now] = [ownerName(before.view, from), ownerName(after.view, first.owner)];
  const it = others.length === 0 ? 'it' : 'them';
  const what =
    others.length === 0
      ? `${objectName(first)} moves from ${old} to ${now}`
      : `${objects.length} objects move from ${old} to ${now}, ${objectName(first)} among them`;
  yield problemOf(first.resource, ['metadata', 'name'], {
    message: `${what}: Flux may delete ${it}${lossOf(first, objects.length)}, and create ${it} again`,
    help: `first give ${it} the annotation ${pruneDisabled}${from.kustomization === undefined ? '' : `, or write prune: false in ${old}`}, let Flux apply that, and only then move ${it}`,
    related: others.slice(0, 4).map(({ resource, name }) => ({
      at: resource.at('metadata', 'name'),
      message: `${resource.kind} ${name} moves with it`,
    })),
  });
}
