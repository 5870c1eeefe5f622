import { expect, test } from 'vitest';
import { KitError } from '../../src/core/errors.ts';
import { type ChartSource, findSource, type SourceQuestion } from '../../src/scaffold/chart-source.ts';
import { checkRepositoryUrl, isSameRepository } from '../../src/scaffold/repository-url.ts';
import { refusal, repoOf } from './examples.ts';

const repository = (name: string, url: string): Record<string, string> => ({
  [`flux-system/helmrepositories/helmrepository-${name}.yaml`]: `apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata:\n  name: ${name}\n  namespace: flux-system\nspec:\n  interval: 15m\n  url: ${url}\n`,
  'flux-system/kustomizations/.gitkeep': '',
});
const repo = repoOf({
  ...repository('bitnami', 'https://charts.bitnami.com/bitnami'),
  ...repository('podinfo', 'https://stefanprodan.github.io/podinfo'),
  ...repository('registry', 'oci://ghcr.io/charts'),
});

/** What is found, in one line; `asked` collects the URLs whose index was looked into. */
async function found(
  question: Partial<SourceQuestion>,
  serving: readonly string[] = [],
  asked: string[] = [],
): Promise<string> {
  const describe = (source: ChartSource): string =>
    source.kind === 'existing' ? `existing ${source.resource.name}` : `new ${source.name} ${source.url}`;
  try {
    return describe(
      await findSource({
        app: 'podinfo',
        chart: 'podinfo',
        repoUrl: undefined,
        repoName: undefined,
        secretRef: undefined,
        repo,
        catalogue: { traefik: 'https://traefik.github.io/charts' },
        serves: async (url) => {
          asked.push(url);
          return serving.includes(url);
        },
        ask: undefined,
        offline: false,
        ...question,
      }),
    );
  } catch (error) {
    if (error instanceof KitError) return [`${error.code}: ${error.message}`, ...error.help].join(' | ');
    throw error;
  }
}

test('a HelmRepository that serves the chart is used, the one named alike first', async () => {
  const asked: string[] = [];
  expect(await found({}, ['https://stefanprodan.github.io/podinfo'], asked)).toBe('existing podinfo');
  expect(asked).toEqual(['https://stefanprodan.github.io/podinfo']);
  expect(await found({ app: 'cache', chart: 'redis' }, ['https://charts.bitnami.com/bitnami'])).toBe(
    'existing bitnami',
  );
});

test('then the configuration, then the catalogue', async () => {
  const configured = repoOf({}, { charts: { traefik: 'https://mirror.example.com' } });
  expect(await found({ app: 'traefik', chart: 'traefik' })).toBe(
    'new traefik https://traefik.github.io/charts',
  );
  expect(await found({ app: 'traefik', chart: 'traefik', repo: configured })).toBe(
    'new traefik https://mirror.example.com',
  );
  expect(await found({ app: 'edge', chart: 'traefik' })).toBe('new edge https://traefik.github.io/charts');
});

test('then a question, where there is a terminal', async () => {
  expect(await found({ app: 'own', chart: 'own', ask: async () => 'https://charts.example.com' })).toBe(
    'new own https://charts.example.com',
  );
});

test('else the flags are named', async () => {
  expect(await found({ app: 'traefk', chart: 'traefk' })).toContain(
    'no-source: no source known for the chart traefk: no HelmRepository of this repository serves it; did you mean traefik? | name the repository: --repo-url https://…',
  );
  expect(await found({ app: 'own', chart: 'constructor', offline: true })).toContain(
    'no HelmRepository of this repository has it in the cache',
  );
});

test('a URL that a HelmRepository has already is shared, however it is spelt', async () => {
  const asked: string[] = [];
  expect(await found({ app: 'blue', repoUrl: 'https://STEFANPRODAN.github.io/podinfo/' }, [], asked)).toBe(
    'existing podinfo',
  );
  expect(asked).toEqual([]);
});

test('a HelmRepository is shared only with the Secret that it has', async () => {
  const url = 'https://charts.example.com';
  const [open, secret] = ['open', 'private'].map((name) => repository(name, url));
  const login = { ...secret };
  for (const path of Object.keys(login))
    if (path.endsWith('.yaml')) login[path] += '  secretRef:\n    name: login\n';
  const both = repoOf({ ...open, ...login });
  const question = { app: 'web', chart: 'web', repo: both };
  expect(await found({ ...question, secretRef: 'login' }, [url])).toBe('existing private');
  expect(await found({ ...question, repoUrl: url, secretRef: 'login' })).toBe('existing private');
  expect(await found({ ...question, repoUrl: url, secretRef: 'other' })).toBe(`new web ${url}`);
  expect(await found({ ...question, secretRef: 'creds' }, [url])).toBe(
    'other-secret: --secret-ref creds has no place: HelmRepository open exists in flux-system/helmrepositories/helmrepository-open.yaml with no secretRef | to share it as it is, leave --secret-ref out | for one of its own: --repo-url https://charts.example.com --repo-name open-creds',
  );
  const named =
    'HelmRepository private exists in flux-system/helmrepositories/helmrepository-private.yaml with the secretRef login';
  expect(await found({ ...question, repoName: 'private', secretRef: 'creds' })).toContain(named);
  expect(await found({ ...question, repoName: 'private', repoUrl: url, secretRef: 'creds' })).toContain(
    named,
  );
});

test('a new HelmRepository bears the name of the app, or the one given', async () => {
  expect(await found({ app: 'blue', repoUrl: 'https://charts.example.com' })).toBe(
    'new blue https://charts.example.com',
  );
  expect(await found({ app: 'blue', repoUrl: 'https://charts.example.com', repoName: 'example' })).toBe(
    'new example https://charts.example.com',
  );
  expect(await found({ repoUrl: 'https://charts.example.com' })).toBe(
    'repository-exists: HelmRepository podinfo exists in flux-system/helmrepositories/helmrepository-podinfo.yaml with the URL https://stefanprodan.github.io/podinfo | give the new one another name: --repo-name podinfo-charts',
  );
});

test('an existing HelmRepository can be named', async () => {
  expect(await found({ chart: 'redis', repoName: 'bitnami' })).toBe('existing bitnami');
  expect(await found({ chart: 'redis', repoName: 'bitnmai' })).toContain(
    'no-such-repository: HelmRepository bitnmai does not exist; did you mean bitnami?',
  );
});

test.each([
  [
    'https://user:hunter2@charts.example.com',
    'credentials-in-url: the repository URL https://…@charts.example.com holds a user name or password',
  ],
  ['file:///etc/passwd', 'bad-url: "file:///etc/passwd" is no URL of a chart repository'],
  ['charts.example.com', 'with its scheme: https://charts.example.com'],
  ['oci://ghcr.io/charts', 'unsupported-url: oci://ghcr.io/charts is an OCI registry'],
  ['https://a\nb.example.com', 'bad-url: "https://a\\nb.example.com" is no URL'],
  ['https://', 'bad-url'],
  ['ttps://stefanprodan.github.io/podinfo', 'bad-url'],
])('%j is refused as a repository', (url, message) => {
  expect(refusal(() => checkRepositoryUrl(url))).toContain(message);
});

test('two spellings of one repository are the same', () => {
  expect(isSameRepository('https://Example.com:443/charts/', 'https://example.com/charts')).toBe(true);
  expect(isSameRepository('https://example.com/Charts', 'https://example.com/charts')).toBe(false);
  expect(isSameRepository('https://example.com/charts?x=1', 'https://example.com/charts')).toBe(false);
});
