import index from '../../schemas/index.json' with { type: 'json' };
import { kustomizeGroup, type Resource } from '../model/resource.ts';
import { type CelProgram, celRules } from './cel.ts';
import type { JsonSchema } from './json-schema.ts';
import type { KnownKind } from './known-kind.ts';
import { objectFaults } from './object-faults.ts';
import type { ObjectFault, Schemas } from './schemas.ts';
import type { Validator } from './validator.ts';

/** Where the schemas that come with the program lie; each is asked for once, when an object needs it. */
export interface SchemaSource {
  /** The compiled validator of a schema: `flux/helm.toolkit.fluxcd.io/helmrelease_v2.json`. */
  validator(place: string): Validator;
  /** The schema itself; only asked for where something is wrong, or where it has rules. */
  schema(place: string): JsonSchema;
  /** The compiler of rules in CEL; only asked for where values decide a rule. */
  cel(): (rule: string) => CelProgram;
}

interface IndexEntry {
  readonly schema: string;
  readonly rules?: boolean;
}

const kinds: Readonly<Record<string, IndexEntry>> = index;
const idPrefix = 'gitops-kit://schemas/';

/** The schemas of Flux, Kubernetes, Karmada and kustomize, loaded as objects ask for them. */
export function apiSchemas(source: SchemaSource): Schemas {
  const known = new Map<string, KnownKind>();
  const documents = new Map<string, JsonSchema>();
  const faults = new WeakMap<Resource, readonly ObjectFault[]>();

  const cel = celRules(() => source.cel());
  const document = (place: string): JsonSchema => {
    const found = documents.get(place) ?? source.schema(place);
    documents.set(place, found);
    return found;
  };
  const documentOf = (id: string): JsonSchema => document(id.slice(idPrefix.length));
  const kindOf = (resource: Resource): KnownKind | undefined => {
    const name = `${resource.apiVersion}|${resource.kind}`;
    const entry = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (entry === undefined) return undefined;
    const kind = known.get(name) ?? {
      group: resource.group,
      validator: source.validator(entry.schema),
      root: () => ({ schema: document(entry.schema), document: document(entry.schema) }),
      documentOf,
      cel,
      ...traits(resource.group, entry),
    };
    known.set(name, kind);
    return kind;
  };
  return {
    knows: ({ apiVersion, kind }) => Object.hasOwn(kinds, `${apiVersion}|${kind}`),
    faultsOf: (resource) => {
      const before = faults.get(resource);
      if (before !== undefined) return before;
      const kind = kindOf(resource);
      const found = kind === undefined ? [] : objectFaults(resource, kind);
      faults.set(resource, found);
      return found;
    },
  };
}

/** Kustomize reads its own files with sigs.k8s.io/yaml into Go structs, which take a field's name in any case. */
function traits(
  group: string,
  { schema, rules = false }: IndexEntry,
): Pick<KnownKind, 'reader' | 'anyCase' | 'isBuiltIn' | 'hasRules'> {
  const isKustomize = group === kustomizeGroup;
  return {
    reader: isKustomize ? 'kubectl' : 'kustomize',
    anyCase: isKustomize,
    isBuiltIn: schema.startsWith('kubernetes/'),
    hasRules: rules,
  };
}
