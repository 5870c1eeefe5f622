import type { JsonSchema } from '../schema/json-schema.ts';
import type { ChartFacts } from './chart.ts';
import { asDraft7 } from './draft7.ts';

/** Larger schemas are not judged by: they only cost time. */
const longest = 4 * 2 ** 20;

/** More places than this, `$ref`s followed, and a schema may take for ever. */
const mostPlaces = 1_000_000;

const combining = new Set(['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else']);

/**
 * values.schema.json of a chart, if values can be judged by it in bounded time: it refers to nothing outside of itself, and
 * what it refers to does not multiply without end.
 */
export function valuesSchema({
  valuesSchema: text,
}: Pick<ChartFacts, 'valuesSchema'>): JsonSchema | undefined {
  if (text === undefined || text.length > longest) return undefined;
  try {
    const root: unknown = JSON.parse(text);
    if (typeof root !== 'object' || root === null || Array.isArray(root)) return undefined;
    if (placesIn(root) > mostPlaces) return undefined;
    return asDraft7(root) as JsonSchema;
  } catch (error) {
    // No JSON, or nested deeper than the stack: Helm has its own words for it.
    if (error instanceof SyntaxError || error instanceof RangeError || error instanceof Unbounded)
      return undefined;
    throw error;
  }
}

class Unbounded extends Error {}

/** How many schemas are looked at for one value, at most. Throws Unbounded where that depends on the value. */
function placesIn(root: object): number {
  const weights = new Map<object, number>();
  const open = new Map<object, number>();
  let combined = 0;
  const weigh = (schema: unknown): number => {
    if (typeof schema !== 'object' || schema === null) return 1;
    const known = weights.get(schema);
    if (known !== undefined) return known;
    const since = open.get(schema);
    if (since !== undefined) {
      // It comes back to itself by more than one way for one value.
      if (combined > since) throw new Unbounded();
      return 1;
    }
    open.set(schema, combined);
    let weight = 1;
    for (const [key, value] of Object.entries(schema)) {
      if (key === '$ref') weight += weigh(targetOf(root, value));
      else if (combining.has(key)) {
        combined += 1;
        weight += weigh(value);
        combined -= 1;
      } else weight += weigh(value);
    }
    open.delete(schema);
    weights.set(schema, weight);
    return weight;
  };
  return weigh(root);
}

/** What a `$ref` within the schema leads to; one that leads out of it is refused. */
function targetOf(root: unknown, reference: unknown): unknown {
  if (typeof reference !== 'string' || !reference.startsWith('#')) throw new Unbounded();
  return reference
    .slice(1)
    .split('/')
    .slice(1)
    .reduce<unknown>((at, part) => {
      const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
      if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) throw new Unbounded();
      return (at as { readonly [key: string]: unknown })[key];
    }, root);
}
