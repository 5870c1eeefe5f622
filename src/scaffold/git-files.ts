import type { RepoPath } from '../core/change.ts';
import type { AppFile } from './app-files.ts';

/** What of a git repository Flux takes. */
export type GitRef =
  | { readonly kind: 'branch'; readonly branch: string }
  | { readonly kind: 'tag'; readonly tag: string };

/** `spec.ref` of a GitRepository. */
export function refFields(ref: GitRef) {
  return ref.kind === 'branch' ? { branch: ref.branch } : { tag: ref.tag };
}

/** The GitRepository of a Kustomize app. */
export function gitRepositoryFile(
  path: RepoPath,
  object: {
    readonly apiVersion: string;
    readonly name: string;
    readonly namespace: string;
    readonly url: string;
    readonly ref: GitRef;
    readonly secretRef: string | undefined;
  },
): AppFile {
  const { apiVersion, name, namespace, url, ref, secretRef } = object;
  return {
    path,
    template: 'gitrepository.yaml.hbs',
    data: {
      apiVersion,
      name,
      namespace,
      url,
      branch: undefined,
      tag: undefined,
      ...refFields(ref),
      secretRef,
      ssh: url.startsWith('ssh://'),
    },
    model: {
      apiVersion,
      kind: 'GitRepository',
      metadata: { name, namespace },
      spec: {
        interval: '15m',
        url,
        ref: refFields(ref),
        ...(secretRef === undefined ? {} : { secretRef: { name: secretRef } }),
      },
    },
  };
}

/** The Kustomization that applies a folder of another git repository. */
export function gitKustomizationFile(
  path: RepoPath,
  object: {
    readonly apiVersion: string;
    readonly name: string;
    readonly namespace: string;
    /** As Flux writes it: `./deploy`. */
    readonly folder: string;
    readonly targetNamespace: string;
    /** The namespace only where it is another one. */
    readonly source: { readonly name: string; readonly namespace: string | undefined };
    readonly dependsOn: readonly string[];
  },
): AppFile {
  const { apiVersion, name, namespace, folder, targetNamespace, source, dependsOn } = object;
  return {
    path,
    template: 'gitkustomization.yaml.hbs',
    data: { apiVersion, name, namespace, path: folder, targetNamespace, source, dependsOn },
    model: {
      apiVersion,
      kind: 'Kustomization',
      metadata: { name, namespace },
      spec: {
        ...(dependsOn.length === 0 ? {} : { dependsOn: dependsOn.map((each) => ({ name: each })) }),
        interval: '15m',
        retryInterval: '2m',
        timeout: '5m',
        path: folder,
        prune: true,
        wait: true,
        targetNamespace,
        sourceRef: {
          kind: 'GitRepository',
          name: source.name,
          ...(source.namespace === undefined ? {} : { namespace: source.namespace }),
        },
      },
    },
  };
}
