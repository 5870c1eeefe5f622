import { KitError } from '../core/errors.ts';
import { toData } from '../yaml/data.ts';
import type { Data, ScalarNode, YamlFile, YamlNode, YamlProblem, YamlProblemKind } from '../yaml/node.ts';
import { readYaml } from '../yaml/read.ts';
import { isList, isMap } from '../yaml/render.ts';
import { plainValue } from '../yaml/scalar.ts';
import { goYamlText } from './go-yaml-text.ts';
import { unwritableNumber } from './unwritable-number.ts';

/**
 * What sigs.k8s.io/yaml's `YAMLToJSON` makes of a text, as a fieldOverrider has it read (rule 38): the first document,
 * YAML 1.1, aliases and merge keys written out; null of an empty text. `error` where it refuses, nearly in its words.
 */
export function readSigsYaml(text: string): SigsYaml {
  if (last?.text !== text) last = { text, answer: answerTo(text) };
  return last.answer;
}

type SigsYaml = { readonly data: Data } | { readonly error: string };

/** A fleet asks of the same values once for each cluster, one after the other. */
let last: { readonly text: string; readonly answer: SigsYaml } | undefined;

function answerTo(text: string): SigsYaml {
  const file = readYaml(text, { purpose: 'values' });
  const refusal = refusalIn(file);
  if (refusal !== undefined) {
    const line = text.slice(0, refusal.range.start).split('\n').length;
    return { error: `yaml: line ${line}: ${refusal.message}` };
  }
  const root = file.documents[0]?.root;
  if (root === undefined) return { data: null };
  const starts = new Set<number>();
  let hasNull = false;
  eachKey(root, (key) => {
    starts.add(key.start);
    hasNull ||= isNull(key);
  });
  const odd = file.problems.find(({ kind, range }) => kind === 'unsafe-key' && !starts.has(range.start));
  if (odd !== undefined) return { error: `yaml: invalid map key: ${odd.message}` };
  if (hasNull) return { error: 'unsupported map key of type: null' };
  try {
    const data = toData(root, 'kubectl');
    const unsupported = mayBeEndless.test(text) ? unwritableNumber(data) : undefined;
    return unsupported === undefined
      ? { data }
      : { error: `json: unsupported value: ${numberWord(unsupported.value)}` };
  } catch (error) {
    if (!(error instanceof KitError)) throw error;
    return { error: 'yaml: document contains excessive aliasing' };
  }
}

/** What go-yaml refuses too; the rest are readings of kustomize, and of what `kubectl` cuts into documents. */
const refused: ReadonlySet<YamlProblemKind> = new Set(['syntax', 'alias', 'merge-key', 'limit']);

/** The first problem that stands in the first document: what comes later is not read. */
function refusalIn({ documents, problems }: YamlFile): YamlProblem | undefined {
  const [first] = documents;
  const end = first?.root === undefined ? Number.POSITIVE_INFINITY : first.range.end;
  return problems.find(({ kind, fatal, range }) => (fatal || refused.has(kind)) && range.start < end);
}

/** Shows every key of a document; those that are no scalars are not in its tree. */
function eachKey(node: YamlNode, show: (key: ScalarNode) => void): void {
  if (node.kind === 'list') for (const item of node.items) eachKey(item, show);
  if (node.kind !== 'map') return;
  for (const { key, value } of node.entries) {
    show(key);
    eachKey(value, show);
  }
}

const longestNull = 'null'.length;

/** Go has no text for such a key; all others become one. */
function isNull(key: ScalarNode): boolean {
  return (
    key.style === 'plain' &&
    key.text.length <= longestNull &&
    key.tag === undefined &&
    plainValue(key.text, 'kubectl') === null
  );
}

/** Where neither YAML's words for the numbers that JSON has not stand, nor an escape that may be one, none can be read. */
const mayBeEndless = /\.(?:inf|nan)|\\/i;

/** Go's word for a number that JSON has not. */
function numberWord(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}

/** What `JSONToYAML` writes, or why it refuses: it reads the JSON as YAML, which may not hold control characters. */
export function writeSigsYaml(data: Data): { readonly text: string } | { readonly error: string } {
  return hasControl(data)
    ? { error: 'yaml: control characters are not allowed' }
    : { text: goYamlText(data) };
}

/** JSON escapes those below a blank; these stand in it as they are. */
const control = /[\x7f-\x84\x86-\x9f\ufffe\uffff]/;

function hasControl(data: Data): boolean {
  if (typeof data === 'string') return control.test(data);
  if (isList(data)) return data.some(hasControl);
  return isMap(data) && Object.keys(data).some((key) => control.test(key) || hasControl(data[key] ?? null));
}
