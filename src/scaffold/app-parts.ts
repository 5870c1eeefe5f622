import type { RepoPath } from '../core/change.ts';
import type { App } from '../model/app.ts';
import { baseName, folderOf } from '../model/layout.ts';
import type { Reference } from '../model/references.ts';
import type { Repo } from '../model/repo.ts';
import { fluxGroups, isFluxKustomization, type Resource } from '../model/resource.ts';
import { isWithin } from '../model/tree.ts';
import type { View } from '../model/view.ts';
import { allReferences, isNamed } from './all-references.ts';
import { policiesOnlyFor } from './app-policies.ts';
import { type Scope, scopeOf } from './app-scope.ts';
import { isSystemNamespace } from './names.ts';

/** What belongs to one app and to nobody else, in all roots that apply it. */
export interface AppParts {
  readonly name: string;
  readonly views: readonly View[];
  readonly release: Resource | undefined;
  /** The ConfigMaps that only its release reads. */
  readonly values: readonly Resource[];
  /** The Kustomizations that apply it and no other app. */
  readonly kustomizations: readonly Resource[];
  /** The Namespaces that only it uses. */
  readonly namespaces: readonly Resource[];
  /** The chart sources that only it uses. */
  readonly sources: readonly Resource[];
  /** Karmada's policies that select nothing but what is its own. */
  readonly policies: readonly Resource[];
  /** The folder that holds nothing but this app: what its Kustomization applies, else that of its release. */
  readonly folder: RepoPath | undefined;
  /** What it uses and others do as well, one sentence each. */
  readonly shared: readonly string[];
  readonly scope: Scope;
  /** All references of that scope. */
  readonly references: readonly Reference[];
  /** Whether an object is one of those above or lies in the folder. */
  isOwn(resource: Resource): boolean;
}

/** Works out what belongs to an app. */
export function partsOfApp(repo: Repo, apps: readonly App[]): AppParts {
  const views = apps.map(({ view }) => view);
  const name = apps[0]?.name ?? '';
  const release = apps.find(({ helmRelease }) => helmRelease !== undefined)?.helmRelease;
  const kustomizations = unique(
    apps.flatMap(({ kustomization, view }) =>
      kustomization !== undefined && appliesOnly(view, kustomization, release) ? [kustomization] : [],
    ),
  );
  const folder = folderOfApp(repo, { apps, release, kustomizations });
  const scope = scopeOf(repo, apps);
  const references = allReferences(scope);
  const inFolder = (resource: Resource): boolean => folder !== undefined && isWithin(resource.file, folder);
  const core = new Set<Resource>([...(release === undefined ? [] : [release]), ...kustomizations]);
  const isAround = (resource: Resource): boolean => core.has(resource) || inFolder(resource);
  const users = (object: Resource, home: string | undefined): Resource[] =>
    references
      .filter((reference) => isNamed(reference, object, home) && !isAround(reference.from))
      .map(({ from }) => from);

  const values = valuesOf(apps, scope, references).filter(
    (each) => users(each, homeOf(views, each)).length === 0,
  );
  for (const each of values) core.add(each);
  const shared: string[] = [];
  const sources = unique(apps.flatMap((app) => app.source ?? [])).filter((source) => {
    const [user] = users(source, homeOf(views, source));
    if (user !== undefined) shared.push(staying(source, `${user.kind} ${user.name} uses it`));
    return user === undefined;
  });
  for (const each of sources) core.add(each);
  const around = [...core, ...scope.resources.filter(inFolder)];
  const { namespaces, policies, used } = ownNamespaces(namespacesOf(apps), {
    policiesWith: (own) => policiesOnlyFor(scope.resources, [...around, ...own]),
    users: (namespace) =>
      usersOfNamespace(scope, namespace, references).filter((each) => each !== namespace && !isAround(each)),
  });
  for (const [namespace, { kind, name: user }] of used)
    shared.push(staying(namespace, `${kind} ${user} is in it`));
  for (const each of [...namespaces, ...policies]) core.add(each);
  return {
    name,
    views,
    release,
    values,
    kustomizations,
    namespaces,
    sources,
    policies,
    folder,
    shared,
    scope,
    references,
    isOwn: isAround,
  };
}

/** `Namespace web in namespaces/namespace-web.yaml stays: HelmRelease redis is in it`. */
function staying({ kind, name, file }: Resource, why: string): string {
  return `${kind} ${name} in ${file} stays: ${why}`;
}

/** Whether what a Kustomization applies is this app alone: no other release, and no Kustomization of something else. */
function appliesOnly(view: View, kustomization: Resource, release: Resource | undefined): boolean {
  const applied = view.buildOf(kustomization)?.resources ?? [];
  return applied.every((each) => each === release || !(isRelease(each) || isFluxKustomization(each)));
}

function isRelease({ kind, group }: Resource): boolean {
  return kind === 'HelmRelease' && group === fluxGroups.helm;
}

function folderOfApp(
  repo: Repo,
  app: {
    readonly apps: readonly App[];
    readonly release: Resource | undefined;
    readonly kustomizations: readonly Resource[];
  },
): RepoPath | undefined {
  const { apps, release, kustomizations } = app;
  const built = apps.flatMap(({ view, kustomization }) =>
    kustomization !== undefined && kustomizations.includes(kustomization)
      ? (view.buildOf(kustomization)?.path ?? [])
      : [],
  );
  const candidates = [...built, ...(release === undefined ? [] : [folderOf(release.file)])];
  return candidates.find((folder) => holdsOnly(repo, folder, app));
}

/** Whether nothing but the app lies in a folder, and no other Kustomization applies a part of it. */
export function holdsOnly(
  { resources, views, layout, tree }: Repo,
  folder: RepoPath,
  app: { readonly release: Resource | undefined; readonly kustomizations: readonly Resource[] },
): boolean {
  if (folder === '' || !tree.isFolder(folder)) return false;
  const roots = [...layout.roots.map(({ path }) => path), ...views.map(({ root }) => root)];
  if (roots.some((root) => root !== '' && isWithin(root, folder)) || folder === layout.appsDir.path)
    return false;
  const own = new Set<Resource | undefined>([app.release, ...app.kustomizations]);
  const others = resources.filter(
    (each) => (isRelease(each) || isFluxKustomization(each)) && isWithin(each.file, folder),
  );
  if (others.some((each) => !own.has(each))) return false;
  return views.every(({ builds }) =>
    builds.every(({ path, kustomization }) => own.has(kustomization) || !isWithin(path, folder)),
  );
}

/** The nearest folder of that name around a folder which holds nothing but the app. */
export function namedFolder(repo: Repo, parts: AppParts): RepoPath | undefined {
  for (let folder = parts.folder ?? ''; folder !== ''; folder = folderOf(folder))
    if (baseName(folder) === parts.name) return holdsOnly(repo, folder, parts) ? folder : undefined;
  return undefined;
}

/** The ConfigMaps of its releases' `valuesFrom`, and of apps without release, what waits for one. */
function valuesOf(apps: readonly App[], { resources }: Scope, references: readonly Reference[]): Resource[] {
  const read = apps.flatMap(({ helmRelease, view }) =>
    references
      .filter(({ from, role, kind }) => from === helmRelease && role === 'values' && kind === 'ConfigMap')
      .flatMap(
        (reference) =>
          view.find(reference.kind, reference.namespace, reference.name) ??
          resources.find((each) => isNamed(reference, each, each.namespace)) ??
          [],
      ),
  );
  return unique([...read, ...apps.flatMap(({ values }) => (values?.kind === 'ConfigMap' ? values : []))]);
}

/** The Namespaces of the repository that the app's release lives in or installs into. */
function namespacesOf(apps: readonly App[]): Resource[] {
  return unique(
    apps.flatMap(({ view, namespace, helmRelease, namespaceObject }) => {
      const target = helmRelease?.text('spec', 'targetNamespace');
      const names = [namespace, target].filter((each) => each !== undefined && !isSystemNamespace(each));
      const found = names.flatMap((each) => view.find('Namespace', undefined, each ?? '') ?? []);
      return namespaceObject === undefined || isSystemNamespace(namespaceObject.name)
        ? found
        : [namespaceObject, ...found];
    }),
  );
}

/**
 * The Namespaces that nothing but the app and its policies uses, and those policies. One that selects a Namespace that stays
 * is none of the app's, and may keep another: so it goes on until all that is left agrees.
 */
function ownNamespaces(
  candidates: readonly Resource[],
  of: {
    readonly policiesWith: (namespaces: readonly Resource[]) => readonly Resource[];
    readonly users: (namespace: Resource) => readonly Resource[];
  },
): {
  readonly namespaces: readonly Resource[];
  readonly policies: readonly Resource[];
  /** Those that stay, each with one that uses it. */
  readonly used: ReadonlyMap<Resource, Resource>;
} {
  const used = new Map<Resource, Resource>();
  for (;;) {
    const namespaces = candidates.filter((each) => !used.has(each));
    const policies = of.policiesWith(namespaces);
    const own = new Set(policies);
    for (const namespace of namespaces) {
      const other = of.users(namespace).find((each) => !own.has(each));
      if (other !== undefined) used.set(namespace, other);
    }
    if (namespaces.every((each) => !used.has(each))) return { namespaces, policies, used };
  }
}

/** What lives in a namespace or points there. */
function usersOfNamespace(
  { views, resources }: Scope,
  namespace: Resource,
  references: readonly Reference[],
): Resource[] {
  const inside = [
    ...views.flatMap((view) =>
      view.resources.filter((each) => view.namespaceOf(each) === view.nameOf(namespace)),
    ),
    ...resources.filter((each) => each.namespace === namespace.name),
  ];
  const pointing = references.filter(({ role, name }) => role === 'namespace' && name === namespace.name);
  return unique([...inside, ...pointing.map(({ from }) => from)]);
}

function homeOf(views: readonly View[], resource: Resource): string | undefined {
  const view = views.find(({ resources }) => resources.includes(resource));
  return view?.namespaceOf(resource) ?? resource.namespace;
}

function unique<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items)];
}
