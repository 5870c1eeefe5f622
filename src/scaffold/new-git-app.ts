import type { Change, Plan, RepoPath } from '../core/change.ts';
import { preferredApiVersion } from '../model/api-versions.ts';
import { resourceEntries } from '../model/kustomize-entries.ts';
import { fileName, join, rootFolders } from '../model/layout.ts';
import type { Repo } from '../model/repo.ts';
import { fluxGroups, type Resource } from '../model/resource.ts';
import { isSameData } from '../yaml/same-data.ts';
import { type AppFile, namespaceFile } from './app-files.ts';
import { fluxApi } from './flux-api.ts';
import { gitKustomizationFile, gitRepositoryFile, refFields } from './git-files.ts';
import type { GitSource } from './git-source.ts';
import { checkAppName, checkNamespaceName } from './names.ts';
import { checkDependencies, sharedNamespace } from './new-app.ts';
import { checkFree } from './obstacles.ts';
import { ownTemplates } from './own-templates.ts';
import { builtFrom, type Place, placeOf } from './place.ts';
import { render } from './render.ts';
import { isSameRepository } from './repository-url.ts';
import type { Templates } from './templates.ts';

/** A Kustomize app before it is written. */
export interface NewGitApp {
  readonly repo: Repo;
  readonly name: string;
  /** Default: the app's name. */
  readonly namespace: string | undefined;
  readonly source: GitSource;
  /** Kustomizations that must be ready first. */
  readonly dependsOn: readonly string[];
  readonly templates: Templates;
}

/** The plan that adds a Kustomize app: GitRepository, Kustomization and Namespace, without those that are there already. */
export function planNewGitApp({ repo, name, source, templates, ...app }: NewGitApp): Plan {
  const { namespace = name } = app;
  checkAppName(name);
  if (namespace !== name) checkNamespaceName(namespace);
  const place = placeOf(repo);
  const dependsOn = [...new Set(app.dependsOn)];
  checkDependencies(place, name, dependsOn);
  const { root, home } = place;
  const at = (kind: keyof typeof rootFolders, object: string): RepoPath =>
    join(root, rootFolders[kind], fileName(kind, object));
  const existing = sharedSource(place, source);
  const existingHome = existing === undefined ? home : (place.view?.namespaceOf(existing) ?? home);
  const shared = sharedNamespace(place, namespace);
  const files: AppFile[] = [
    ...(existing === undefined
      ? [
          gitRepositoryFile(at('GitRepository', name), {
            apiVersion:
              preferredApiVersion(fluxGroups.source, 'GitRepository', repo.flux) ??
              `${fluxGroups.source}/v1beta1`,
            name,
            namespace: home,
            ...source,
          }),
        ]
      : []),
    gitKustomizationFile(at('Kustomization', name), {
      apiVersion: fluxApi(repo.flux).kustomization,
      name,
      namespace: home,
      folder: source.folder,
      targetNamespace: namespace,
      source: { name: existing?.name ?? name, namespace: existingHome === home ? undefined : existingHome },
      dependsOn,
    }),
    ...(shared === undefined ? [namespaceFile(at('Namespace', namespace), namespace)] : []),
  ];
  const folder = join(place.appsDir, name);
  checkFree(repo.files, place, { name, folder, paths: files.map(({ path }) => path) });
  const top = builtFrom(place);
  const entries = resourceEntries(
    repo,
    files.map(({ path, model }) => ({
      path,
      builtFrom: top(path),
      ...(model.kind === 'Namespace' ? { declares: namespace } : {}),
    })),
  );
  const set = { templates, own: ownTemplates(repo) };
  const creates = files.map((file): Change => ({ kind: 'create', path: file.path, text: render(file, set) }));
  return {
    title: `add ${name} (${shortUrl(source.url)}, ${source.folder})`,
    changes: [...creates, ...entries],
    notes: [
      ...(existing === undefined
        ? secretNotes(place, source)
        : [`GitRepository ${existing.name} exists in ${existing.file} and is shared`]),
      ...(shared === undefined ? [] : [shared]),
    ],
  };
}

/** A GitRepository of the same address, ref and Secret. */
function sharedSource({ view }: Place, { url, ref, secretRef }: GitSource): Resource | undefined {
  return view
    ?.ofKind('GitRepository', fluxGroups.source)
    .find(
      (each) =>
        isSameRepository(each.text('spec', 'url') ?? '', url) &&
        isSameData(each.get('spec', 'ref'), refFields(ref)) &&
        each.text('spec', 'secretRef', 'name') === secretRef,
    );
}

function secretNotes({ view, home }: Place, { url, secretRef }: GitSource): string[] {
  if (secretRef === undefined || view?.makes('Secret', home, secretRef) !== undefined) return [];
  if (view?.doubt({ kind: 'Secret', namespace: home, name: secretRef }) === 'perhaps') return [];
  const login = url.startsWith('ssh://') ? '' : ' --username=USER --password=TOKEN';
  return [
    `this repository has no Secret ${secretRef}; Flux looks for it in ${home}: flux create secret git ${secretRef} --namespace=${home} --url=${url}${login}`,
  ];
}

function shortUrl(url: string): string {
  return url.replace(/^[a-z]+:\/\/(?:[^@/]*@)?/, '').replace(/(?:\.git)?\/*$/, '');
}
