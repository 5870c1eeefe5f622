import type { App } from '../model/app.ts';
import type { Repo } from '../model/repo.ts';

/** What a repository is taken for, one line each: roots, apps, Flux version, variants. Empty for an empty repository. */
export function recognised(repo: Repo): string[] {
  const { layout, apps, flux, yamlFiles, unread } = repo;
  if (yamlFiles.length === 0) return [];
  const incomplete = apps.filter(({ missing }) => missing.length > 0);
  return [
    ...layout.roots.map(({ path, why }) => {
      const chosen = layout.roots.length > 1 && path === layout.root?.path ? '; new apps go here' : '';
      return `root ${folder(path)} (${why})${chosen}`;
    }),
    ...(layout.roots.length === 0 ? ['no root: nothing here says what Flux applies'] : []),
    `apps in ${folder(layout.appsDir.path)} (${layout.appsDir.why})`,
    `${count(apps.length, 'app')}: ${apps.length - incomplete.length} complete, ${incomplete.length} incomplete`,
    ...incomplete.map(
      ({ name, missing }) => `  ${name} has no ${missing.map((part) => partNames[part]).join(', no ')}`,
    ),
    `Flux ${flux.major}.${flux.minor} (${flux.why})`,
    ...variants(apps),
    ...(unread.size === 0
      ? []
      : [`${count(unread.size, 'file')} that cannot be read; gitops-kit lint says why`]),
  ];
}

const partNames = {
  source: 'source',
  namespace: 'Namespace',
  kustomization: 'Kustomization',
  helmRelease: 'HelmRelease',
  values: 'values ConfigMap',
} as const;

/** Habits that differ from the layout and are accepted. */
function variants(apps: readonly App[]): string[] {
  const inline = apps.filter(({ helmRelease }) => helmRelease?.get('spec', 'values') !== undefined);
  const suffixed = apps.filter(({ kustomization, namespace }) =>
    kustomization?.name.endsWith(`--${namespace}`),
  );
  const byFolder = new Map<string, number>();
  for (const app of apps) {
    if (app.folder !== undefined && app.helmRelease !== undefined)
      byFolder.set(app.folder, (byFolder.get(app.folder) ?? 0) + 1);
  }
  const shared = [...byFolder.values()].filter((many) => many > 1).length;
  return [
    ...(inline.length === 0
      ? []
      : [`variant: values inside the HelmRelease in ${count(inline.length, 'app')}`]),
    ...(suffixed.length === 0
      ? []
      : [`variant: Kustomizations named APP--NAMESPACE in ${count(suffixed.length, 'app')}`]),
    ...(shared === 0 ? [] : [`variant: ${count(shared, 'folder')} with several releases`]),
  ];
}

function folder(path: string): string {
  return path === '' ? './' : `${path}/`;
}

function count(many: number, what: string): string {
  return `${many} ${many === 1 ? what : `${what}s`}`;
}
