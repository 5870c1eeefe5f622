import { KitError } from '../core/errors.ts';
import { maskedUrl } from '../core/escape.ts';
import { didYouMean } from '../core/suggest.ts';
import { chartOfRegistry } from '../model/chart-reference.ts';
import type { Settings } from '../model/config.ts';
import { chartRepositories } from '../rules/chart-sources.ts';
import {
  type ChartSource,
  type ExistingSource,
  helmRepositories,
  type NewSource,
  newSource,
  type SourceContext,
  shared,
  sourceAt,
  sourcesOf,
  understood,
} from './chart-source.ts';
import { fluxApi } from './flux-api.ts';
import { checkObjectName } from './names.ts';
import { checkRepositoryUrl, isRegistry } from './repository-url.ts';
import { accessOf, checkAccessNames, checkProvider, hasAccess, isAsked } from './source-access.ts';

/** What is known when a source is looked for. */
export interface SourceQuestion extends SourceContext {
  readonly repoUrl: string | undefined;
  /** Chart name -> URL of well-known charts. */
  readonly catalogue: Readonly<Record<string, string>>;
  /** Asks for a URL on a terminal; undefined where there is none. */
  readonly ask: ((message: string) => Promise<string>) | undefined;
  readonly offline: boolean;
}

/** How many repositories are asked at the same time. */
const together = 8;

/**
 * Finds the source of a chart: the URL given, a HelmRepository of the repository that serves it, a registry that another
 * app takes it from, the configuration's `charts`, the built-in catalogue, a question on a terminal; else KitError
 * `no-source` that names the flags.
 */
export async function findSource(question: SourceQuestion): Promise<ChartSource> {
  const { repoUrl, repoName, access, chart, repo, catalogue } = question;
  checkAccessNames(access);
  if (repoName !== undefined) checkObjectName(repoName, 'name of a chart source');
  if (repoUrl !== undefined) return sourceAt(repoUrl, question);
  if (repoName !== undefined) return shared(namedSource(repoName, question), access);
  const serving = await servingSource(question);
  if (serving !== undefined) return serving;
  const url = own(repo.settings.charts, chart) ?? own(catalogue, chart);
  if (url !== undefined) return sourceAt(url, question);
  if (question.ask === undefined) throw noSource(question, repo.settings);
  return sourceAt(await question.ask(`URL of the repository that serves the chart ${chart}`), question);
}

/**
 * A source that a release names and that is missing: its URL as given, of the configuration's `charts`, of the catalogue,
 * or asked for. KitError `no-source` where nobody knows it.
 */
export async function namedNewSource(
  { kind, name }: { readonly kind: NewSource['object']; readonly name: string },
  question: SourceQuestion,
): Promise<NewSource> {
  const { chart, repoUrl, access, repo, catalogue, ask } = question;
  checkAccessNames(access);
  const known = [own(repo.settings.charts, chart), own(catalogue, chart)];
  const given =
    repoUrl ??
    known.find((url) => url !== undefined && (kind === 'HelmRepository' || isRegistry(url))) ??
    (await ask?.(`URL of the missing ${kind} ${name}, which serves the chart ${chart}`));
  const scheme = kind === 'OCIRepository' ? 'oci' : 'https';
  if (given === undefined) {
    throw new KitError('no-source', `${kind} ${name} is missing, and its URL is not known`, {
      help: [`say it: --repo-url ${scheme}://…`, 'for every app of the chart: "charts" in .gitops-kit.jsonc'],
    });
  }
  checkRepositoryUrl(given);
  if (kind === 'OCIRepository' && fluxApi(repo.flux).ociRepository === undefined) {
    const { major, minor, why } = repo.flux;
    throw new KitError(
      'flux-too-old',
      `Flux ${major}.${minor} (${why}) has no releases that name an OCIRepository, as the one of ${name}; 2.3 or newer was expected`,
    );
  }
  if (kind === 'OCIRepository' && !isRegistry(given)) {
    throw new KitError('bad-url', `${given} is no registry; OCIRepository ${name} needs oci://…`, {
      help: ['say its URL: --repo-url oci://…'],
    });
  }
  const { url, notes } = await understood(given, question);
  checkProvider(access, url);
  return { kind: 'new', object: kind, url, name, access, notes };
}

function namedSource(name: string, { repo }: SourceQuestion): ExistingSource {
  const candidates = helmRepositories(repo);
  const named = candidates.find(({ resource }) => resource.name === name);
  if (named !== undefined) return named;
  const names = candidates.map(({ resource }) => resource.name);
  const isOther = sourcesOf(repo, 'OCIRepository').some((each) => each.name === name);
  throw new KitError(
    'no-such-repository',
    isOther
      ? `${name} is an OCIRepository, which has the version of another app's chart; a HelmRepository was expected`
      : `HelmRepository ${name} does not exist${didYouMean(name, names)}`,
    {
      help: isOther
        ? [`for one of its own: --repo-url oci://… --repo-name ANOTHER`]
        : ['to create it, give its URL as well: --repo-url URL'],
    },
  );
}

/** The likeliest first: named as the app or the chart, used for this chart already, then by name. */
async function servingSource(question: SourceQuestion): Promise<ChartSource | undefined> {
  const { app, chart, access, repo, serves } = question;
  const used = new Set(
    repo
      .ofKind('HelmRelease')
      .filter((release) => release.text('spec', 'chart', 'spec', 'chart') === chart)
      .map((release) => release.text('spec', 'chart', 'spec', 'sourceRef', 'name')),
  );
  const likelihood = ({ resource }: ExistingSource): number => {
    if (isAsked(access) && hasAccess(resource, access)) return -1;
    if (resource.name === app) return 0;
    if (resource.name === chart) return 1;
    return used.has(resource.name) ? 2 : 3;
  };
  const candidates = helmRepositories(repo).sort((a, b) => likelihood(a) - likelihood(b));
  const others = candidates.findIndex((candidate) => likelihood(candidate) === 3);
  const likely = others === -1 ? candidates : candidates.slice(0, others);
  // The likely ones one by one: usually the first answers, and no other is asked.
  for (const candidate of likely) if (await serves(candidate.url, chart)) return shared(candidate, access);
  const registry = registryInUse(question);
  if (registry !== undefined) return registry;
  for (let from = likely.length; from < candidates.length; from += together) {
    const batch = candidates.slice(from, from + together);
    const answers = await Promise.all(batch.map(({ url }) => serves(url, chart)));
    const found = batch.find((_, at) => answers[at] === true);
    if (found !== undefined) return shared(found, access);
  }
  return undefined;
}

/** The registry that another app's OCIRepository takes the chart from; Flux is let in as it is there. */
function registryInUse({ app, chart, access, repo }: SourceQuestion): NewSource | undefined {
  const holding = chartRepositories(repo);
  for (const resource of sourcesOf(repo, 'OCIRepository')) {
    if (!holding.has(resource)) continue;
    const { name, server } = chartOfRegistry(resource);
    if (name !== chart || server.kind !== 'known' || !isRegistry(server.url)) continue;
    // A registry without TLS is somebody's own decision, for each app.
    if (resource.get('spec', 'insecure') === true) continue;
    const notes = [
      `the chart comes from ${maskedUrl(server.url)}/${chart}, as that of ${resource.kind} ${resource.name}`,
    ];
    const theirs = isAsked(access) ? access : accessOf(resource);
    return newSource({ url: server.url, name: app, access: theirs, notes }, repo);
  }
  return undefined;
}

function noSource({ chart, catalogue, offline }: SourceQuestion, settings: Settings): KitError {
  const known = [...Object.keys(settings.charts), ...Object.keys(catalogue)];
  const asked = offline
    ? 'no HelmRepository of this repository has it in the cache'
    : 'no HelmRepository of this repository serves it';
  return new KitError(
    'no-source',
    `no source known for the chart ${chart}: ${asked}${didYouMean(chart, known)}`,
    {
      help: [
        'name the repository: --repo-url https://… or oci://…',
        'the chart has another name than the app: --chart NAME',
        'for every app to come: "charts" in .gitops-kit.jsonc',
      ],
    },
  );
}

/** The entry of that very name: a chart called `constructor` has none by itself. */
function own(record: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
