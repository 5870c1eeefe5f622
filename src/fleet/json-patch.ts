import { goIndex, unescapeKey } from './json-pointer.ts';

/** One operation of a JSON patch; Karmada's policies have no others. */
export interface Operation<T> {
  readonly op: string;
  readonly path: string;
  readonly value: T;
}

/** A kind of documents that can be patched. */
export interface Form<T> {
  /** The entries of an object, the items of a list; undefined of anything else. */
  open(value: T): ReadonlyMap<string, T> | readonly T[] | undefined;
  object(entries: ReadonlyMap<string, T>): T;
  list(items: readonly T[]): T;
  /** As Go names what it cannot decode: `string`, `number`, `bool`, `array`; undefined of null. */
  typeName(value: T): string | undefined;
}

/** A document after a patch, or why it cannot be applied; `index` is the operation that failed. */
export type Patched<T> =
  | { readonly document: T }
  | { readonly error: string; readonly index: number | undefined };

/** A value whose inside is looked at when an operation goes there: what none touches stays the same value. */
interface Node<T> {
  readonly value: T;
  inside?: Inside<T>;
}

type Inside<T> = Map<string, Node<T>> | Node<T>[];

/**
 * The document and what its own empty key finds: the library keeps a second reading of the whole there, so that what is
 * written below it is lost. `inside` is undefined of a null.
 */
interface Root<T> {
  inside: Inside<T> | undefined;
  self: Node<T> | undefined;
  /** The null that replaced the whole: it is handed on, where a null that was there, or was added, is an error. */
  empty?: T | undefined;
}

/**
 * Applies a patch as Karmada does (github.com/evanphx/json-patch/v5 5.9.11, default options): all of it or nothing,
 * negative indexes count from the end, nothing missing is created; errors in the library's words. The document itself
 * stays as it is; what no operation touches is shared.
 */
export function applyPatch<T>(document: T, operations: readonly Operation<T>[], form: Form<T>): Patched<T> {
  for (const [index, operation] of operations.entries()) {
    const error = flawOf(operation);
    if (error !== undefined) return { error, index };
  }
  const root = opened(document, form);
  if ('error' in root) return { error: root.error, index: undefined };
  for (const [index, operation] of operations.entries()) {
    const error = run(root, operation, form);
    if (error !== undefined) return { error, index };
  }
  if (root.inside !== undefined) return { document: close({ value: document, inside: root.inside }, form) };
  if (root.empty !== undefined) return { document: root.empty };
  return {
    error: `json: error calling MarshalJSON for type *jsonpatch.partialDoc: ${noObject}`,
    index: undefined,
  };
}

/** Nothing of Kubernetes is so deep; the library itself gives up at 10,000. */
const deepest = 1_000;

function flawOf<T>({ op, path }: Operation<T>): string | undefined {
  if (!verbs.has(op)) return `invalid operation ${op} ${path}: unsupported operation`;
  return path.length > deepest && path.split('/').length > deepest
    ? `exceeded max depth: a path has more than ${deepest} keys`
    : undefined;
}

const verbs: ReadonlySet<string> = new Set(['add', 'replace', 'remove']);
const missing = 'missing value';
const noObject = 'invalid value, expected object';

function run<T>(root: Root<T>, operation: Operation<T>, form: Form<T>): string | undefined {
  const { op, path } = operation;
  if (path === '' && op !== 'remove') return swap(root, operation, form);
  const place = find(root, path, form);
  if (place === undefined) {
    const shown = op === 'replace' ? path : `"${path}"`;
    return `${op} operation does not apply: doc is missing path: ${shown}: ${missing}`;
  }
  const { inside, key } = place;
  const node: Node<T> = { value: operation.value };
  if (op === 'replace') {
    if (key !== '' && child(inside, key) === undefined) {
      return `replace operation does not apply: doc is missing key: ${path}: ${missing}`;
    }
    const error = put(inside, key, node);
    return error === undefined ? undefined : `error in remove for path: '${path}': ${error}`;
  }
  const error = op === 'add' ? insert(inside, key, node) : take(inside, key);
  return error === undefined ? undefined : `error in ${op} for path: '${path}': ${error}`;
}

/** Puts another document in the place of the whole. */
function swap<T>(root: Root<T>, { op, value }: Operation<T>, form: Form<T>): string | undefined {
  const next = opened(value, form);
  if ('error' in next) {
    return op === 'add' ? next.error : 'replace operation value must be object or array: %!w(<nil>)';
  }
  root.inside = next.inside;
  root.self = op === 'add' ? next.self : undefined;
  root.empty = op === 'replace' && next.inside === undefined ? value : undefined;
  return undefined;
}

function opened<T>(value: T, form: Form<T>): Root<T> | { readonly error: string } {
  const type = form.typeName(value);
  const inside = insideOf({ value }, form);
  if (inside === undefined && type !== undefined) {
    return { error: `json: cannot unmarshal ${type} into Go value of type map[string]*jsonpatch.lazyNode` };
  }
  return { inside, self: { value } };
}

/** The collection that holds what a path names, and its key there; undefined where the way to it is missing. */
function find<T>(
  root: Root<T>,
  path: string,
  form: Form<T>,
): { readonly inside: Inside<T> | undefined; readonly key: string } | undefined {
  const steps = path.split('/');
  const last = steps.pop() ?? '';
  if (steps.length === 0) return path === '' ? { inside: root.inside, key: '' } : undefined;
  let inside = root.inside;
  for (const [at, step] of steps.slice(1).entries()) {
    const key = unescapeKey(step);
    const next = key === '' ? (at === 0 ? root.self : undefined) : child(inside, key);
    inside = next === undefined ? undefined : insideOf(next, form);
    if (inside === undefined) return undefined;
  }
  return { inside, key: unescapeKey(last) };
}

function insideOf<T>(node: Node<T>, form: Form<T>): Inside<T> | undefined {
  if (node.inside !== undefined) return node.inside;
  const found = form.open(node.value);
  if (found === undefined) return undefined;
  node.inside = isItems(found) ? found.map((value) => ({ value })) : nodesOf(found);
  return node.inside;
}

function nodesOf<T>(entries: ReadonlyMap<string, T>): Map<string, Node<T>> {
  const nodes = new Map<string, Node<T>>();
  for (const [key, value] of entries) nodes.set(key, { value });
  return nodes;
}

function child<T>(inside: Inside<T> | undefined, key: string): Node<T> | undefined {
  if (!Array.isArray(inside)) return inside?.get(key);
  const index = goIndex(key);
  return typeof index === 'number' ? inside.at(index) : undefined;
}

/** Writes over what is there; the caller made sure that something is, but for the empty key. */
function put<T>(inside: Inside<T> | undefined, key: string, node: Node<T>): string | undefined {
  if (inside === undefined) return noObject;
  if (!Array.isArray(inside)) {
    inside.set(key, node);
    return undefined;
  }
  const index = goIndex(key);
  if (typeof index !== 'number') return index.error;
  inside[index < 0 ? index + inside.length : index] = node;
  return undefined;
}

function insert<T>(inside: Inside<T> | undefined, key: string, node: Node<T>): string | undefined {
  if (!Array.isArray(inside)) return put(inside, key, node);
  if (key === '-') {
    inside.push(node);
    return undefined;
  }
  const index = goIndex(key);
  if (typeof index !== 'number') return `value was not a proper array index: '${key}': ${index.error}`;
  const at = index < 0 ? index + inside.length + 1 : index;
  if (at < 0 || at > inside.length) return beyond(index);
  inside.splice(at, 0, node);
  return undefined;
}

function take<T>(inside: Inside<T> | undefined, key: string): string | undefined {
  if (inside === undefined) return noObject;
  if (!Array.isArray(inside)) {
    return inside.delete(key) ? undefined : `unable to remove nonexistent key: ${key}: ${missing}`;
  }
  const index = goIndex(key);
  if (typeof index !== 'number') return index.error;
  const at = index < 0 ? index + inside.length : index;
  if (at < 0 || at >= inside.length) return beyond(index);
  inside.splice(at, 1);
  return undefined;
}

function beyond(index: number): string {
  return `Unable to access invalid index: ${index}: invalid index referenced`;
}

/** The value after all operations. */
function close<T>({ value, inside }: Node<T>, form: Form<T>): T {
  if (inside === undefined) return value;
  if (Array.isArray(inside)) return form.list(inside.map((node) => close(node, form)));
  return form.object(new Map([...inside].map(([key, node]) => [key, close(node, form)])));
}

function isItems<T>(found: ReadonlyMap<string, T> | readonly T[]): found is readonly T[] {
  return Array.isArray(found);
}
