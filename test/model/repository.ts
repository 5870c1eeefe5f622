import { filesOf } from '../../src/core/change.ts';
import { defaultSettings, type Settings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import type { Repo } from '../../src/model/repo.ts';

/** Reads a repository from texts, so that a test shows the whole of it. */
export function repoOf(texts: Readonly<Record<string, string>>, settings: Partial<Settings> = {}): Repo {
  return readRepo(filesOf(texts), { ...defaultSettings, ...settings });
}

export const namespace = (name: string): string => object('v1', 'Namespace', name);

export const object = (apiVersion: string, kind: string, name: string, rest = ''): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n${rest}`;

export const kustomization = (
  name: string,
  path: string,
  more = '',
): string => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: ${name}
  namespace: flux-system
spec:
  interval: 15m
  path: ${path}
  prune: true
  sourceRef:
    kind: GitRepository
    name: flux-system
${more}`;

export const helmRepository = (name: string): string => `apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata:
  name: ${name}
  namespace: flux-system
spec:
  interval: 15m
  url: https://charts.example.com/${name}
`;

export const helmRelease = (
  name: string,
  more = values(name),
): string => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: ${name}
  namespace: ${name}
spec:
  interval: 15m
  chart:
    spec:
      chart: ${name}
      sourceRef:
        kind: HelmRepository
        name: ${name}
        namespace: flux-system
${more}`;

const values = (app: string): string => `  valuesFrom:
    - kind: ConfigMap
      name: ${app}-helm-chart-value-overrides
`;

export const configMap = (name: string, home: string): string => `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
  namespace: ${home}
data:
  values.yaml: |
    replicaCount: 1
`;

/** The five files of an app below `bootstrap`, as PRODUCT.md shows them. */
export function fiveFiles(app: string, root = 'bootstrap'): Record<string, string> {
  return {
    [`${root}/helmrepositories/helmrepository-${app}.yaml`]: helmRepository(app),
    [`${root}/kustomizations/kustomization-${app}.yaml`]: kustomization(app, `./${app}`),
    [`${root}/namespaces/namespace-${app}.yaml`]: namespace(app),
    [`${app}/helmrelease-${app}.yaml`]: helmRelease(app),
    [`${app}/configmap-${app}-helm-chart-value-overrides.yaml`]: configMap(
      `${app}-helm-chart-value-overrides`,
      app,
    ),
  };
}
