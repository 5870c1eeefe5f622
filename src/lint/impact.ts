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
  /** Whether it did no more than write data of ConfigMaps and Secrets: no rule that compares has anything to say. */
  readonly onlyData: boolean;
}

/** Looks at the objects that a change touched, before and after it. What is out of the ordinary reaches anywhere. */
export function impactOf(repo: Repo, change: Comparison): Impact {
  const touched = touchedObjects(repo, change);
  if (touched === undefined) return { focus: undefined, onlyData: false };
  const { before, after } = touched;
  const variables = variableSources(repo);
  const isData = ({ kind, group, name }: Resource): boolean =>
    group === '' && (kind === 'ConfigMap' || kind === 'Secret') && !variables.has(`${kind}/${name}`);
  const onlyData = [...before, ...after].every(isData) && identities(before) === identities(after);
  return { focus: focusOf(repo, change, { ...touched, variables }), onlyData };
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

function identities(resources: readonly Resource[]): string {
  return resources
    .map(({ kind, namespace, name, file }) => JSON.stringify([kind, namespace, name, file]))
    .sort()
    .join('\n');
}

/** Kinds that change nothing of what is known of other objects, but for what they refer to. */
const contained = new Set(['HelmRelease', 'HelmRepository', 'Namespace', 'ConfigMap', 'Secret']);

function focusOf(
  repo: Repo,
  change: Comparison,
  { before, after, variables }: Touched & { readonly variables: ReadonlySet<string> },
): Set<RepoPath> | undefined {
  const isContained = (resource: Resource): boolean =>
    contained.has(resource.kind) && !variables.has(`${resource.kind}/${resource.name}`);
  const isNewApp = (resource: Resource): boolean =>
    change.written.get(resource.file) === undefined &&
    repo.views
      .flatMap((view) => view.buildOf(resource)?.files ?? [])
      .every((file) => change.written.has(file));
  const [was, is] = [before, after].map((side) => new Set(side.filter(isFluxKustomization).map(buildText)));
  const buildsAsBefore = (resource: Resource): boolean => {
    const build = buildText(resource);
    return was?.has(build) === true && is?.has(build) === true;
  };
  const isHarmless = (resource: Resource): boolean =>
    isContained(resource) || (isFluxKustomization(resource) && buildsAsBefore(resource));
  const isNew = (resource: Resource): boolean => isFluxKustomization(resource) && isNewApp(resource);
  if (!before.every(isHarmless) || !after.every((each) => isHarmless(each) || isNew(each))) return undefined;
  const focus = new Set(change.written.keys());
  for (const { references, find } of repo.views) {
    for (const { from, kind, namespace, name } of references) {
      const target = change.written.has(from.file) ? find(kind, namespace, name) : undefined;
      if (target !== undefined) focus.add(target.file);
    }
  }
  return focus;
}

/** Fields of a Kustomization that say when and how it is applied, not what. */
const timing = [
  'interval',
  'retryInterval',
  'timeout',
  'wait',
  'healthChecks',
  'healthCheckExprs',
  'dependsOn',
  'prune',
];

/** What decides about the objects that a Kustomization builds, as text. */
function buildText(kustomization: Resource): string {
  const { file, document, name, namespace } = kustomization;
  const spec = kustomization.get('spec') ?? null;
  const said = typeof spec === 'object' && spec !== null ? Object.entries(spec) : [['spec', spec] as const];
  return JSON.stringify([
    file,
    document,
    name,
    namespace,
    said.filter(([field]) => !timing.includes(field)).sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
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
