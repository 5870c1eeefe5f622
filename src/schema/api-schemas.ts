import index from '../../schemas/index.json' with { type: 'json' };
import type { Problem } from '../core/finding.ts';
import { kustomizeGroup, type Resource } from '../model/resource.ts';
import { type CelProgram, celRules } from './cel.ts';
import type { PatternFault } from './crd-flaws.ts';
import type { JsonSchema } from './json-schema.ts';
import type { KnownKind } from './known-kind.ts';
import { objectFaults } from './object-faults.ts';
import { type OwnKind, type OwnSchemas, readOwnSchemas, type SchemaRepo } from './own-schemas.ts';
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
  /** The compiler of schemas; only asked for where the configuration names CustomResourceDefinitions, and for expressions. */
  compiler(): SchemaCompiler;
}

export interface SchemaCompiler {
  /** Throws with the cause where the schema does not compile. */
  compileSchema(schema: JsonSchema, others: readonly JsonSchema[]): Validator;
  readonly patternFault: PatternFault;
  expression(pattern: string): (text: string) => boolean;
}

interface IndexEntry {
  readonly schema: string;
  readonly rules?: boolean;
}

const builtIn: Readonly<Record<string, IndexEntry>> = index;
const idPrefix = 'gitops-kit://schemas/';
const nothing: OwnSchemas = { kinds: new Map(), problems: [] };

/**
 * The schemas of Flux, Kubernetes, Karmada and kustomize, loaded as objects ask for them, and those that the
 * configuration of a repository names, which count first.
 */
export function apiSchemas(source: SchemaSource, repo?: SchemaRepo): Schemas {
  const own =
    repo === undefined || repo.settings.schemas.length === 0
      ? nothing
      : readOwnSchemas(repo, source.compiler().patternFault);
  const known = new Map<string, KnownKind | undefined>();
  const documents = new Map<string, JsonSchema>();
  const faults = new WeakMap<Resource, readonly ObjectFault[]>();
  const problems: Problem[] = [...own.problems];
  const cel = celRules(() => source.cel());

  const document = (place: string): JsonSchema => {
    const found = documents.get(place) ?? source.schema(place);
    documents.set(place, found);
    return found;
  };
  const documentOf = (id: string): JsonSchema => document(id.slice(idPrefix.length));
  const ofProgram = (group: string, { schema, rules = false }: IndexEntry): KnownKind => ({
    group,
    validator: source.validator(schema),
    root: () => ({ schema: document(schema), document: document(schema) }),
    documentOf,
    cel,
    // Kustomize reads its own files with sigs.k8s.io/yaml into Go structs, which take a field's name in any case.
    reader: group === kustomizeGroup ? 'kubectl' : 'kustomize',
    anyCase: group === kustomizeGroup,
    isBuiltIn: schema.startsWith('kubernetes/'),
    hasRules: rules,
  });
  const ofConfiguration = (group: string, { schema, title, at }: OwnKind): KnownKind | undefined => {
    try {
      const validator = source.compiler().compileSchema(schema, [document('kubernetes/objectmeta.json')]);
      const root = () => ({ schema, document: schema });
      const traits = { reader: 'kustomize', anyCase: false, isBuiltIn: false, hasRules: true } as const;
      return { group, validator, root, documentOf, cel, ...traits };
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      problems.push({
        at,
        message: `${title} has a schema that does not compile: ${cause}`,
        help: 'objects of its kind are not checked until it is mended',
      });
      return undefined;
    }
  };
  const load = (name: string, group: string): KnownKind | undefined => {
    const configured = own.kinds.get(name);
    if (configured !== undefined) return ofConfiguration(group, configured);
    const entry = Object.hasOwn(builtIn, name) ? builtIn[name] : undefined;
    return entry === undefined ? undefined : ofProgram(group, entry);
  };
  const kindOf = ({ apiVersion, kind, group }: Resource): KnownKind | undefined => {
    const name = `${apiVersion}|${kind}`;
    const found = known.has(name) ? known.get(name) : load(name, group);
    known.set(name, found);
    return found;
  };

  return {
    knows: ({ apiVersion, kind }) => {
      const name = `${apiVersion}|${kind}`;
      return own.kinds.has(name) || Object.hasOwn(builtIn, name);
    },
    faultsOf: (resource) => {
      const before = faults.get(resource);
      if (before !== undefined) return before;
      const kind = kindOf(resource);
      const found = kind === undefined ? [] : objectFaults(resource, kind);
      faults.set(resource, found);
      return found;
    },
    expression: (pattern) => {
      const { patternFault, expression } = source.compiler();
      return patternFault(pattern) === undefined ? expression(pattern) : undefined;
    },
    compiled: (schema) => {
      try {
        return source.compiler().compileSchema(schema, []);
      } catch (error) {
        // No schema, or one of another place: Helm's words for it come with the chart.
        if (error instanceof Error) return undefined;
        throw error;
      }
    },
    problems: () => {
      // A schema is compiled when the first object of its kind comes.
      if (own.kinds.size > 0) for (const resource of repo?.resources ?? []) kindOf(resource);
      return problems;
    },
  };
}
