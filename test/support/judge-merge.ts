import { isDeepStrictEqual } from 'node:util';
import { Lexer, parseDocument, visit } from 'yaml';
import type { ConflictChoice, Merged, MergeSides } from '../../src/merge/values-merge.ts';

/** Whose lines stand between conflict markers. */
export const labels = { ours: 'yours', theirs: 'chart 2.0.0' } as const;

/** What came of a merge, seen by somebody who shares no code with it. */
export interface Judgement {
  readonly faults: readonly string[];
  /** Places that both sides changed, to different values. */
  readonly conflicts: number;
  /** Comments of the user, and those of them that were listed as lost. */
  readonly own: number;
  readonly listed: number;
}

/** Looks for what must not be in a merge that was written. */
export function judge(sides: MergeSides, result: Merged, choice: ConflictChoice): Judgement {
  const faults: string[] = [];
  // What this reader refuses it cannot judge: it wants deeper lines in quotes than Kubernetes does.
  if ([sides.base, sides.ours, sides.theirs].some((text) => !canRead(text)))
    return { faults, conflicts: 0, own: 0, listed: 0 };
  const wanted = trueMerge(sides);
  for (const side of choice === 'markers' ? (['ours', 'theirs'] as const) : [choice]) {
    const text = choice === 'markers' ? resolved(result.text, side) : result.text;
    if (!isDeepStrictEqual(meaning(text), wanted[side]))
      faults.push(`reads otherwise than the merge of the data (${side})`);
  }
  const said = result.conflicts.map(({ path }) => JSON.stringify(path)).sort();
  const real = wanted.conflicts.map((path) => JSON.stringify(path)).sort();
  if (!isDeepStrictEqual(said, real))
    faults.push(`conflicts: said ${said.join(' ')}, true ${real.join(' ')}`);
  const own = countsOf(commentsOf(sides.ours));
  for (const comment of commentsOf(sides.base)) own.set(comment, (own.get(comment) ?? 0) - 1);
  const written = countsOf([
    ...commentsOf(choice === 'markers' ? resolved(result.text, 'ours') : result.text),
    ...result.lostComments.flatMap(({ text }) => text.split('\n')),
  ]);
  let count = 0;
  for (const [comment, surplus] of own) {
    if (surplus <= 0) continue;
    count += surplus;
    if ((written.get(comment) ?? 0) < surplus) faults.push(`lost without a word: ${comment}`);
  }
  const listed = result.lostComments.flatMap(({ text }) => text.split('\n')).length;
  return { faults, conflicts: real.length, own: count, listed };
}

type Place = readonly (string | number)[];

/** What a merge should mean with either side first, and the places that both sides changed, to different values. */
export interface Joined {
  readonly ours: unknown;
  readonly theirs: unknown;
  readonly conflicts: readonly Place[];
}

const absent = Symbol('absent');
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The merge of what three texts mean. */
export function trueMerge({ base, ours, theirs }: MergeSides): Joined {
  return joined(meaning(base), meaning(ours), meaning(theirs), []);
}

function joined(base: unknown, ours: unknown, theirs: unknown, path: Place): Joined {
  const same = isDeepStrictEqual;
  if (same(ours, base)) return { ours: theirs, theirs, conflicts: [] };
  if (same(theirs, base) || same(ours, theirs)) return { ours, theirs: ours, conflicts: [] };
  const isFresh = base === absent || base === null;
  const isFilled = (value: unknown) =>
    typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  if (isFresh && !(isFilled(ours) && isFilled(theirs))) return { ours, theirs, conflicts: [path] };
  if (isRecord(ours) && isRecord(theirs) && (isFresh || isRecord(base))) {
    const was = isRecord(base) ? base : {};
    const at = (map: Record<string, unknown>, key: string) => (Object.hasOwn(map, key) ? map[key] : absent);
    const keys = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])];
    const entries = keys.map(
      (key) => [key, joined(at(was, key), at(ours, key), at(theirs, key), [...path, key])] as const,
    );
    const side = (name: 'ours' | 'theirs') =>
      Object.fromEntries(
        entries.filter(([, its]) => its[name] !== absent).map(([key, its]) => [key, its[name]]),
      );
    return {
      ours: side('ours'),
      theirs: side('theirs'),
      conflicts: entries.flatMap(([, its]) => its.conflicts),
    };
  }
  if (Array.isArray(ours) && Array.isArray(theirs) && (isFresh || Array.isArray(base))) {
    const its = joinedLists(Array.isArray(base) ? base : [], ours, theirs, path);
    if (its !== undefined) return its;
  }
  return { ours, theirs, conflicts: [path] };
}

function joinedLists(
  base: readonly unknown[],
  ours: readonly unknown[],
  theirs: readonly unknown[],
  path: Place,
): Joined | undefined {
  const all = [base, ours, theirs];
  const key = ['name', 'key'].find((each) =>
    all.every((list) => {
      const names = list.map((item) =>
        isRecord(item) && Object.hasOwn(item, each) ? item[each] : undefined,
      );
      return names.every((name) => typeof name === 'string') && new Set(names).size === names.length;
    }),
  );
  if (key === undefined) return undefined;
  const nameOf = (item: unknown): string => (isRecord(item) ? String(item[key]) : '');
  const [was, mine, upstream] = all.map((list) => list.map(nameOf));
  if (was === undefined || mine === undefined || upstream === undefined) return undefined;
  const shared = (names: readonly string[]) =>
    names.filter((name) => all.every((list) => list.some((item) => nameOf(item) === name))).join('\n');
  const isMineMoved = shared(mine) !== shared(was) && shared(mine) !== shared(upstream);
  if (isMineMoved && shared(upstream) !== shared(was)) return undefined;
  const [lead, guests] = isMineMoved ? [mine, upstream] : [upstream, mine];
  const of = (list: readonly unknown[], name: string) => {
    const item = list.find((each) => nameOf(each) === name);
    return item === undefined ? absent : item;
  };
  const names = [...new Set([...lead, ...guests])];
  const items = new Map(
    names.map((name) => [name, joined(of(base, name), of(ours, name), of(theirs, name), [])]),
  );
  const side = (which: 'ours' | 'theirs'): [string[], unknown[]] => {
    const stays = (name: string) => items.get(name)?.[which] !== absent;
    const order = lead.filter(stays);
    const late = guests.filter(stays);
    for (const [at, name] of late.entries()) {
      if (order.includes(name)) continue;
      const before = late.slice(0, at).findLast((each) => order.includes(each));
      const behind = late.slice(at).find((each) => order.includes(each));
      const place =
        before !== undefined
          ? order.indexOf(before) + 1
          : behind === undefined
            ? order.length
            : order.indexOf(behind);
      order.splice(place, 0, name);
    }
    return [order, order.map((name) => items.get(name)?.[which])];
  };
  const [order, withOurs] = side('ours');
  const conflicts = [...items].flatMap(([name, its]) =>
    its.conflicts.map((rest) => [
      ...path,
      order.includes(name) ? order.indexOf(name) : was.indexOf(name),
      ...rest,
    ]),
  );
  return { ours: withOurs, theirs: side('theirs')[1], conflicts };
}

/** A text with the conflicts decided for one side. */
function resolved(text: string, side: 'ours' | 'theirs'): string {
  const pattern = /^<<<<<<< yours\n([\s\S]*?)^=======\n([\s\S]*?)^>>>>>>> chart 2\.0\.0\n/gm;
  return text.replace(pattern, side === 'ours' ? '$1' : '$2');
}

function commentsOf(text: string): string[] {
  return [...new Lexer().lex(text)].filter((token) => token.startsWith('#')).map((token) => token.trimEnd());
}

function countsOf(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

function canRead(text: string): boolean {
  return parseDocument(text, { version: '1.1', uniqueKeys: false }).errors.length === 0;
}

/** What a text means to a reader that shares nothing with the program's own. */
export function meaning(text: string): unknown {
  const document = parseDocument(text, {
    version: '1.1',
    merge: true,
    uniqueKeys: false,
    customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || !unlike.test(tag.tag)),
  });
  const [error] = document.errors;
  if (error !== undefined) throw new Error(error.message);
  const isCut = !text.endsWith('\n');
  visit(document, {
    Scalar(_, node) {
      const isLast = isCut && node.type?.startsWith('BLOCK_') && (node.range?.[1] ?? 0) >= text.length;
      // go-yaml adds no newline that is not there.
      if (isLast && typeof node.value === 'string') node.value = node.value.replace(/\n$/, '');
    },
  });
  const data: unknown = document.toJS({ maxAliasCount: 10_000 });
  return data ?? {};
}

/** go-yaml keeps timestamps as they are written; it has no sets. */
const unlike = /timestamp|set|omap|pairs/;
