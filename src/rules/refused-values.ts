import type { ChartFacts } from '../chart/chart.ts';
import { knownValues } from '../chart/known-values.ts';
import { valuesSchema } from '../chart/values-schema.ts';
import type { Location } from '../core/finding.ts';
import { dataOf, type EffectiveValues, type ValueTree } from '../model/effective-values.ts';
import { fieldName, isList, pathOf, typeOf, valueAt } from '../schema/data-path.ts';
import { types } from '../schema/phrases.ts';
import type { Schemas } from '../schema/schemas.ts';
import type { RawFault, Validator } from '../schema/validator.ts';
import { wantedBy } from '../schema/value-faults.ts';
import { toData } from '../yaml/data.ts';
import type { Data, Path } from '../yaml/node.ts';
import { isMap } from '../yaml/render.ts';

/** A value that Helm refuses, by the schema that the chart brings. */
export interface RefusedValue {
  /** For `required` and the like, of what is missing. */
  readonly path: Path;
  /** Behind the name of the release: `has replicaCount, a text, in its values; podinfo 6.14.1 expects a whole number`. */
  readonly what: string;
  readonly help: string;
  /** Where the user's value stands, or the nearest around it; undefined where the chart alone sets it. */
  readonly at: Location | undefined;
}

/** Whether values can be judged by the schema of a chart: then there is something to work them out for. */
export function isJudging(facts: ChartFacts, schemas: Schemas): boolean {
  return facts.valuesSchema !== undefined && compiled(facts, schemas) !== undefined;
}

/**
 * What the chart's schema refuses of its defaults with the values over them. Nothing of values that do not get as far as
 * Helm: that has rules of its own.
 */
export function refusedValues(
  { values, unseen, faults }: EffectiveValues,
  facts: ChartFacts,
  schemas: Schemas,
): RefusedValue[] {
  const validator = compiled(facts, schemas);
  if (validator === undefined || faults.length > 0) return [];
  const root = knownValues(facts).defaults;
  const data = coalesced(dataOf(values), root === undefined ? {} : toData(root, 'kubectl'));
  if (isContent(validator, data)) return [];
  const refused: RefusedValue[] = [];
  const seen = new Set<string>();
  for (const fault of validator.errors ?? []) {
    if (/\/(?:oneOf|anyOf|allOf|not|if|then|else)\/.+/.test(fault.schemaPath) || fault.keyword === 'if')
      continue;
    if (fault.keyword === 'required' && unseen.length > 0) continue;
    const path = faultPath(fault, data);
    const name = fieldName(path);
    const value = valueAt(data, path);
    if (seen.has(name) || isOpen(value)) continue;
    seen.add(name);
    refused.push({ path, at: placeOf(values, path), ...worded(fault, { name, value, facts }) });
  }
  return refused;
}

const validators = new WeakMap<ChartFacts, { readonly validator: Validator | undefined }>();

function compiled(facts: ChartFacts, schemas: Schemas): Validator | undefined {
  const before = validators.get(facts);
  if (before !== undefined) return before.validator;
  const schema = valuesSchema(facts);
  const validator = schema === undefined ? undefined : schemas.compiled(schema);
  validators.set(facts, { validator });
  return validator;
}

/** A value that a variable fills in, or that a Secret holds, is not known. */
function isOpen(value: Data | undefined): boolean {
  return typeof value === 'string' && (value.includes('${') || value.startsWith('(in Secret '));
}

function isContent(validator: Validator, data: Data): boolean {
  try {
    return validator(data);
  } catch (error) {
    // A schema that comes back to itself without end: Helm fails as well, and says so.
    if (error instanceof RangeError) return true;
    throw error;
  }
}

function faultPath({ instancePath, keyword, params }: RawFault, data: Data): Path {
  const path = pathOf(instancePath, data);
  if (keyword === 'required') return [...path, String(params['missingProperty'])];
  return keyword === 'additionalProperties' ? [...path, String(params['additionalProperty'])] : path;
}

interface Said {
  readonly name: string;
  readonly value: Data | undefined;
  readonly facts: ChartFacts;
}

/** Values stay out of the message: they may be passwords. */
function worded(
  { keyword, params }: RawFault,
  { name, value, facts }: Said,
): Pick<RefusedValue, 'what' | 'help'> {
  const chart = `${facts.name} ${facts.version}`;
  switch (keyword) {
    case 'required':
      return { what: `has no ${name} in its values, which ${chart} requires`, help: `set ${name}` };
    case 'additionalProperties':
      return { what: `has ${name} in its values, which ${chart} refuses`, help: 'remove it' };
    case 'type': {
      const wanted = types([params['type']].flat().flatMap((type) => String(type).split(',')));
      const is = typeOf(value) === 'boolean' ? 'a boolean' : types([typeOf(value)]);
      return {
        what: `has ${name}, ${is}, in its values; ${chart} expects ${wanted}`,
        help: `write ${wanted}`,
      };
    }
    default: {
      const { wanted, help } = wantedBy(keyword, params, '');
      return {
        what: `has a value in ${name} that ${chart} refuses; expected ${wanted}`,
        help: help ?? `write ${wanted}`,
      };
    }
  }
}

/** Where a value of the user stands, or the nearest around it; undefined where the chart alone sets it. */
function placeOf(values: ValueTree, path: Path): Location | undefined {
  let at: ValueTree = values;
  let place: Location | undefined;
  for (const step of path) {
    const next: ValueTree | undefined =
      at.kind === 'map'
        ? at.entries.get(String(step))
        : at.kind === 'list'
          ? at.items[Number(step)]
          : undefined;
    if (next === undefined) return place;
    place = next.at;
    at = next;
  }
  return place;
}

/** The defaults with the values over them, as Helm's coalescing has it: null takes a default away. JSON has one kind of number. */
function coalesced(values: Data, defaults: Data | undefined): Data {
  if (typeof values === 'bigint') return Number(values);
  if (isList(values)) return values.map((item) => coalesced(item, undefined));
  if (!isMap(values)) return values;
  const under = defaults !== undefined && isMap(defaults) ? defaults : {};
  const result: Record<string, Data> = Object.create(null);
  for (const [key, value] of Object.entries(under))
    if (!Object.hasOwn(values, key)) result[key] = coalesced(value, undefined);
  for (const [key, value] of Object.entries(values)) {
    const below = Object.hasOwn(under, key) ? under[key] : undefined;
    if (value !== null || below === undefined) result[key] = coalesced(value, below);
  }
  return result;
}
