/** A group of clusters that may be taken as a whole: a region. */
export interface Group {
  readonly name: string;
  /** How many clusters it has. */
  readonly value: number;
  readonly weight: number;
}

interface Wanted {
  /** How many groups are wanted, and at least how many clusters in them. */
  readonly minGroups: number;
  readonly maxGroups: number;
  readonly target: number;
}

/** Groups that together are enough, in the order in which the scheduler lists them. */
interface Found {
  readonly groups: readonly Group[];
  readonly weight: number;
  readonly value: number;
}

/** So many sets are looked at, of so many groups: the scheduler looks at all, and their number doubles with each group. */
const limits = { sets: 20_000, groups: 500 };

/**
 * The groups that the scheduler takes (select_groups.go): of the sets that reach what is wanted with no group too many, the
 * one that weighs most, then has most clusters, then is found first; of that one a shorter beginning, if it is enough.
 */
export function chosenGroups(groups: readonly Group[], wanted: Wanted): readonly Group[] | undefined {
  const found = enough(groups.toSorted(bySize), wanted) ?? largest(groups.toSorted(bySize).reverse(), wanted);
  const best = found.toSorted((a, b) => b.weight - a.weight || b.value - a.value);
  let chosen = best[0];
  for (const other of best) if (chosen !== undefined && begins(chosen, other)) chosen = other;
  return chosen?.groups;
}

/** The sets that are enough, the smallest groups tried first; undefined where there are too many to look at. */
function enough(
  groups: readonly Group[],
  { minGroups, maxGroups, target }: Wanted,
): readonly Found[] | undefined {
  if (groups.length > limits.groups) return undefined;
  const before = sums(groups);
  const most = before.at(-1) ?? 0;
  const found: Found[] = [];
  const taken: Group[] = [];
  let looked = 0;
  const look = (sum: number, begin: number): void => {
    looked += 1;
    if (sum >= target && taken.length >= minGroups && taken.length <= maxGroups) {
      found.push(foundOf(taken));
      return;
    }
    // Even the largest of those that are left would not do.
    const left = Math.min(maxGroups - taken.length, groups.length - begin);
    if (left <= 0 || taken.length + left < minGroups) return;
    if (sum + most - (before[groups.length - left] ?? 0) < target) return;
    for (let at = begin; at < groups.length && looked <= limits.sets; at += 1) {
      const group = groups[at];
      if (group === undefined) return;
      taken.push(group);
      look(sum + group.value, at + 1);
      taken.pop();
    }
  };
  look(0, 0);
  return looked > limits.sets ? undefined : found;
}

/** The one set that takes the largest groups, as few as are enough. */
function largest(groups: readonly Group[], { minGroups, maxGroups, target }: Wanted): readonly Found[] {
  const counts = sums(groups);
  const count = counts.findIndex((sum, at) => at >= minGroups && sum >= target);
  return count === -1 || count > maxGroups ? [] : [foundOf(groups.slice(0, count))];
}

/** How many clusters the first groups have together, from none to all. */
function sums(groups: readonly Group[]): readonly number[] {
  const found = [0];
  for (const { value } of groups) found.push((found.at(-1) ?? 0) + value);
  return found;
}

function foundOf(groups: readonly Group[]): Found {
  return {
    groups: groups.toSorted((a, b) => b.weight - a.weight || byName(a, b)),
    weight: total(groups.map(({ weight }) => weight)),
    value: total(groups.map(({ value }) => value)),
  };
}

/** Whether a set begins with another one. */
function begins({ groups }: Found, { groups: others }: Found): boolean {
  return others.length < groups.length && others.every(({ name }, at) => groups[at]?.name === name);
}

function bySize(a: Group, b: Group): number {
  return a.value - b.value || b.weight - a.weight || byName(a, b);
}

function byName(a: Group, b: Group): number {
  return a.name < b.name ? -1 : 1;
}

function total(numbers: readonly number[]): number {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum;
}
