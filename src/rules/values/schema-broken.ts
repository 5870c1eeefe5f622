import type { ChartFacts } from '../../chart/chart.ts';
import { knownValues } from '../../chart/known-values.ts';
import { valuesSchema } from '../../chart/values-schema.ts';
import type { Location, Problem } from '../../core/finding.ts';
import { dataOf, type ValueTree } from '../../model/effective-values.ts';
import { valuesOf } from '../../model/values-sources.ts';
import { fieldName, isList, pathOf, typeOf, valueAt } from '../../schema/data-path.ts';
import { types } from '../../schema/phrases.ts';
import type { Schemas } from '../../schema/schemas.ts';
import type { RawFault, Validator } from '../../schema/validator.ts';
import { wantedBy } from '../../schema/value-faults.ts';
import { toData } from '../../yaml/data.ts';
import type { Data, Path } from '../../yaml/node.ts';
import { isMap } from '../../yaml/render.ts';
import { podinfoCharts, podinfoConfig, podinfoRelease, podinfoValuesKey } from '../chart-examples.ts';
import { type ChartedRelease, chartedReleases } from '../charted-releases.ts';
import { named } from '../named.ts';
import type { Rule } from '../rule.ts';

const schema = `{
  "$schema": "https://json-schema.org/draft-07/schema#",
  "properties": {
    "replicaCount": { "type": "integer", "minimum": 1 },
    "image": { "properties": { "pullPolicy": { "enum": ["Always", "IfNotPresent", "Never"] } } },
    "ui": { "required": ["color"] }
  }
}`;
const charts = podinfoCharts({ '6.14.1': ['', ''] }, { schema });

export const schemaBroken: Rule = {
  id: 'values/schema-broken',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The values break the schema of the chart.',
  why: `A chart may bring a values.schema.json. Helm judges by it the chart's defaults with all values of the release over them,
and installs or upgrades nothing that it refuses. Values of Secrets are not looked at: what may be missing is not reported
where there are any. Schemas that refer to others, or that would take too long, are passed over.`,
  examples: [
    {
      title: 'a text for a number',
      charts,
      replace: [[podinfoConfig, 'replicaCount: 2', 'replicaCount: "2"']],
      finds: [
        'HelmRelease podinfo has replicaCount, a text, in its values; podinfo 6.14.1 expects a whole number',
      ],
    },
    {
      title: 'a value that is none of those that there are',
      charts,
      replace: [[podinfoConfig, 'pullPolicy: IfNotPresent', 'pullPolicy: IfNotThere']],
      finds: [
        'HelmRelease podinfo has a value in image.pullPolicy that podinfo 6.14.1 refuses; expected Always, IfNotPresent or Never',
      ],
    },
    {
      title: 'a default taken away that must be there',
      charts,
      replace: [
        [podinfoRelease, podinfoValuesKey, `${podinfoValuesKey}  values:\n    ui:\n      color: null\n`],
      ],
      finds: ['HelmRelease podinfo has no ui.color in its values, which podinfo 6.14.1 requires'],
    },
    { title: 'values as the schema wants them', charts, finds: [] },
    {
      title: 'a schema that refers to another',
      charts: podinfoCharts(
        { '6.14.1': ['', ''] },
        { schema: '{ "$ref": "https://example.com/values.schema.json", "required": ["never"] }' },
      ),
      finds: [],
    },
  ],
  alone: true,
  *check({ repo, charts: known, schemas }) {
    for (const charted of chartedReleases(repo, known)) {
      const facts = charted.facts();
      if (facts?.valuesSchema === undefined) continue;
      const validator = compiled(facts, schemas);
      if (validator !== undefined) yield* judge(charted, facts, validator, repo.files);
    }
  },
};

const validators = new WeakMap<ChartFacts, { readonly validator: Validator | undefined }>();

function compiled(facts: ChartFacts, schemas: Schemas): Validator | undefined {
  const before = validators.get(facts);
  if (before !== undefined) return before.validator;
  const schema = valuesSchema(facts);
  const validator = schema === undefined ? undefined : schemas.compiled(schema);
  validators.set(facts, { validator });
  return validator;
}

function* judge(
  { release, view }: ChartedRelease,
  facts: ChartFacts,
  validator: Validator,
  files: Parameters<typeof valuesOf>[2],
): Iterable<Problem> {
  const { values, unseen, faults } = valuesOf(release, view, files);
  // What keeps Flux from getting as far as Helm has rules of its own.
  if (faults.length > 0) return;
  const root = knownValues(facts).defaults;
  const data = coalesced(dataOf(values), root === undefined ? {} : toData(root, 'kubectl'));
  if (isContent(validator, data)) return;
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
    const at = placeOf(values, path) ?? release.at('spec', 'chart');
    yield { at, object: release.object, ...worded(fault, { who: named(release), name, value, facts }) };
  }
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
  readonly who: string;
  readonly name: string;
  readonly value: Data | undefined;
  readonly facts: ChartFacts;
}

/** Values stay out of the message: they may be passwords. */
function worded(
  { keyword, params }: RawFault,
  { who, name, value, facts }: Said,
): { message: string; help: string } {
  const chart = `${facts.name} ${facts.version}`;
  switch (keyword) {
    case 'required':
      return { message: `${who} has no ${name} in its values, which ${chart} requires`, help: `set ${name}` };
    case 'additionalProperties':
      return { message: `${who} has ${name} in its values, which ${chart} refuses`, help: 'remove it' };
    case 'type': {
      const wanted = types([params['type']].flat().flatMap((type) => String(type).split(',')));
      const is = typeOf(value) === 'boolean' ? 'a boolean' : types([typeOf(value)]);
      return {
        message: `${who} has ${name}, ${is}, in its values; ${chart} expects ${wanted}`,
        help: `write ${wanted}`,
      };
    }
    default: {
      const { wanted, help } = wantedBy(keyword, params, '');
      return {
        message: `${who} has a value in ${name} that ${chart} refuses; expected ${wanted}`,
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
