// Makes schemas/{flux,kubernetes,karmada,kustomize} and schemas/index.json from the full bundle (argument: its folder).
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [source] = process.argv.slice(2);
if (source === undefined) throw new Error('usage: node scripts/import-schemas.mjs FOLDER');
const target = fileURLToPath(new URL('../schemas/', import.meta.url));
const read = (path) => JSON.parse(readFileSync(join(source, path), 'utf8'));
const byName = ([a], [b]) => (a < b ? -1 : 1);

/** Kinds that nobody keeps in git: what Karmada's controllers make, and how its operator installs it (2 MB of code). */
const leftOut = new Set(['operator.karmada.io', 'work.karmada.io']);

function folderOf(group) {
  if (group.endsWith('.karmada.io') || group === 'multicluster.x-k8s.io') return 'karmada';
  if (group === 'kustomize.config.k8s.io') return 'kustomize';
  return /fluxcd\./.test(group) ? 'flux' : 'kubernetes';
}

/** `json/k8s/_definitions.json` as we call it. */
function placeOf(path) {
  if (path === 'k8s/_definitions.json') return 'kubernetes/definitions.json';
  if (path === 'meta/objectmeta_v1.json') return 'kubernetes/objectmeta.json';
  const [group, file] = path.split('/');
  return `${folderOf(group)}/${group}/${file}`;
}

const idOf = (place) => `gitops-kit://schemas/${place}`;

/** References name whole ids; what the program never reads is dropped. The keys of `properties` are names, not keywords. */
function rewritten(schema, path) {
  const convert = (value) => {
    if (Array.isArray(value)) return value.map(convert);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([keyword]) => !dropped.has(keyword))
        .map(([keyword, inner]) => {
          if (keyword === '$ref') return [keyword, reference(inner, path)];
          if (!named.has(keyword)) return [keyword, convert(inner)];
          return [
            keyword,
            Object.fromEntries(Object.entries(inner).map(([name, each]) => [name, convert(each)])),
          ];
        }),
    );
  };
  return { ...convert(schema), $id: idOf(placeOf(path)) };
}
const named = new Set(['properties', 'definitions']);
const dropped = new Set([
  '$schema',
  '$id',
  'x-kubernetes-list-type',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-map-type',
  'x-kubernetes-group-version-kind',
  'x-kubernetes-unions',
]);

function reference(ref, from) {
  if (ref.startsWith('#')) return ref;
  const [file, fragment] = ref.split('#');
  const path = join(dirname(from), file);
  return `${idOf(placeOf(path))}${fragment === undefined ? '' : `#${fragment}`}`;
}

function put(place, value) {
  const file = join(target, place);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(value)}\n`);
}

/** The value sets of built-in fields, which Kubernetes' OpenAPI does not carry. */
function withEnums(definitions) {
  for (const { definition, field, values } of read('k8s-enums.json')) {
    const property = definitions.definitions[definition]?.properties?.[field];
    if (property?.type === 'string' && property.enum === undefined) property.enum = values;
  }
  return definitions;
}

/**
 * SchemaStore tells the forms of a patch and of a replacement apart by alternatives; kustomize reads each into one struct
 * (api/types/patch.go, replacement.go, helmchartargs.go) and wants one of two fields.
 */
function plainKustomize(schema) {
  const { definitions } = schema;
  const oneOf = (...names) => names.map((name) => ({ required: [name] }));
  definitions.Patch = {
    type: 'object',
    properties: {
      path: { type: 'string' },
      patch: { type: 'string' },
      target: { $ref: '#/definitions/Selector' },
      options: { $ref: '#/definitions/PatchesOptions' },
    },
    additionalProperties: false,
    oneOf: oneOf('path', 'patch'),
  };
  definitions.ReplacementsSource.additionalProperties = false;
  definitions.ReplacementsTarget.additionalProperties = false;
  const options = definitions.ReplacementsSource.properties.options;
  for (const holder of [definitions.ReplacementsSource, definitions.ReplacementsTarget]) {
    holder.properties.options = {
      ...options,
      properties: { ...options.properties, encoding: { type: 'string' } },
      additionalProperties: false,
    };
  }
  definitions.Replacement = {
    type: 'object',
    properties: {
      path: { type: 'string' },
      source: { $ref: '#/definitions/ReplacementsSource' },
      sourceValue: { type: 'string' },
      targets: { type: 'array', items: { $ref: '#/definitions/ReplacementsTarget' } },
    },
    additionalProperties: false,
    oneOf: oneOf('path', 'source', 'sourceValue'),
  };
  Object.assign(definitions.HelmChart.properties, {
    digest: { type: 'string' },
    debug: { type: 'boolean' },
    devel: { type: 'boolean' },
  });
  const { properties } = definitions.Kustomization;
  properties.patches.items = { $ref: '#/definitions/Patch' };
  properties.patchesJson6902.items = { $ref: '#/definitions/Patch' };
  properties.replacements.items = { $ref: '#/definitions/Replacement' };
  properties.sortOptions = {
    type: 'object',
    properties: {
      order: { type: 'string', enum: ['legacy', 'fifo'] },
      legacySortOptions: {
        type: 'object',
        properties: {
          orderFirst: { type: 'array', items: { type: 'string' } },
          orderLast: { type: 'array', items: { type: 'string' } },
        },
        additionalProperties: false,
      },
    },
    additionalProperties: false,
  };
  for (const name of [
    'PatchJson6902',
    'PatchTarget',
    'PatchesPatchPath',
    'PatchesInlinePatch',
    'ReplacementsInline',
    'ReplacementsPath',
  ])
    delete definitions[name];
  return schema;
}

for (const folder of ['flux', 'kubernetes', 'karmada', 'kustomize']) {
  rmSync(join(target, folder), { recursive: true, force: true });
}
const index = {};
for (const [name, path] of Object.entries(read('index.json')).sort(byName)) {
  const inner = path.replace(/^json\//, '');
  if (leftOut.has(inner.split('/')[0])) continue;
  const schema = rewritten(read(path), inner);
  const place = placeOf(inner);
  put(place, place.startsWith('kustomize/') ? plainKustomize(schema) : schema);
  const rules = JSON.stringify(schema).includes('"x-kubernetes-validations"');
  index[name] = { schema: place, ...(rules ? { rules } : {}) };
}
put('kubernetes/objectmeta.json', rewritten(read('json/meta/objectmeta_v1.json'), 'meta/objectmeta_v1.json'));
put(
  'kubernetes/definitions.json',
  withEnums(rewritten(read('json/k8s/_definitions.json'), 'k8s/_definitions.json')),
);
writeFileSync(join(target, 'index.json'), `${JSON.stringify(index, undefined, 2)}\n`);
console.log(`${Object.keys(index).length} kinds in ${readdirSync(target).join(', ')}`);
