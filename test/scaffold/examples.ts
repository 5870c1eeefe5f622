import { readFileSync } from 'node:fs';
import type { ChartFacts } from '../../src/chart/chart.ts';
import { applyChanges, type Files, filesOf, type Plan } from '../../src/core/change.ts';
import { KitError } from '../../src/core/errors.ts';
import { defaultSettings, type Settings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import type { Repo } from '../../src/model/repo.ts';
import type { ChartSource, NewSource } from '../../src/scaffold/chart-source.ts';
import { type NewApp, planNewApp } from '../../src/scaffold/new-app.ts';
import type { Access } from '../../src/scaffold/source-access.ts';

/** The templates that the program ships. */
export function templates(name: string): string {
  return readFileSync(new URL(`../../templates/${name}`, import.meta.url), 'utf8');
}

/** A repository as `init` leaves it: a root and no app. */
export const emptyRoot = {
  'flux-system/helmrepositories/.gitkeep': '',
  'flux-system/kustomizations/.gitkeep': '',
  'flux-system/namespaces/.gitkeep': '',
};

export const podinfoChart: ChartFacts = {
  name: 'podinfo',
  version: '6.14.1',
  appVersion: '6.14.1',
  values:
    '# Default values for podinfo.\nreplicaCount: 1 # pods\n\nimage:\n  repository: ghcr.io/stefanprodan/podinfo\n  tag: 6.14.1\n\nnodeSelector: {}\n\ntolerations: []\n',
  valuesDigest: `sha256:${'0a'.repeat(32)}`,
  valuesSchema: undefined,
  reads: undefined,
  hasCrds: false,
  deprecated: false,
};

/** A repository in memory. */
export function repoOf(texts: Readonly<Record<string, string>>, settings: Partial<Settings> = {}): Repo {
  return readRepo(filesOf(texts), { ...defaultSettings, ...settings });
}

export const noAccess: Access = { secretRef: undefined, certSecretRef: undefined, provider: undefined };

/** A HelmRepository that is written, or what differs from that of podinfo. */
export function newSource(differences: Partial<NewSource> = {}): NewSource {
  return {
    kind: 'new',
    object: 'HelmRepository',
    url: 'https://stefanprodan.github.io/podinfo',
    name: 'podinfo',
    access: noAccess,
    notes: [],
    ...differences,
  };
}

/** An OCIRepository of podinfo that is written. */
export function registrySource(differences: Partial<NewSource> = {}): NewSource {
  return newSource({ object: 'OCIRepository', url: 'oci://ghcr.io/stefanprodan/charts', ...differences });
}

/** The first HelmRepository of a repository, as `findSource` finds it. */
export function sharedSource(texts: Readonly<Record<string, string>>): ChartSource {
  const [resource] = repoOf(texts).ofKind('HelmRepository');
  if (resource === undefined) throw new Error('there is no HelmRepository');
  return { kind: 'existing', resource, url: resource.text('spec', 'url') ?? '' };
}

/** The plan for podinfo in a repository, with what differs from the plainest case. */
export function plan(
  texts: Readonly<Record<string, string>>,
  app: Partial<Omit<NewApp, 'repo' | 'templates'>> = {},
  settings: Partial<Settings> = {},
): Plan & { readonly after: Files } {
  const repo = repoOf(texts, settings);
  const planned = planNewApp({
    name: 'podinfo',
    namespace: undefined,
    chart: podinfoChart,
    source: newSource(),
    version: { pin: undefined, asked: undefined },
    set: [],
    values: undefined,
    dependsOn: [],
    ...app,
    repo,
    templates,
  });
  return { ...planned, after: applyChanges(repo.files, planned.changes) };
}

/** The repository's files after a plan, as texts. */
export function textsAfter(planned: { readonly after: Files }): Record<string, string> {
  return Object.fromEntries([...planned.after.paths()].map((path) => [path, planned.after.text(path) ?? '']));
}

/** Code, message and help of a refusal; `accepted` where there was none. */
export function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof KitError) return [`${error.code}: ${error.message}`, ...error.help].join(' | ');
    throw error;
  }
  return 'accepted';
}
