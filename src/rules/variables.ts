import type { Range } from '../core/text.ts';
import { type BadExpression, type Expression, readTemplate } from '../model/envsubst.ts';
import type { Repo } from '../model/repo.ts';
import type { Resource } from '../model/resource.ts';
import type { Build, View } from '../model/view.ts';
import { embedded } from '../yaml/embedded.ts';
import { nodeAt } from '../yaml/locate.ts';
import type { Path, ScalarNode, YamlNode } from '../yaml/node.ts';
import { mayBePatched } from './patched.ts';
import { mayBeWritten } from './patched-field.ts';

/** A variable that a Kustomization knows, and where it is defined. */
export interface Variable {
  readonly name: string;
  /** Undefined where it is encrypted, or part of a Secret. */
  readonly value: string | undefined;
  readonly from: Resource;
  readonly path: Path;
}

/** A Kustomization that substitutes, and what it substitutes in. */
export interface Substitution {
  readonly view: View;
  readonly build: Build;
  readonly kustomization: Resource;
  /** The variables that are known here, by name. */
  readonly variables: ReadonlyMap<string, Variable>;
  /** Whether there are no others: every object that gives variables was read. */
  readonly complete: boolean;
  /** Whether Flux substitutes at all: it does so only where there is a variable, unless told to always. */
  readonly active: boolean;
}

/** One text with variables in an object that is substituted. */
export interface Template {
  readonly resource: Resource;
  readonly path: Path;
  readonly scalar: ScalarNode;
  readonly expressions: readonly Expression[];
  readonly bad: BadExpression | undefined;
}

const known = new WeakMap<Repo, readonly Substitution[]>();

/** The Kustomizations with a postBuild, in the order of the views. */
export function substitutions(repo: Repo): readonly Substitution[] {
  const before = known.get(repo);
  if (before !== undefined) return before;
  const found = repo.views.flatMap((view) => view.builds.flatMap((build) => substitution(repo, view, build)));
  known.set(repo, found);
  return found;
}

function substitution(repo: Repo, view: View, build: Build): Substitution[] {
  const { kustomization } = build;
  if (kustomization === undefined || kustomization.get('spec', 'postBuild') === undefined) return [];
  const variables = new Map<string, Variable>();
  // A patch may add variables to every Kustomization.
  let complete = !mayBeWritten(repo, 'Kustomization', 'postBuild');
  let active = kustomization.get('spec', 'postBuild', 'substituteStrategy') === 'Always';
  for (const reference of view.references) {
    if (reference.from !== kustomization || reference.role !== 'substitute') continue;
    const { kind, namespace, name, optional } = reference;
    const source = view.find(kind, namespace, name);
    if (source === undefined || mayBePatched(repo, source)) {
      complete = false;
      if (!optional) active = true;
    }
    for (const each of source === undefined ? [] : variablesIn(source)) variables.set(each.name, each);
  }
  const inline = ['spec', 'postBuild', 'substitute'];
  for (const each of entriesIn(kustomization, inline, true)) variables.set(each.name, each);
  return [{ view, build, kustomization, variables, complete, active: active || variables.size > 0 }];
}

function variablesIn(source: Resource): Variable[] {
  const isPlain = source.kind === 'ConfigMap' && nodeAt(source.node, ['sops']) === undefined;
  return ['data', 'stringData'].flatMap((field) => entriesIn(source, [field], isPlain));
}

function entriesIn(from: Resource, at: Path, isPlain: boolean): Variable[] {
  const map = nodeAt(from.node, at);
  const target = map?.kind === 'alias' ? map.target : map;
  if (target?.kind !== 'map') return [];
  return target.entries.map(({ key, value }) => ({
    name: key.text,
    value: isPlain && value.kind === 'scalar' ? value.text : undefined,
    from,
    path: [...at, key.text],
  }));
}

const switchKey = 'kustomize.toolkit.fluxcd.io/substitute';

/** Every text with a `${` that the Kustomization substitutes in. */
export function* templates(repo: Repo, { build }: Substitution): Iterable<Template> {
  // A label or annotation that kustomize adds may switch it off.
  if (build.files.some((file) => isKustomization(repo, file) && repo.files.text(file)?.includes(switchKey))) {
    return;
  }
  for (const resource of build.resources) {
    if (!mayHaveVariables(repo, resource) || isSwitchedOff(resource)) continue;
    for (const { scalar, path } of scalarsIn(resource.node, [])) {
      if (!scalar.text.includes('${')) continue;
      yield { resource, path, scalar, ...readTemplate(scalar.text) };
    }
  }
}

/** Where a stretch of a template stands in its file. */
export function placeOf(repo: Repo, { resource, scalar }: Template, range: Range) {
  const text = repo.files.text(resource.file) ?? '';
  return { file: resource.file, range: embedded(text, scalar).toOuter(range) };
}

function isKustomization(repo: Repo, file: string): boolean {
  const folder = file.slice(0, Math.max(file.lastIndexOf('/'), 0));
  return repo.kustomizations.get(folder)?.file === file;
}

const withVariables = new WeakMap<Repo, Map<string, boolean>>();

/** Most files have none: they are looked through once, and not node by node. */
function mayHaveVariables(repo: Repo, { file }: Resource): boolean {
  const files = withVariables.get(repo) ?? new Map<string, boolean>();
  withVariables.set(repo, files);
  const before = files.get(file);
  if (before !== undefined) return before;
  const found = repo.files.text(file)?.includes('${') === true;
  files.set(file, found);
  return found;
}

function isSwitchedOff(resource: Resource): boolean {
  return ['labels', 'annotations'].some((field) => resource.get('metadata', field, switchKey) === 'disabled');
}

function* scalarsIn(node: YamlNode, path: Path): Iterable<{ scalar: ScalarNode; path: Path }> {
  switch (node.kind) {
    case 'scalar':
      yield { scalar: node, path };
      return;
    case 'list':
      for (const [index, item] of node.items.entries()) yield* scalarsIn(item, [...path, index]);
      return;
    case 'map':
      for (const { key, value } of node.entries) {
        yield { scalar: key, path: [...path, key.text] };
        yield* scalarsIn(value, [...path, key.text]);
      }
      return;
    case 'alias':
      return;
  }
}
