import type { Data } from '../yaml/node.ts';
import { isList, isMap } from '../yaml/render.ts';
import { type Image, imageText, parseImage, withTagOrDigest } from './image.ts';
import type { Operation } from './json-patch.ts';
import { getPointer, nearestPointer } from './json-pointer.ts';
import { fieldOf, mapOf, textOf } from './operations.ts';
import { patchObject, type Step, type StepFailure } from './patch-object.ts';
import type { DataMap } from './policy.ts';

/** Where kinds keep their containers (rule 39); Karmada looks at the kind alone, not at its group. */
const podSpecs: ReadonlyMap<string, string> = new Map([
  ['Pod', '/spec'],
  ...['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job'].map(
    (kind) => [kind, '/spec/template/spec'] as const,
  ),
]);

/** Changes the images of a workload's containers, or the one at a path (rule 39). */
export function applyImageOverrider(object: DataMap, overrider: DataMap): Step {
  const hasPredicate = (fieldOf(overrider, 'predicate') ?? null) !== null;
  const images = hasPredicate ? imageAt(object, mapOf(overrider, 'predicate')) : containerImages(object);
  if ('error' in images) return images;
  const operations: Operation<Data>[] = [];
  for (const [path, image] of images.found) {
    const changed = changedImage(image, overrider);
    if ('error' in changed) {
      return {
        error: changed.isUnknown ? changed.error : notAnImage(object, image, changed.error),
        path: [],
        pointer: path,
        nearest: path,
      };
    }
    operations.push({ op: 'replace', path, value: changed.image });
  }
  return patched(object, operations);
}

/** In Karmada's words, without what a Secret holds. */
function notAnImage({ kind }: DataMap, image: string, error: string): string {
  if (kind === 'Secret') return 'failed to parse image value of a Secret';
  return `failed to parse image value(${image}), error: ${error}`;
}

interface Images {
  readonly found: readonly (readonly [path: string, image: string])[];
}

function containerImages(object: DataMap): Images | StepFailure {
  const found: [string, string][] = [];
  const places = containersOf(object);
  if ('error' in places) return places;
  for (const { path, container } of places.containers)
    found.push([`${path}/image`, textOf(container, 'image')]);
  return { found };
}

/** The image at a path that the overrider names; it has to be there. */
function imageAt(object: DataMap, predicate: DataMap): Images | StepFailure {
  const path = textOf(predicate, 'path');
  const found = getPointer(object, path);
  const place = { path: ['predicate', 'path'], pointer: path, nearest: nearestPointer(object, path) };
  if ('error' in found) return { error: found.error, ...place };
  if (typeof found.value === 'string') return { found: [[path, found.value]] };
  const last = path.slice(path.lastIndexOf('/') + 1);
  return { error: `failed to convert path(${last}) to string`, ...place };
}

function changedImage(
  text: string,
  overrider: DataMap,
): { readonly image: string } | { readonly error: string; readonly isUnknown?: boolean } {
  const image = parseImage(text);
  if ('error' in image) return image;
  const component = textOf(overrider, 'component');
  switch (component) {
    case 'Registry':
      return { image: imageText({ ...image, registry: changedText(image.registry, overrider) }) };
    case 'Repository':
      return { image: imageText({ ...image, repository: changedText(image.repository, overrider) }) };
    case 'Tag':
      return { image: imageText(changedTag(image, overrider)) };
    default:
      return { error: `unsupported image component(${component})`, isUnknown: true };
  }
}

function changedTag(image: Image, overrider: DataMap): Image {
  const before = image.tag === '' ? image.digest : image.tag;
  if (textOf(overrider, 'operator') === 'remove') return { ...image, tag: '', digest: '' };
  const after = changedText(before, overrider);
  return after === before ? image : withTagOrDigest(image, after);
}

function changedText(before: string, overrider: DataMap): string {
  const value = textOf(overrider, 'value');
  switch (textOf(overrider, 'operator')) {
    case 'add':
      return before + value;
    case 'replace':
      return value;
    case 'remove':
      return '';
    default:
      return before;
  }
}

/** Changes the command or the arguments of the containers of a name (rule 40). */
export function applyCommandOverrider(object: DataMap, overrider: DataMap, field: 'command' | 'args'): Step {
  const places = containersOf(object);
  if ('error' in places) return places;
  const name = textOf(overrider, 'containerName');
  const words = wordsOf(fieldOf(overrider, 'value') ?? null);
  const operations = places.containers
    .filter(({ container }) => fieldOf(container, 'name') === name)
    .map(({ path, container }): Operation<Data> => {
      const before = fieldOf(container, field) ?? null;
      const value = changedWords(wordsOf(before), textOf(overrider, 'operator'), words);
      return { op: before === null ? 'add' : 'replace', path: `${path}/${field}`, value };
    });
  return patched(object, operations);
}

function changedWords(
  before: readonly string[],
  operator: string,
  words: readonly string[],
): readonly string[] {
  if (operator === 'add') return [...before, ...words];
  if (operator !== 'remove') return before;
  const removed = new Set(words);
  return before.filter((word) => !removed.has(word));
}

function wordsOf(data: Data): readonly string[] {
  return isList(data) ? data.filter((word) => typeof word === 'string') : [];
}

interface Containers {
  readonly containers: readonly { readonly path: string; readonly container: DataMap }[];
}

/** The containers of a workload, not those that run before it or for a debugger; none of other kinds. */
function containersOf(object: DataMap): Containers | StepFailure {
  const podSpec = podSpecs.get(textOf(object, 'kind'));
  if (podSpec === undefined) return { containers: [] };
  const found = getPointer(object, `${podSpec}/containers`);
  if ('error' in found || found.value === null) return { containers: [] };
  const { value } = found;
  const containers = isList(value) ? value.filter(isMap) : undefined;
  if (!isList(value) || containers?.length !== value.length) {
    const path = `${podSpec}/containers`;
    return {
      error: `failed to retrieve containers: ${path} is no list of mappings`,
      path: [],
      pointer: path,
    };
  }
  return {
    containers: containers.map((container, index) => ({ path: `${podSpec}/containers/${index}`, container })),
  };
}

function patched(object: DataMap, operations: readonly Operation<Data>[]): Step {
  if (operations.length === 0) return { object, writes: [] };
  const result = patchObject(object, operations);
  if ('error' in result) return { ...result, path: [] };
  const writes = operations.map(({ op, path }) => ({ path: [], pointer: path, operation: op }));
  return { object: result.object, writes };
}
