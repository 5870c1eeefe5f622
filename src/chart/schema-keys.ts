/** What a values.schema.json says of a key of a mapping. */
export type DeclaredKey =
  /** Declared by name or as any other key, with the schema of its value. */
  | { readonly kind: 'declared'; readonly schema: unknown }
  /** It may be declared: that depends on its form, or on other values. */
  | { readonly kind: 'free' }
  /** Refused: the mapping takes no other keys. */
  | { readonly kind: 'refused' }
  /** The schema says nothing of it. */
  | { readonly kind: 'open' };

const open: DeclaredKey = { kind: 'open' };

/** Longer ways from one `$ref` to the next go nowhere. */
const mostSteps = 20;

/** What a schema says of a key; keywords that make it depend on other values leave it free. */
export function declaredKey(root: unknown, schema: unknown, key: string): DeclaredKey {
  const at = resolved(root, schema);
  if (at === undefined) return open;
  const declared = property(property(at, 'properties'), key);
  if (declared !== undefined) return { kind: 'declared', schema: declared };
  const decides = ['patternProperties', 'anyOf', 'oneOf', 'allOf', 'if', 'propertyNames', 'dependencies'];
  if (decides.some((keyword) => property(at, keyword) !== undefined)) return { kind: 'free' };
  const others = property(at, 'additionalProperties');
  if (others === false) return { kind: 'refused' };
  return typeof others === 'object' && others !== null ? { kind: 'declared', schema: others } : open;
}

/** Whether a schema says of which type its value is. */
export function hasType(root: unknown, schema: unknown): boolean {
  const at = resolved(root, schema);
  return ['type', 'enum', 'const', 'anyOf', 'oneOf', 'allOf'].some(
    (keyword) => property(at, keyword) !== undefined,
  );
}

/** Behind `$ref`s within the schema; those that lead out of it say nothing. */
function resolved(root: unknown, schema: unknown): unknown {
  let at = schema;
  for (let step = 0; step < mostSteps; step += 1) {
    const reference = property(at, '$ref');
    if (typeof reference !== 'string') return at;
    if (!reference.startsWith('#')) return undefined;
    at = reference
      .slice(1)
      .split('/')
      .slice(1)
      .reduce<unknown>(
        (found, part) => property(found, part.replaceAll('~1', '/').replaceAll('~0', '~')),
        root,
      );
  }
  return undefined;
}

function property(data: unknown, key: string): unknown {
  if (typeof data !== 'object' || data === null || !Object.hasOwn(data, key)) return undefined;
  // Checked border: an object has any key, of unknown type.
  return (data as { readonly [key: string]: unknown })[key];
}
