import { KitError } from '../core/errors.ts';
import { toData } from '../yaml/data.ts';
import { isMergeKey } from '../yaml/key-checks.ts';
import type { Data, YamlFile, YamlNode, YamlProblem, YamlProblemKind } from '../yaml/node.ts';
import { readYaml } from '../yaml/read.ts';
import { isList, isMap } from '../yaml/render.ts';
import { plainValue } from '../yaml/scalar.ts';

/**
 * What sigs.k8s.io/yaml's `YAMLToJSON` makes of a text, as a fieldOverrider has it read (rule 38): the first document,
 * YAML 1.1, aliases and merge keys written out; null of an empty text. `error` where it refuses, nearly in its words.
 */
export function readSigsYaml(text: string): { readonly data: Data } | { readonly error: string } {
  const file = readYaml(text, { purpose: 'values' });
  const refusal = refusalIn(file);
  if (refusal !== undefined) {
    const line = text.slice(0, refusal.range.start).split('\n').length;
    return { error: `yaml: line ${line}: ${refusal.message}` };
  }
  const root = file.documents[0]?.root;
  if (root === undefined) return { data: null };
  if (hasNullKey(root)) return { error: 'unsupported map key of type: null' };
  try {
    const data = toData(root, 'kubectl');
    const unsupported = unsupportedNumber(data);
    return unsupported === undefined ? { data } : { error: `json: unsupported value: ${unsupported}` };
  } catch (error) {
    if (!(error instanceof KitError)) throw error;
    return { error: 'yaml: document contains excessive aliasing' };
  }
}

/** What go-yaml refuses too; the rest are readings of kustomize, and of what `kubectl` cuts into documents. */
const refused: ReadonlySet<YamlProblemKind> = new Set(['syntax', 'alias', 'merge-key', 'limit']);

function refusalIn({ documents, problems }: YamlFile): YamlProblem | undefined {
  const [first] = documents;
  const end = first?.range.end ?? Number.POSITIVE_INFINITY;
  const isLater = documents.length > 1;
  return problems.find(
    ({ kind, fatal, range }) => (fatal || refused.has(kind)) && !(isLater && range.start >= end),
  );
}

/** Go has no text for such a key; all others become one. */
function hasNullKey(node: YamlNode): boolean {
  if (node.kind === 'list') return node.items.some(hasNullKey);
  if (node.kind !== 'map') return false;
  return node.entries.some(({ key, value }) => {
    const isNull = key.style === 'plain' && !isMergeKey(key) && plainValue(key.text, 'kubectl') === null;
    return isNull || hasNullKey(value);
  });
}

function unsupportedNumber(data: Data): string | undefined {
  if (typeof data === 'number') {
    if (Number.isFinite(data)) return undefined;
    return Number.isNaN(data) ? 'NaN' : data > 0 ? '+Inf' : '-Inf';
  }
  const values = isList(data) ? data : isMap(data) ? Object.values(data) : [];
  for (const value of values) {
    const found = unsupportedNumber(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
