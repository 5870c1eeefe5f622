import { KitError } from '../core/errors.ts';
import { nearest } from '../core/suggest.ts';
import type { Decision, Fleet, Template } from '../fleet/fleet.ts';
import { namesOf, type Wish, wishedClusters, wishInWords } from './placement.ts';

/** A placement, before and after. */
interface Moving {
  readonly before: Fleet;
  readonly after: Fleet;
  /** What makes the app run. */
  readonly main: Template;
  readonly wish: Wish;
  /** Whether the same command writes the app, which cannot be forced. */
  readonly isNew: boolean;
}

/**
 * Why an app would reach no cluster at all, or not every one that is newly named (`no-cluster-left`, `out-of-reach`). Labels
 * may come later, where it has not run before; of clusters of which only names are known nobody can tell which labels they
 * have.
 */
export function reachFault(moving: Moving): KitError | undefined {
  const { before, after, main, wish, isNew } = moving;
  const now = after.find(main.kind, main.namespace, main.name, main.group);
  const decision = now === undefined ? undefined : after.decide(now);
  if (decision === undefined) return undefined;
  const what = `${main.kind} ${main.name}`;
  const all = isNew ? 'nothing was written' : 'do it all the same: --force';
  if (decision.clusters.length > 0) {
    const out = newlyNamed(moving).filter((name) => !decision.clusters.includes(name));
    if (out.length === 0) return undefined;
    const rest = wishedClusters(wish, after.known).filter((name) => !out.includes(name));
    return new KitError(
      'out-of-reach',
      `${what} would not reach ${out[0]}: ${whyNot(decision, out[0] ?? '')}`,
      {
        help: [`leave it out: --clusters ${rest.join(',')}`, all],
      },
    );
  }
  if (wish.kind === 'labels' && after.known.from === 'names') return undefined;
  const old = before.decide(main).clusters;
  const meant = wishedClusters(wish, after.known);
  if (old.length === 0 && meant.length === 0) return undefined;
  const then = old.length === 0 ? '' : `, and would leave ${listed(old)}`;
  return new KitError(
    'no-cluster-left',
    `${what} would run on no cluster${then}: ${reasons(decision, meant) || noneWith(wish)}${guess(wish, after)}`,
    { help: [...known(wish, after), all] },
  );
}

/** The names of a wish that its policy did not hold before. */
function newlyNamed({ before, main, wish }: Moving): readonly string[] {
  if (wish.kind !== 'names') return [];
  const { policy } = before.decide(main);
  const old = policy === undefined ? [] : (namesOf(policy) ?? []);
  return wish.names.filter((name) => !old.includes(name));
}

function listed(names: readonly string[]): string {
  return names.length < 4 ? names.join(', ') : `all ${names.length} clusters`;
}

/** Why those that are meant do not get it: the first few. */
function reasons(decision: Decision, meant: readonly string[]): string {
  return meant
    .slice(0, 3)
    .map((name) => `${name} does not take it: ${whyNot(decision, name)}`)
    .join('; ');
}

function whyNot({ waitsFor, unscheduled, refusal }: Decision, cluster: string): string {
  if (waitsFor.length > 0) return `it waits for ${waitsFor.join(', ')}`;
  return refusal(cluster)?.why ?? unscheduled ?? 'its policy does not choose it';
}

function noneWith(wish: Wish): string {
  return `no cluster has ${wishInWords(wish)}`;
}

/** The label that was meant, where one is near or begins like it. */
function guess(wish: Wish, fleet: Fleet): string {
  if (wish.kind === 'names') return '';
  const there = [...labelsOf(fleet)];
  const words = Object.entries(wish.labels).map(([key, value]) => `${key}=${value}`);
  const found = words
    .filter((word) => !there.includes(word))
    .flatMap((word) => nearest(word, there) ?? there.find((each) => each.startsWith(word)) ?? []);
  return found.length === 0 ? '' : `; did you mean ${found.join(',')}?`;
}

/** What clusters have of the keys that were asked for. */
function known(wish: Wish, fleet: Fleet): string[] {
  if (wish.kind === 'names') return [];
  const keys = Object.keys(wish.labels);
  const there = [...labelsOf(fleet)].filter((each) => keys.some((key) => each.startsWith(`${key}=`)));
  return there.length === 0 ? [] : [`the clusters have ${there.slice(0, 8).join(', ')}`];
}

/** The labels of all clusters, each once, in order. */
function labelsOf({ clusters }: Pick<Fleet, 'clusters'>): ReadonlySet<string> {
  const all = clusters.flatMap(({ labels }) =>
    Object.entries(labels).map(([key, value]) => `${key}=${value}`),
  );
  return new Set(all.sort());
}
