import { KitError } from '../core/errors.ts';
import type { Resource } from '../model/resource.ts';
import { toData } from '../yaml/data.ts';
import type { Data, Reader } from '../yaml/node.ts';
import { brokenRules } from './broken-rules.ts';
import { type Flaw, flawsOf, together, withoutTwins } from './flaws.ts';
import type { KnownKind } from './known-kind.ts';
import { prepared } from './prepared.ts';
import type { ObjectFault } from './schemas.ts';
import { worded } from './worded.ts';

/** More of one object than anybody reads at once. */
const most = 50;

/** What is wrong with an object, in the order of the text; one fault for one cause. */
export function objectFaults(resource: Resource, kind: KnownKind): ObjectFault[] {
  const data = dataOf(resource, kind.reader);
  if (data === undefined) return [];
  const flaws: readonly Flaw[] = kind.validator(data) ? [] : flawsOf(kind.validator.errors ?? [], data, kind);
  return together(withoutTwins([...flaws, ...rulesBrokenBy(data, flaws, kind)]))
    .slice(0, most)
    .map((flaw) => worded(flaw, resource, kind))
    .sort((a, b) => a.at.range.start - b.at.range.start || a.at.range.end - b.at.range.end);
}

/** The API server evaluates rules only where the schema itself is content. */
function rulesBrokenBy(data: Data, flaws: readonly Flaw[], kind: KnownKind): Flaw[] {
  if (!kind.hasRules || flaws.some((flaw) => flaw.kind !== 'unknown')) return [];
  const place = kind.root();
  return brokenRules(prepared(data, place, kind.documentOf), place, kind);
}

/** What the API server would get; undefined where the aliases of a file expand beyond the limit (`yaml/alias` says so). */
function dataOf({ node }: Resource, reader: Reader): Data | undefined {
  try {
    return toData(node, reader);
  } catch (error) {
    if (error instanceof KitError && error.code === 'too-many-aliases') return undefined;
    throw error;
  }
}
