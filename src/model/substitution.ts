import type { Data } from '../yaml/node.ts';
import type { Resource } from './resource.ts';

/** Names and their values, for `${NAME}`. */
export type Variables = ReadonlyMap<string, string>;

/** Whether a text has a variable that only the cluster, or another object, may fill in. */
export function hasVariable(text: string): boolean {
  return text.includes('${');
}

/** The ConfigMaps that a Kustomization takes variables from; Secrets say nothing here. */
export function variableSources(kustomization: Resource): string[] {
  return kustomization.list('spec', 'postBuild', 'substituteFrom').flatMap((_, index) => {
    const from = (key: string) => kustomization.text('spec', 'postBuild', 'substituteFrom', index, key);
    return from('kind') === 'ConfigMap' ? (from('name') ?? []) : [];
  });
}

/**
 * The variables that a Kustomization's postBuild gives; inline ones win over those of ConfigMaps.
 * @param configMap the ConfigMap of a name in the Kustomization's namespace
 */
export function variablesOf(
  kustomization: Resource,
  configMap: (name: string) => Resource | undefined,
): Variables {
  const variables = new Map<string, string>();
  for (const name of variableSources(kustomization)) {
    for (const [key, value] of texts(configMap(name)?.get('data'))) variables.set(key, value);
  }
  const inline = kustomization.get('spec', 'postBuild', 'substitute');
  for (const [key, value] of texts(inline)) variables.set(key, value);
  return variables;
}

/**
 * Fills in `${NAME}` and `${NAME:=default}`, the forms that names and paths use; others stay as they are. Without any
 * variable Flux substitutes nothing.
 */
export function substituted(text: string, variables: Variables): string {
  if (variables.size === 0 || !hasVariable(text)) return text;
  return text.replace(
    /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::?[=-]([^${}]*))?\}/g,
    (whole, name: string, fallback: string | undefined) => variables.get(name) ?? fallback ?? whole,
  );
}

/** Whether a name with variables may become this one. */
export function mayBecome(pattern: string, name: string): boolean {
  const literals = pattern.split(/\$\{[^}]*\}/);
  let at = 0;
  for (const [index, literal] of literals.entries()) {
    if (index === literals.length - 1) return at + literal.length <= name.length && name.endsWith(literal);
    const found = index === 0 ? (name.startsWith(literal) ? 0 : -1) : name.indexOf(literal, at);
    if (found === -1) return false;
    at = found + literal.length;
  }
  return false;
}

function texts(data: Data | undefined): [string, string][] {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return [];
  return Object.entries(data).flatMap(([key, value]: [string, Data]) =>
    typeof value === 'object' ? [] : [[key, String(value)] satisfies [string, string]],
  );
}
