import { KitError } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import type { Settings } from '../model/config.ts';
import type { Repo } from '../model/repo.ts';
import type { Resource } from '../model/resource.ts';
import { checkObjectName } from './names.ts';
import { checkRepositoryUrl, isSameRepository } from './repository-url.ts';

/** Where an app's chart comes from: an object that is there, or one that the plan will create. */
export type ChartSource =
  | { readonly kind: 'existing'; readonly resource: Resource; readonly url: string }
  | {
      readonly kind: 'new';
      readonly url: string;
      readonly name: string;
      readonly secretRef: string | undefined;
    };

/** What is known when a source is looked for. */
export interface SourceQuestion {
  readonly app: string;
  readonly chart: string;
  readonly repoUrl: string | undefined;
  readonly repoName: string | undefined;
  readonly secretRef: string | undefined;
  readonly repo: Repo;
  /** Chart name -> URL of well-known charts. */
  readonly catalogue: Readonly<Record<string, string>>;
  /** Whether the repository at a URL lists the chart; false also when it cannot be reached. */
  readonly serves: (url: string, chart: string) => Promise<boolean>;
  /** Asks for a URL on a terminal; undefined where there is none. */
  readonly ask: ((message: string) => Promise<string>) | undefined;
  readonly offline: boolean;
}

/** How many repositories are asked at the same time. */
const together = 8;

/**
 * Finds the source of a chart: the URL given, a HelmRepository of the repository that serves it, the configuration's
 * `charts`, the built-in catalogue, a question on a terminal; else KitError `no-source` that names the flags.
 */
export async function findSource(question: SourceQuestion): Promise<ChartSource> {
  const { repoUrl, repoName, secretRef, chart, repo, catalogue } = question;
  if (secretRef !== undefined) checkObjectName(secretRef, 'Secret name');
  if (repoName !== undefined) checkObjectName(repoName, 'HelmRepository name');
  if (repoUrl !== undefined) return sourceAt(repoUrl, question);
  if (repoName !== undefined) return withSecret(namedSource(repoName, question), secretRef);
  const serving = await servingRepository(question);
  if (serving !== undefined) return withSecret(serving, secretRef);
  const url = own(repo.settings.charts, chart) ?? own(catalogue, chart);
  if (url !== undefined) return sourceAt(url, question);
  if (question.ask === undefined) throw noSource(question, repo.settings);
  return sourceAt(await question.ask(`URL of the repository that serves the chart ${chart}`), question);
}

/**
 * A HelmRepository that a release names and that is missing: its URL as given, of the configuration's `charts`, of the
 * catalogue, or asked for; nothing is fetched. KitError `no-source` where nobody knows it.
 */
export async function namedNewSource(
  name: string,
  question: Pick<SourceQuestion, 'chart' | 'repoUrl' | 'secretRef' | 'repo' | 'catalogue' | 'ask'>,
): Promise<ChartSource> {
  const { chart, repoUrl, secretRef, repo, catalogue, ask } = question;
  if (secretRef !== undefined) checkObjectName(secretRef, 'Secret name');
  const url =
    repoUrl ??
    own(repo.settings.charts, chart) ??
    own(catalogue, chart) ??
    (await ask?.(`URL of the missing HelmRepository ${name}, which serves the chart ${chart}`));
  if (url === undefined) {
    throw new KitError('no-source', `HelmRepository ${name} is missing, and its URL is not known`, {
      help: ['say it: --repo-url https://…', 'for every app of the chart: "charts" in .gitops-kit.jsonc'],
    });
  }
  checkRepositoryUrl(url);
  return { kind: 'new', url, name, secretRef };
}

/** The HelmRepository with this URL, else a new one. */
function sourceAt(url: string, { app, repoName, secretRef, repo }: SourceQuestion): ChartSource {
  checkRepositoryUrl(url);
  const candidates = httpRepositories(repo);
  const shared = candidates.find(
    (candidate) =>
      isSameRepository(candidate.url, url) &&
      (repoName === undefined || candidate.resource.name === repoName) &&
      (secretRef === undefined || secretOf(candidate) === secretRef),
  );
  if (shared !== undefined) return shared;
  const name = repoName ?? app;
  const taken = candidates.find(({ resource }) => resource.name === name);
  if (taken !== undefined && isSameRepository(taken.url, url)) return withSecret(taken, secretRef);
  if (taken !== undefined) {
    throw new KitError(
      'repository-exists',
      `HelmRepository ${name} exists in ${taken.resource.file} with the URL ${taken.url}`,
      {
        help: [`give the new one another name: --repo-name ${name}-charts`],
      },
    );
  }
  return { kind: 'new', url, name, secretRef };
}

/** An object that is shared stays as it is: another Secret cannot be put into it. */
function withSecret(source: Existing, secretRef: string | undefined): Existing {
  const has = secretOf(source);
  if (secretRef === undefined || has === secretRef) return source;
  const { name, file } = source.resource;
  throw new KitError(
    'other-secret',
    `--secret-ref ${secretRef} has no place: HelmRepository ${name} exists in ${file} with ${has === undefined ? 'no secretRef' : `the secretRef ${has}`}`,
    {
      help: [
        'to share it as it is, leave --secret-ref out',
        `for one of its own: --repo-url ${source.url} --repo-name ${name}-${secretRef}`,
      ],
    },
  );
}

function secretOf({ resource }: Existing): string | undefined {
  return resource.text('spec', 'secretRef', 'name');
}

function namedSource(name: string, { repo }: SourceQuestion): Existing {
  const candidates = httpRepositories(repo);
  const named = candidates.find(({ resource }) => resource.name === name);
  if (named !== undefined) return named;
  const names = candidates.map(({ resource }) => resource.name);
  throw new KitError(
    'no-such-repository',
    `HelmRepository ${name} does not exist${didYouMean(name, names)}`,
    {
      help: ['to create it, give its URL as well: --repo-url URL'],
    },
  );
}

/** The likeliest first: named as the app or the chart, used for this chart already, then by name. */
async function servingRepository({
  app,
  chart,
  secretRef,
  repo,
  serves,
}: SourceQuestion): Promise<Existing | undefined> {
  const used = new Set(
    repo
      .ofKind('HelmRelease')
      .filter((release) => release.text('spec', 'chart', 'spec', 'chart') === chart)
      .map((release) => release.text('spec', 'chart', 'spec', 'sourceRef', 'name')),
  );
  const likelihood = (candidate: Existing): number => {
    const { name } = candidate.resource;
    if (secretRef !== undefined && secretOf(candidate) === secretRef) return -1;
    if (name === app) return 0;
    if (name === chart) return 1;
    return used.has(name) ? 2 : 3;
  };
  const candidates = httpRepositories(repo).sort((a, b) => likelihood(a) - likelihood(b));
  const others = candidates.findIndex((candidate) => likelihood(candidate) === 3);
  const likely = others === -1 ? candidates : candidates.slice(0, others);
  // The likely ones one by one: usually the first answers, and no other is asked.
  for (const candidate of likely) if (await serves(candidate.url, chart)) return candidate;
  for (let from = likely.length; from < candidates.length; from += together) {
    const batch = candidates.slice(from, from + together);
    const answers = await Promise.all(batch.map(({ url }) => serves(url, chart)));
    const found = batch.find((_, at) => answers[at] === true);
    if (found !== undefined) return found;
  }
  return undefined;
}

type Existing = Extract<ChartSource, { kind: 'existing' }>;

/** HelmRepositories over HTTP of the cluster that new apps go to, in order of name. */
function httpRepositories(repo: Repo): Existing[] {
  const view = repo.rootView;
  const found: Existing[] = [];
  for (const resource of view?.ofKind('HelmRepository') ?? repo.ofKind('HelmRepository')) {
    const url = resource.text('spec', 'url');
    if (url !== undefined && /^https?:\/\//i.test(url)) found.push({ kind: 'existing', resource, url });
  }
  return found.sort((a, b) => (a.resource.name < b.resource.name ? -1 : 1));
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
        'name the repository: --repo-url https://…',
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
