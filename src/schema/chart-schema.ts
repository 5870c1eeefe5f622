import type { Data, Path } from '../yaml/node.ts';
import { fieldName, pathOf } from './data-path.ts';
import { either, types } from './phrases.ts';
import type { RawFault } from './validator.ts';

/** A chart's values.schema.json, made ready; or why values cannot be held against it. */
export type ChartSchema =
  | { readonly kind: 'schema'; readonly schema: unknown }
  | { readonly kind: 'unusable'; readonly why: string };

/** What values break of a chart's schema. */
export interface ValuesFault {
  readonly path: Path;
  /** `service.port is a text; a whole number was expected`: without the value, which may be secret. */
  readonly message: string;
}

/** Deeper schemas are nobody's work. */
const deepest = 200;

/** More than anybody reads at once. */
const most = 20;

/**
 * Reads a values.schema.json. Helm takes drafts 4, 6 and 7 up to 3.17, and 2019-09 and 2020-12 as well since then
 * (helm.sh/helm/v3/pkg/chartutil/jsonschema.go); it is brought to what draft 7 says, and what that does not know is left
 * out: rather a fault that Helm finds first than one that there is not. References to other documents are not followed.
 */
export function readChartSchema(text: string): ChartSchema {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { kind: 'unusable', why: 'it is no JSON' };
  }
  try {
    const schema = asDraft7(parsed, 0);
    return { kind: 'schema', schema };
  } catch (error) {
    if (error instanceof Unusable) return { kind: 'unusable', why: error.message };
    throw error;
  }
}

class Unusable extends Error {}

/** Keywords that hold values, not schemas. */
const verbatim = new Set(['enum', 'const', 'default', 'examples', 'required']);
/** What names a document of its own, or a draft that the compiler does not know. */
const identity = new Set(['$schema', '$id', 'id', '$anchor', '$dynamicAnchor', '$vocabulary']);
/** Keywords whose keys are names. */
const named = new Set([
  'properties',
  'patternProperties',
  'definitions',
  '$defs',
  'dependentSchemas',
  'dependencies',
]);

function asDraft7(node: unknown, depth: number): unknown {
  if (depth > deepest) throw new Unusable('it is nested too deeply');
  if (Array.isArray(node)) return node.map((item) => asDraft7(item, depth + 1));
  if (typeof node !== 'object' || node === null) return node;
  const entries = new Map<string, unknown>(Object.entries(node));
  const reference = entries.get('$ref') ?? entries.get('$dynamicRef');
  if (typeof reference === 'string' && !reference.startsWith('#'))
    throw new Unusable(`it refers to another document, ${JSON.stringify(reference)}, which is not fetched`);
  // Draft 4: a flag beside the bound. https://json-schema.org/draft-06/json-schema-release-notes
  for (const bound of ['minimum', 'maximum']) {
    const exclusive = bound === 'minimum' ? 'exclusiveMinimum' : 'exclusiveMaximum';
    if (typeof entries.get(exclusive) !== 'boolean') continue;
    if (entries.get(exclusive) === true && entries.has(bound)) {
      entries.set(exclusive, entries.get(bound));
      entries.delete(bound);
    } else entries.delete(exclusive);
  }
  // Draft 2020-12: the list of the first items is another keyword, and `items` is of the rest.
  if (entries.has('prefixItems')) entries.delete('items');
  const result = Object.create(null);
  for (const [key, value] of entries) {
    if (identity.has(key) && typeof value !== 'object') continue;
    if (verbatim.has(key)) result[key] = value;
    else if (named.has(key)) result[key] = inNames(value, depth + 1);
    else result[key] = asDraft7(value, depth + 1);
  }
  return result;
}

function inNames(node: unknown, depth: number): unknown {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return asDraft7(node, depth);
  const result = Object.create(null);
  for (const [name, value] of Object.entries(node)) result[name] = asDraft7(value, depth + 1);
  return result;
}

/** What a compiled schema said of values, in words: one sentence for each value. */
export function valuesFaults(raw: readonly RawFault[], values: Data): ValuesFault[] {
  const found = new Map<string, ValuesFault>();
  // A branch of several says less than what chose between them.
  const ordered = raw.filter(({ keyword }) => keyword !== 'if').toSorted((a, b) => rank(a) - rank(b));
  for (const fault of ordered) {
    const path = pathOf(fault.instancePath, values);
    const said = worded(fault, path);
    const place = JSON.stringify(said.path);
    if (!found.has(place)) found.set(place, said);
  }
  return [...found.values()].slice(0, most);
}

function rank({ keyword, schemaPath }: RawFault): number {
  if (keyword === 'oneOf' || keyword === 'anyOf') return 1;
  return /\/(?:oneOf|anyOf|not)\//.test(schemaPath) ? 2 : 0;
}

function worded({ keyword, params }: RawFault, path: Path): ValuesFault {
  const name = path.length === 0 ? 'the values' : fieldName(path);
  const say = (message: string): ValuesFault => ({ path, message });
  switch (keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const key = String(params['additionalProperty'] ?? params['unevaluatedProperty']);
      const whole = [...path, key];
      return { path: whole, message: `${fieldName(whole)} is no key that the schema allows` };
    }
    case 'required': {
      const whole = [...path, String(params['missingProperty'])];
      return { path: whole, message: `${fieldName(whole)} is missing` };
    }
    case 'type': {
      const { type } = params;
      return say(`${name} is not ${types((Array.isArray(type) ? type : [type]).map(String))}`);
    }
    case 'enum': {
      const allowed = Array.isArray(params['allowedValues']) ? params['allowedValues'] : [];
      const words = allowed.map((each) => JSON.stringify(each)).slice(0, 12);
      return say(`${name} is none of the values that the schema allows: ${either(words)}`);
    }
    case 'pattern':
      return say(`${name} is not of the form ${String(params['pattern'])}`);
    case 'format':
      return say(`${name} is no ${String(params['format'])}`);
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return say(`${name} is not ${String(params['comparison'])} ${String(params['limit'])}`);
    case 'oneOf':
    case 'anyOf':
      return say(`${name} is none of the forms that the schema allows`);
    default:
      return say(`${name} breaks "${keyword}" of the schema`);
  }
}
