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

/**
 * A schema in what draft 7 says. Helm takes drafts 4, 6 and 7 up to 3.17, and 2019-09 and 2020-12 as well since then
 * (helm.sh/helm/v3/pkg/chartutil/jsonschema.go); what draft 7 does not know is left out: rather a fault that Helm finds
 * first than one that there is not.
 */
export function asDraft7(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(asDraft7);
  if (typeof node !== 'object' || node === null) return node;
  const entries = new Map<string, unknown>(Object.entries(node));
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
    else if (named.has(key)) result[key] = inNames(value);
    else result[key] = asDraft7(value);
  }
  return result;
}

function inNames(node: unknown): unknown {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return asDraft7(node);
  const result = Object.create(null);
  for (const [name, value] of Object.entries(node)) result[name] = asDraft7(value);
  return result;
}
