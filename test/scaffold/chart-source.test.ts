import { describe, expect, test } from 'vitest';
import { KitError } from '../../src/core/errors.ts';
import type { ChartSource } from '../../src/scaffold/chart-source.ts';
import { findSource, type SourceQuestion } from '../../src/scaffold/find-source.ts';
import { checkRepositoryUrl, isSameRepository } from '../../src/scaffold/repository-url.ts';
import { emptyRoot, noAccess, plan, refusal, registrySource, repoOf, textsAfter } from './examples.ts';

const repository = (name: string, url: string): Record<string, string> => ({
  [`flux-system/helmrepositories/helmrepository-${name}.yaml`]: `apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata:\n  name: ${name}\n  namespace: flux-system\nspec:\n  interval: 15m\n  url: ${url}\n`,
  'flux-system/kustomizations/.gitkeep': '',
});
/** A HelmRepository of a registry, and an app that takes its chart from another one. */
const registries = {
  'flux-system/helmrepositories/helmrepository-harbor.yaml':
    'apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata:\n  name: harbor\n  namespace: flux-system\nspec:\n  type: oci\n  url: oci://harbor.example.com/charts\n',
  ...textsAfter(
    plan(emptyRoot, {
      source: registrySource({ access: { ...noAccess, secretRef: 'login' } }),
    }),
  ),
};
const repo = repoOf({
  ...repository('bitnami', 'https://charts.bitnami.com/bitnami'),
  ...repository('podinfo', 'https://stefanprodan.github.io/podinfo'),
  ...repository('registry', 'oci://ghcr.io/charts'),
});

const asking: SourceQuestion = {
  app: 'podinfo',
  chart: 'podinfo',
  repoUrl: undefined,
  repoName: undefined,
  access: noAccess,
  repo,
  catalogue: { traefik: 'https://traefik.github.io/charts' },
  serves: async () => false,
  ask: undefined,
  offline: false,
};

/** What is found, in one line; `asked` collects the URLs whose index was looked into. */
async function found(
  question: Partial<SourceQuestion>,
  serving: readonly string[] = [],
  asked: string[] = [],
): Promise<string> {
  const describe = (source: ChartSource): string =>
    source.kind === 'existing'
      ? `existing ${source.resource.name}`
      : [
          `new ${source.object === 'OCIRepository' ? 'oci ' : ''}${source.name} ${source.url}`,
          ...source.notes,
        ].join(' | ');
  try {
    return describe(
      await findSource({
        ...asking,
        serves: async (url) => {
          asked.push(url);
          return serving.includes(url);
        },
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
    'no-source: no source known for the chart traefk: no HelmRepository of this repository serves it; did you mean traefik? | name the repository: --repo-url https://… or oci://…',
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
  const guarded = { ...secret };
  const login = { ...noAccess, secretRef: 'login' };
  for (const path of Object.keys(guarded))
    if (path.endsWith('.yaml')) guarded[path] += '  secretRef:\n    name: login\n';
  const both = repoOf({ ...open, ...guarded });
  const question = { app: 'web', chart: 'web', repo: both };
  expect(await found({ ...question, access: login }, [url])).toBe('existing private');
  expect(await found({ ...question, repoUrl: url, access: login })).toBe('existing private');
  expect(await found({ ...question, repoUrl: url, access: { ...noAccess, secretRef: 'other' } })).toBe(
    `new web ${url}`,
  );
  expect(await found({ ...question, access: { ...noAccess, secretRef: 'creds' } }, [url])).toBe(
    'other-access: --secret-ref creds has no place: HelmRepository open exists in flux-system/helmrepositories/helmrepository-open.yaml with no secretRef | to share it as it is, leave --secret-ref out | for one of its own: --repo-url https://charts.example.com --repo-name open-creds',
  );
  const named =
    'HelmRepository private exists in flux-system/helmrepositories/helmrepository-private.yaml with the secretRef login';
  expect(
    await found({ ...question, repoName: 'private', access: { ...noAccess, secretRef: 'creds' } }),
  ).toContain(named);
  expect(
    await found({
      ...question,
      repoName: 'private',
      repoUrl: url,
      access: { ...noAccess, secretRef: 'creds' },
    }),
  ).toContain(named);
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

describe('a registry', () => {
  const charts = 'oci://ghcr.io/stefanprodan/charts';

  test('is asked for by its URL, and the chart has an OCIRepository of the name of the app', async () => {
    expect(await found({ app: 'blue', repoUrl: `${charts}/` })).toBe(`new oci blue ${charts}`);
    expect(await found({ app: 'blue', repoUrl: charts, repoName: 'green' })).toBe(`new oci green ${charts}`);
    const old = repoOf({}, { fluxVersion: '2.2' });
    expect(await found({ app: 'blue', repoUrl: charts, repo: old })).toBe(`new blue ${charts}`);
  });

  test('may be given with the name of the chart, and how that is understood is said', async () => {
    const whole = `${charts}/podinfo`;
    const asItself = `new oci blue ${charts} | ${whole} is understood as the chart itself, in ${charts}`;
    expect(await found({ app: 'blue', repoUrl: whole }, [charts])).toBe(asItself);
    expect(await found({ app: 'blue', repoUrl: whole }, [charts, whole])).toBe(asItself);
    expect(await found({ app: 'blue', repoUrl: whole })).toBe(asItself);
    expect(await found({ app: 'blue', repoUrl: whole }, [whole])).toBe(
      `new oci blue ${whole} | ${whole} is understood as the folder of the chart ${whole}/podinfo`,
    );
    expect(await found({ app: 'blue', repoUrl: 'oci://podinfo' })).toBe('new oci blue oci://podinfo');
  });

  test('that is a HelmRepository already is shared as it is', async () => {
    const question = { app: 'blue', repo: repoOf(registries) };
    const harbor = 'oci://harbor.example.com/charts';
    expect(await found({ ...question, chart: 'redis' }, [harbor])).toBe('existing harbor');
    expect(await found({ ...question, repoUrl: 'oci://Harbor.example.com/charts/' })).toBe('existing harbor');
    expect(await found({ ...question, repoUrl: `${harbor}/podinfo` }, [harbor])).toBe('existing harbor');
    expect(await found({ ...question, chart: 'redis', repoName: 'harbor' })).toBe('existing harbor');
    expect(
      await found({ ...question, chart: 'redis', access: { ...noAccess, provider: 'aws' } }, [harbor]),
    ).toContain(
      'other-access: --provider aws has no place: HelmRepository harbor exists in flux-system/helmrepositories/helmrepository-harbor.yaml with no provider',
    );
  });

  test('that another app takes the chart from is used again, with the same Secret', async () => {
    const question = { app: 'blue', repo: repoOf(registries) };
    const again = await findSource({ ...asking, ...question });
    expect(again).toEqual({
      kind: 'new',
      object: 'OCIRepository',
      name: 'blue',
      url: charts,
      access: { ...noAccess, secretRef: 'login' },
      notes: [`the chart comes from ${charts}/podinfo, as that of OCIRepository podinfo`],
    });
    expect(await found({ ...question, chart: 'redis' })).toContain('no-source');
  });

  test('has no second app for one OCIRepository', async () => {
    const question = { repo: repoOf(registries) };
    expect(await found({ ...question, repoUrl: charts })).toBe(
      `repository-exists: OCIRepository podinfo exists in flux-system/ocirepositories/ocirepository-podinfo.yaml with the URL ${charts}/podinfo | each app has one of its own, which has its version | give the new one another name: --repo-name podinfo-charts`,
    );
    expect(await found({ ...question, app: 'blue', repoName: 'podinfo' })).toContain(
      "no-such-repository: podinfo is an OCIRepository, which has the version of another app's chart; a HelmRepository was expected",
    );
  });

  test('alone has a provider, and no Flux before 0.32 takes charts from it', async () => {
    const access = { ...noAccess, provider: 'aws' } as const;
    expect(await found({ app: 'blue', repoUrl: 'https://charts.example.com', access })).toBe(
      'unused-option: --provider aws has no effect for https://charts.example.com; a registry, oci://…, was expected | credentials of a repository over HTTP are in a Secret: --secret-ref NAME',
    );
    expect(
      await found({ app: 'blue', repoUrl: charts, repo: repoOf({}, { fluxVersion: '0.27' }) }),
    ).toContain('flux-too-old: Flux 0.27 (configured) takes no charts from registries');
  });
});

test.each([
  [
    'https://user:hunter2@charts.example.com',
    'credentials-in-url: the repository URL https://…@charts.example.com holds a user name or password',
  ],
  ['file:///etc/passwd', 'bad-url: "file:///etc/passwd" is no URL of a chart repository'],
  ['charts.example.com', 'with its scheme: https://charts.example.com'],
  ['https://a\nb.example.com', 'bad-url: "https://a\\nb.example.com" is no URL'],
  ['https://', 'bad-url'],
  [
    'oci://ghcr.io/charts/podinfo:6.14.1',
    'version-in-url: "oci://ghcr.io/charts/podinfo:6.14.1" names 6.14.1 of podinfo; the URL without it was expected | a version or range is said by --chart-version RANGE',
  ],
  ['oci://ghcr.io/charts/podinfo@sha256:0a', 'version-in-url'],
  [
    'oci://ghcr.io/Charts',
    'bad-url: "oci://ghcr.io/Charts" is no URL of a registry; oci://ghcr.io/owner/charts',
  ],
  ['oci://ghcr.io/charts?x=1', 'bad-url'],
  ['oci://ghcr.io/charts/../x', 'bad-url'],
  ['OCI://ghcr.io/charts', 'in lower case: oci://ghcr.io/charts'],
  ['oci://user:hunter2@ghcr.io/charts', 'credentials-in-url: the repository URL oci://…@ghcr.io/charts'],
  ['oci://', 'bad-url'],
  ['ttps://stefanprodan.github.io/podinfo', 'bad-url'],
])('%j is refused as a repository', (url, message) => {
  expect(refusal(() => checkRepositoryUrl(url))).toContain(message);
});

test('two spellings of one repository are the same', () => {
  expect(isSameRepository('https://Example.com:443/charts/', 'https://example.com/charts')).toBe(true);
  expect(isSameRepository('https://example.com/Charts', 'https://example.com/charts')).toBe(false);
  expect(isSameRepository('https://example.com/charts?x=1', 'https://example.com/charts')).toBe(false);
});
