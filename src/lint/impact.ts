import type { RepoPath } from '../core/change.ts';
import type { Comparison } from '../core/comparison.ts';
import { isGenerated } from '../model/components.ts';
import { configFile } from '../model/config.ts';
import { pathMatcher } from '../model/globs.ts';
import { baseName } from '../model/layout.ts';
import { isYaml, kustomizationNames } from '../model/read-files.ts';
import type { Repo } from '../model/repo.ts';
import { isFluxKustomization, type Resource, resourcesOf } from '../model/resource.ts';
import { readYaml } from '../yaml/read.ts';

/** How far a change reaches. */
export interface Impact {
  /**
   * The files of which a rule that judges each object alone may say more than before; undefined for any. Skipping the
   * others changes no result: what is said of them was said before as well.
   */
  readonly focus: ReadonlySet<RepoPath> | undefined;
  /** Whether a rule that compares may have anything to say: of new objects, data, and what is done when, none has. */
  readonly compares: boolean;
}

/** Looks at the objects that a change touched, before and after it. What is out of the ordinary reaches anywhere. */
export function impactOf(repo: Repo, change: Comparison): Impact {
  const touched = touchedObjects(repo, change);
  if (touched === undefined) return { focus: undefined, compares: true };
  const focus = focusOf(repo, change, touched);
  return { focus, compares: focus === undefined || !isKeptAsItWas(repo, change, touched) };
}

/** Whether every object that was there is still there and makes the same, and what is new bears no name of another. */
function isKeptAsItWas(repo: Repo, change: Comparison, { before, after }: Touched): boolean {
  const is = new Set(after.map(essence));
  if (!before.every((resource) => is.has(essence(resource)))) return false;
  const was = new Set(before.map(nameOf));
  const added = new Set(after.map(nameOf).filter((name) => !was.has(name)));
  return !repo.resources.some((each) => !change.written.has(each.file) && added.has(nameOf(each)));
}

function nameOf({ kind, name }: Resource): string {
  return `${kind}/${name}`;
}

interface Touched {
  readonly before: readonly Resource[];
  readonly after: readonly Resource[];
}

/** The objects of the files that changed; undefined where a file is more, or something else, than objects. */
function touchedObjects(repo: Repo, change: Comparison): Touched | undefined {
  const was = [...change.removed, ...[...change.written.values()].flatMap((from) => from ?? [])];
  const paths = new Set([...was, ...change.written.keys()]);
  const isSchema = pathMatcher(repo.settings.schemas);
  const isSpecial = (path: RepoPath): boolean =>
    path === configFile ||
    special.has(baseName(path)) ||
    isGenerated(path) ||
    repo.parts.has(path) ||
    repo.unread.has(path) ||
    isSchema(path);
  if ([...paths].some(isSpecial)) return undefined;
  const before: Resource[] = [];
  for (const path of new Set(was)) {
    if (!isYaml(path)) continue;
    const text = change.before.text(path);
    const yaml = text === undefined ? undefined : readYaml(text);
    if (yaml === undefined || yaml.problems.some(({ fatal }) => fatal)) return undefined;
    before.push(...resourcesOf(path, yaml));
  }
  return { before, after: repo.resources.filter(({ file }) => change.written.has(file)) };
}

/** Files that say how others are read or built. */
const special = new Set([...kustomizationNames, '.sourceignore', '.gitignore']);

/** Kinds that change nothing of what is known of other objects, but for what they refer to. */
const contained = new Set(['HelmRelease', 'HelmRepository', 'Namespace', 'ConfigMap', 'Secret']);

function focusOf(repo: Repo, change: Comparison, { before, after }: Touched): Set<RepoPath> | undefined {
  const variables = variableSources(repo);
  const isContained = (resource: Resource): boolean =>
    contained.has(resource.kind) && !variables.has(`${resource.kind}/${resource.name}`);
  const isNewApp = (resource: Resource): boolean =>
    change.written.get(resource.file) === undefined &&
    repo.views
      .flatMap((view) => view.buildOf(resource)?.files ?? [])
      .every((file) => change.written.has(file));
  const [was, is] = [before, after].map((side) => new Set(side.filter(isFluxKustomization).map(essence)));
  const buildsAsBefore = (resource: Resource): boolean => {
    const build = essence(resource);
    return was?.has(build) === true && is?.has(build) === true;
  };
  const isHarmless = (resource: Resource): boolean =>
    isContained(resource) || (isFluxKustomization(resource) && buildsAsBefore(resource));
  const isNew = (resource: Resource): boolean => isFluxKustomization(resource) && isNewApp(resource);
  if (!before.every(isHarmless) || !after.every((each) => isHarmless(each) || isNew(each))) return undefined;
  const focus = new Set(change.written.keys());
  for (const { references, find } of repo.views) {
    // A release is judged with all that it reads: whose values or chart's repository changed, may be judged otherwise.
    for (const { from, role, kind, namespace, name, group } of references) {
      const isGiven = from.kind === 'HelmRelease' && (role === 'source' || role === 'values');
      const target = isGiven ? find(kind, namespace, name, group) : undefined;
      if (target !== undefined && change.written.has(target.file)) focus.add(from.file);
    }
    for (const { from, kind, namespace, name } of references) {
      const target = focus.has(from.file) ? find(kind, namespace, name) : undefined;
      if (target !== undefined) focus.add(target.file);
    }
  }
  return focus;
}

/** Fields that say when and how an object is applied, not what it makes, by kind. */
const idle: Readonly<Record<string, readonly string[]>> = {
  Kustomization: [
    ...['interval', 'retryInterval', 'timeout', 'wait', 'healthChecks', 'healthCheckExprs', 'dependsOn'],
    'prune',
  ],
  HelmRelease: [
    ...['interval', 'timeout', 'values', 'valuesFrom', 'dependsOn', 'maxHistory', 'driftDetection', 'test'],
  ],
};

/** What decides about the objects that one makes, with its place, as text; of ConfigMaps and Secrets only which they are. */
function essence(resource: Resource): string {
  const { file, document, apiVersion, kind, name, namespace, group } = resource;
  const place = [file, document, apiVersion, kind, name, namespace];
  if (group === '' && (kind === 'ConfigMap' || kind === 'Secret')) return JSON.stringify(place);
  const left = idle[kind] ?? [];
  const spec = resource.get('spec') ?? null;
  const fields = typeof spec === 'object' && spec !== null ? Object.entries(spec) : [['', spec] as const];
  const said = fields.filter(([field]) => !left.includes(field)).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([...place, resource.get('metadata') ?? null, said]);
}

/** The ConfigMaps and Secrets whose values Flux writes into other objects. */
function variableSources(repo: Repo): Set<string> {
  return new Set(
    repo.resources.filter(isFluxKustomization).flatMap((kustomization) =>
      kustomization.list('spec', 'postBuild', 'substituteFrom').map((_each, at) => {
        const part = (field: string): string =>
          kustomization.text('spec', 'postBuild', 'substituteFrom', at, field) ?? '';
        return `${part('kind')}/${part('name')}`;
      }),
    ),
  );
}
