import type { ChartPlace } from '../chart/known-charts.ts';
import { KitError } from '../core/errors.ts';
import { maskedUrl } from '../core/escape.ts';
import { withoutTrailing } from '../core/text.ts';
import type { Repo } from '../model/repo.ts';
import type { Resource } from '../model/resource.ts';
import { fluxApi } from './flux-api.ts';
import { checkRepositoryUrl, isRegistry, isSameRepository, registryReadings } from './repository-url.ts';
import { type Access, checkAccess, checkProvider, hasAccess } from './source-access.ts';

/** Where an app's chart comes from: an object that is there, or one that the plan will create. */
export type ChartSource = ExistingSource | NewSource;

/** A HelmRepository; in a repair also an OCIRepository. */
export interface ExistingSource {
  readonly kind: 'existing';
  readonly resource: Resource;
  /** Of the repository: without the chart's name where it is a registry. */
  readonly url: string;
}

export interface NewSource {
  readonly kind: 'new';
  /** An OCIRepository is of one chart, and has its version. */
  readonly object: 'HelmRepository' | 'OCIRepository';
  /** Of the repository: without the chart's name where it is a registry. */
  readonly url: string;
  readonly name: string;
  readonly access: Access;
  /** How the question was understood. */
  readonly notes: readonly string[];
}

/** What is known of an app when its source is looked for. */
export interface SourceContext {
  readonly app: string;
  readonly chart: string;
  readonly repoName: string | undefined;
  readonly access: Access;
  readonly repo: Repo;
  /** Whether the repository at a URL lists the chart; false also when it cannot be reached. */
  readonly serves: (url: string, chart: string) => Promise<boolean>;
}

/** Where a chart of a source is fetched: over plain http where the source that is there asks Flux for it. */
export function placeIn(source: ChartSource, chart: string): ChartPlace {
  const insecure = source.kind === 'existing' && source.resource.get('spec', 'insecure') === true;
  return { url: source.url, chart, ...(insecure ? { insecure } : {}) };
}

/** The HelmRepository with this URL, else a new source. */
export async function sourceAt(given: string, question: SourceContext): Promise<ChartSource> {
  checkRepositoryUrl(given);
  const { app, repoName, access, repo } = question;
  const { url, notes } = await understood(given, question);
  checkProvider(access, url);
  const candidates = helmRepositories(repo).filter((each) => isSameRepository(each.url, url));
  const found = candidates.find(
    ({ resource }) => (repoName === undefined || resource.name === repoName) && hasAccess(resource, access),
  );
  if (found !== undefined) return found;
  const name = repoName ?? app;
  const alike = candidates.find(({ resource }) => resource.name === name);
  if (alike !== undefined) return shared(alike, access);
  return newSource({ url, name, access, notes }, repo);
}

/** An OCIRepository where Flux serves releases that name one, else a HelmRepository. */
export function newSource(
  source: Pick<NewSource, 'url' | 'name' | 'access' | 'notes'>,
  repo: Repo,
): NewSource {
  const { url, name } = source;
  const api = fluxApi(repo.flux);
  const object = isRegistry(url) && api.ociRepository !== undefined ? 'OCIRepository' : 'HelmRepository';
  const taken = sourcesOf(repo, object).find((each) => each.name === name);
  if (taken !== undefined) {
    throw new KitError(
      'repository-exists',
      `${object} ${name} exists in ${taken.file} with the URL ${maskedUrl(taken.text('spec', 'url') ?? '')}`,
      {
        help: [
          ...(object === 'OCIRepository' ? ['each app has one of its own, which has its version'] : []),
          `give the new one another name: --repo-name ${name}-charts`,
        ],
      },
    );
  }
  if (isRegistry(url) && api.helmRepository.endsWith('/v1beta1')) {
    const { major, minor, why } = repo.flux;
    throw new KitError(
      'flux-too-old',
      `Flux ${major}.${minor} (${why}) takes no charts from registries, as ${url} is one; 0.32 or newer was expected`,
    );
  }
  return { kind: 'new', object, ...source };
}

/** The repository that a URL means: of a registry, with or without the chart's own name at its end. */
export async function understood(
  given: string,
  { chart, serves }: Pick<SourceContext, 'chart' | 'serves'>,
): Promise<Pick<NewSource, 'url' | 'notes'>> {
  if (!isRegistry(given)) return { url: given, notes: [] };
  const [url = given, folder] = registryReadings(given, chart);
  if (folder === undefined) return { url, notes: [] };
  if (!(await serves(url, chart)) && (await serves(folder, chart)))
    return { url: folder, notes: [`${folder} is understood as the folder of the chart ${folder}/${chart}`] };
  return { url, notes: [`${url}/${chart} is understood as the chart itself, in ${url}`] };
}

/** An object that is shared stays as it is. */
export function shared(source: ExistingSource, access: Access): ExistingSource {
  checkAccess(source.resource, access, source.url);
  return source;
}

/** HelmRepositories over HTTP and of registries, of the cluster that new apps go to, in order of name. */
export function helmRepositories(repo: Repo): ExistingSource[] {
  return sourcesOf(repo, 'HelmRepository').flatMap((resource): ExistingSource[] => {
    const url = withoutTrailing(resource.text('spec', 'url') ?? '', '/');
    const isUsable = isRegistry(url) ? resource.text('spec', 'type') === 'oci' : /^https?:\/\//i.test(url);
    return isUsable && !url.includes('${') ? [{ kind: 'existing', resource, url }] : [];
  });
}

/** The objects of a kind of that cluster, in order of name. */
export function sourcesOf(repo: Repo, kind: string): Resource[] {
  const found = [...(repo.rootView?.ofKind(kind) ?? repo.ofKind(kind))];
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}
