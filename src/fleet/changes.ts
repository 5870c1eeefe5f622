import type { RepoPath } from '../core/change.ts';
import type { ValueChange } from '../merge/values-merge.ts';
import type { Data } from '../yaml/node.ts';
import { isSameData } from '../yaml/same-data.ts';
import { fieldOf, isList, isMap } from './fields.ts';
import type { Delivery, Fleet, Template } from './fleet.ts';
import { hiddenIn, type Side } from './hidden.ts';
import { escapeKey } from './json-pointer.ts';
import { type TextReader, textReader } from './text-values.ts';

/** What a change of the repository does to one object on one cluster. */
export interface FleetChange {
  readonly cluster: string;
  readonly template: Template;
  /**
   * `added` and `removed`: it is sent there only now, or no more; `changed`: it arrives with another content; `blocked`
   * and `unblocked`: an override begins or ceases to fail; `suspended` and `resumed`: it is frozen, or no more; `unknown`: a file of one state could not be read,
   * and may say that nothing changed.
   */
  readonly change:
    | 'added'
    | 'removed'
    | 'changed'
    | 'blocked'
    | 'unblocked'
    | 'suspended'
    | 'resumed'
    | 'unknown';
  /** For `changed`: JSON pointers of what differs, the first of them; more are counted in `more`. */
  readonly paths: readonly string[];
  readonly more: number;
  /** For `changed`: which values of texts that hold YAML, as values.yaml in a ConfigMap; never of a Secret. */
  readonly values: readonly ValuesChanged[];
  /** For `unknown`: the file that could not be read. */
  readonly unread?: RepoPath;
}

/** What differs in a text of an object. */
export interface ValuesChanged {
  /** The text's own JSON pointer, one of `paths`. */
  readonly pointer: string;
  /** The first of them; more are counted in `more`. */
  readonly changes: readonly ValueChange[];
  readonly more: number;
}

/** How many values of one text are shown. */
const mostValues = 5;

/** How many paths of one object are named. */
const mostPaths = 20;

/**
 * What becomes different on the clusters, in order of cluster and object. Objects that neither they nor the rules that
 * speak of them changed are not run.
 * @param isTouched whether the text behind an object or policy differs
 */
export function* changesBetween(
  was: Side,
  is: Side,
  isTouched: (file: string) => boolean,
): Iterable<FleetChange> {
  const { fleet: before } = was;
  const { fleet: after } = is;
  const clusters = [...new Set([...before.clusters, ...after.clusters].map(({ name }) => name))].sort();
  const pairs = pairsOf(before, after);
  const readTexts = textReader();
  for (const cluster of clusters) {
    for (const pair of pairs) {
      const change = changeOf(pair, { before, after, cluster, isTouched, readTexts });
      if (change === undefined) continue;
      const unread = hiddenBy(pair, { was, is, cluster });
      yield unread === undefined
        ? change
        : { ...change, change: 'unknown', paths: [], more: 0, values: [], unread };
    }
  }
}

/** The file that keeps from telling what a change does: what one state has may stand unread in the other. */
function hiddenBy(
  { old, now }: Pair,
  { was, is, cluster }: { readonly was: Side; readonly is: Side; readonly cluster: string },
): RepoPath | undefined {
  const gone = old && hiddenIn(is, was, { template: old, counterpart: now, cluster });
  return gone ?? (now && hiddenIn(was, is, { template: now, counterpart: old, cluster }));
}

interface Pair {
  readonly old: Template | undefined;
  readonly now: Template | undefined;
}

/** The objects of both, by identity; an object of another version is the same. */
function pairsOf(before: Fleet, after: Fleet): Pair[] {
  const key = ({ group, kind, namespace, name }: Template): string =>
    JSON.stringify([group, kind, namespace, name]);
  const old = new Map(before.templates.map((template) => [key(template), template] as const));
  const now = new Map(after.templates.map((template) => [key(template), template] as const));
  return [...new Set([...now.keys(), ...old.keys()])].map((each) => ({
    old: old.get(each),
    now: now.get(each),
  }));
}

interface Beside {
  readonly before: Fleet;
  readonly after: Fleet;
  readonly cluster: string;
  readonly isTouched: (file: string) => boolean;
  readonly readTexts: TextReader;
}

function changeOf({ old, now }: Pair, beside: Beside): FleetChange | undefined {
  const { before, after, cluster, readTexts } = beside;
  const template = now ?? old;
  if (template === undefined) return undefined;
  const was = old !== undefined && before.decide(old).clusters.includes(cluster);
  const is = now !== undefined && after.decide(now).clusters.includes(cluster);
  if (!was && !is) return undefined;
  const isSecret = template.kind === 'Secret' && template.group === '';
  const said = (change: FleetChange['change'], found: readonly Difference[] = []): FleetChange => ({
    cluster,
    template,
    change,
    paths: found.slice(0, mostPaths).map(({ pointer }) => pointer),
    more: Math.max(0, found.length - mostPaths),
    values: isSecret
      ? []
      : found.slice(0, mostPaths).flatMap((difference) => valuesIn(difference, readTexts)),
  });
  if (!was) return said('added');
  if (!is) return said('removed');
  const wasSuspended = before.decide(old).isSuspended(cluster);
  const isSuspended = after.decide(now).isSuspended(cluster);
  if (wasSuspended !== isSuspended) return said(isSuspended ? 'suspended' : 'resumed');
  if (isSuspended || isSame(old, now, beside)) return undefined;
  return contentChange(before.deliver(old, cluster), after.deliver(now, cluster), said);
}

function contentChange(
  { outcome: outcomeBefore, object: was }: Delivery,
  { outcome, object: is }: Delivery,
  said: (change: FleetChange['change'], found?: readonly Difference[]) => FleetChange,
): FleetChange | undefined {
  if (outcomeBefore !== outcome) return said(outcome === 'override-error' ? 'blocked' : 'unblocked');
  if (was === undefined || is === undefined || isSameData(was, is)) return undefined;
  return said('changed', [...differences(was, is, '')]);
}

/** Whether nothing that an object is made of was touched. */
function isSame(old: Template, now: Template, { before, after, cluster, isTouched }: Beside): boolean {
  if (isTouched(old.resource.file) || isTouched(now.resource.file) || old.apiVersion !== now.apiVersion)
    return false;
  const names = (fleet: Fleet, template: Template): string | undefined => {
    const rules = fleet.overridesFor(template, cluster);
    if (rules.some(({ policy }) => isTouched(policy.resource.file))) return undefined;
    return rules
      .map(({ policy, rule }) => `${policy.kind}/${policy.namespace ?? ''}/${policy.name}/${rule}`)
      .join(' ');
  };
  const rules = names(after, now);
  return rules !== undefined && rules === names(before, old);
}

/** A place at which two objects differ. */
interface Difference {
  readonly pointer: string;
  readonly was: Data | undefined;
  readonly is: Data | undefined;
}

/** What differs in a text that holds YAML. */
function valuesIn({ pointer, was, is }: Difference, readTexts: TextReader): ValuesChanged[] {
  if (typeof was !== 'string' || typeof is !== 'string' || !was.includes(':')) return [];
  const changes = readTexts(was, is) ?? [];
  if (changes.length === 0) return [];
  const shown = changes.slice(0, mostValues);
  return [{ pointer, changes: shown, more: changes.length - shown.length }];
}

/** Where two values differ, by JSON pointers: a list of another length as a whole. */
function* differences(was: Data, is: Data, pointer: string): Iterable<Difference> {
  if (isSameData(was, is)) return;
  if (isMap(was) && isMap(is)) {
    for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) {
      const here = `${pointer}/${escapeKey(key)}`;
      const left = fieldOf(was, key);
      const right = fieldOf(is, key);
      if (left === undefined || right === undefined) yield { pointer: here, was: left, is: right };
      else yield* differences(left, right, here);
    }
  } else if (isList(was) && isList(is) && was.length === is.length) {
    for (const [index, item] of was.entries())
      yield* differences(item, is[index] ?? null, `${pointer}/${index}`);
  } else {
    yield { pointer, was, is };
  }
}
