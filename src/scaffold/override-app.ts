import { applyChanges, type Change, type PlanWithFiles } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { applyOverriders } from '../fleet/apply-overriders.ts';
import { unknownCluster } from '../fleet/clusters.ts';
import type { AppliedRule, Fleet } from '../fleet/fleet.ts';
import type { DataMap, PropagationPolicy } from '../fleet/policy.ts';
import type { App } from '../model/app.ts';
import { readRepo } from '../model/read-repo.ts';
import type { Repo } from '../model/repo.ts';
import { editedFiles, type ValueEdit } from '../model/value-edits.ts';
import type { Path } from '../yaml/node.ts';
import { withListings } from './about-files.ts';
import { checkOverridden, notThere } from './overridden.ts';
import { type Draft, ruleFor } from './override-draft.ts';
import { effectNotes } from './override-effect.ts';
import { draftOf, type Home, homeChanges, homeOf, waitingEdits } from './override-policy.ts';
import { readerNotes } from './override-readers.ts';
import { type OverrideTarget, type OverrideVia, overrideTarget } from './override-target.ts';
import { notTaken, unsetOnCluster } from './override-unset.ts';
import { type ClusterDraft, setOnCluster } from './override-values.ts';
import { type OverrideWish, wishedPaths } from './override-wish.ts';
import type { Templates } from './templates.ts';

/** An app and what is to differ on some clusters. */
export interface Overriding {
  readonly repo: Repo;
  /** The app, once for each root that applies it. */
  readonly apps: readonly App[];
  readonly wish: OverrideWish;
  readonly via: OverrideVia;
  /** What a control plane makes of a repository. */
  readonly simulate: (repo: Repo) => Fleet;
  readonly templates: Templates;
}

/**
 * The plan after which values differ on clusters: the app's OverridePolicy, new or edited in place, and the
 * PropagationPolicy that waits for it. It has been tried: what it says reaches those clusters. Without changes where all
 * of it is so.
 * @throws KitError `not-placed`, `not-overridden`, `no-such-cluster`, `override-fails`, `overridden-later`, `overridden-elsewhere`, and those of its parts
 */
export function planOverride({ repo, apps, wish, via, simulate, templates }: Overriding): PlanWithFiles {
  const [app] = apps;
  if (app === undefined) throw new Error('no app to override');
  const fleet = simulate(repo);
  const target = overrideTarget(app, via, { fleet, repo });
  const policy = placingPolicy(app, target, fleet);
  const home = homeOf(repo, app, { target, fleet });
  const draft = draftOf(home);
  for (const cluster of wish.clusters) {
    // What a policy says of a cluster that is gone can be taken back.
    if (wish.set.length > 0 || ruleFor(draft, cluster) === undefined) checkKnown(fleet, cluster);
  }
  const drafts = wish.clusters.map(
    (cluster): ClusterDraft => ({
      draft,
      cluster,
      target,
      fleet,
      before: target.document(objectBefore(fleet, { target, home, draft, cluster })),
    }),
  );
  for (const of of drafts) for (const { path, value } of wish.set) setOnCluster(of, path, value);
  for (const of of drafts)
    for (const path of lastItemsFirst(wish.unset))
      if (!unsetOnCluster(of, path)) throw isAbsent(of) ? notThere(app, of) : notTaken(of, path);
  const { changes, edits, notes: gone } = homeChanges(repo, app, { home, draft, templates });
  const waiting = waitingEdits(policy, home, draft.isEmpty);
  const all: Change[] = [
    ...changes,
    ...editedFiles(repo.files, [...edits, ...waiting] satisfies ValueEdit[]),
  ];
  const files = applyChanges(repo.files, all);
  const after = { fleet: simulate(readRepo(files, repo.settings)), files };
  for (const cluster of wish.clusters) checkOverridden(app, { fleet: after.fleet, target, wish, cluster });
  const before = { fleet, files: repo.files };
  const notes = wish.clusters.flatMap((cluster) => effectNotes({ before, after, target, cluster, wish }));
  const readers = all.length === 0 ? [] : readerNotes(repo, apps, { target, fleet, clusters: wish.clusters });
  return {
    title: titleOf(app, wish),
    changes: all,
    notes: [...target.notes, ...readers, ...notes, ...gone],
    files: withListings(
      repo,
      [...(home.kind === 'there' ? [home.policy] : []), policy].map(({ resource }) => resource.file),
    ),
  };
}

function isAbsent({ fleet, target, cluster }: ClusterDraft): boolean {
  return fleet.deliver(target.template, cluster).outcome === 'absent';
}

/** An item goes after those behind it: they would move up, and what was meant by their index would be another. */
function lastItemsFirst(paths: readonly Path[]): Path[] {
  return paths.toSorted((a, b) => {
    const at = a.findIndex((step, index) => step !== b[index]);
    if (at === -1 || at >= b.length) return b.length - a.length;
    const [one = 0, other = 0] = [a[at], b[at]];
    if (typeof one === 'number' && typeof other === 'number') return other - one;
    return String(one) < String(other) ? -1 : 1;
  });
}

function titleOf({ name }: App, wish: OverrideWish): string {
  const paths = wishedPaths(wish);
  const title = `override ${name} on ${wish.clusters.join(', ')}`;
  const long = `${title}: ${paths.join(', ')}`;
  return long.length <= 72 ? long : `${title}: ${paths.length} values`;
}

function placingPolicy({ name }: App, { template }: OverrideTarget, fleet: Fleet): PropagationPolicy {
  const { policy, passedOver } = fleet.decide(template);
  if (policy !== undefined) return policy;
  const why = passedOver === undefined ? 'no policy takes it to a cluster' : passedOver.why;
  throw new KitError('not-placed', `${template.kind} ${template.name} goes nowhere: ${why}`, {
    help: [`place it first: gitops-kit place ${name} --clusters …`, 'nothing was written'],
  });
}

function checkKnown({ known }: Fleet, cluster: string): void {
  const names = known.clusters.map(({ name }) => name);
  if (known.from === 'names' || names.includes(cluster)) return;
  throw new KitError('no-such-cluster', unknownCluster(cluster, known), {
    help: [`the clusters are ${names.join(', ')}`],
  });
}

/** The object as a cluster's rule sees it: after the rules that are applied before. One that fails is passed over. */
function objectBefore(
  fleet: Fleet,
  of: {
    readonly target: OverrideTarget;
    readonly home: Home;
    readonly draft: Draft;
    readonly cluster: string;
  },
): DataMap {
  const { template } = of.target;
  return rulesBefore(fleet.overridesFor(template, of.cluster), of).reduce((object, { policy, rule }) => {
    const result = applyOverriders(object, policy.rules()[rule]?.overriders ?? {});
    return 'object' in result ? result.object : object;
  }, template.object());
}

function rulesBefore(
  rules: readonly AppliedRule[],
  { home, draft, cluster }: { readonly home: Home; readonly draft: Draft; readonly cluster: string },
): readonly AppliedRule[] {
  const isOfHome = ({ policy }: AppliedRule): boolean => home.kind === 'there' && policy === home.policy;
  const own = ruleFor(draft, cluster);
  const ownAt = rules.findIndex((each) => isOfHome(each) && each.rule === own);
  if (ownAt !== -1) return rules.slice(0, ownAt);
  const lastOfHome = rules.findLastIndex(isOfHome);
  if (lastOfHome !== -1) return rules.slice(0, lastOfHome + 1);
  // Ours selects by name, which comes after all that select by less; of those the names decide (rule 32).
  return rules.filter(({ policy }) => {
    const isByName = policy.selectors.some(({ name }) => name !== '');
    return policy.kind === 'ClusterOverridePolicy' || !isByName || policy.name < home.name;
  });
}
