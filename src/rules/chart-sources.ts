import type { Repo } from '../model/repo.ts';
import { fluxGroups, type Resource } from '../model/resource.ts';

/** The HelmRepositories of a repository whose URL is written out, with it. */
export function* helmRepositories(
  repo: Repo,
): Iterable<{ readonly resource: Resource; readonly url: string }> {
  yield* withUrl(repo, 'HelmRepository');
}

/** The OCIRepositories of a repository whose URL is written out, with it. */
export function* ociRepositories(
  repo: Repo,
): Iterable<{ readonly resource: Resource; readonly url: string }> {
  yield* withUrl(repo, 'OCIRepository');
}

function* withUrl(repo: Repo, kind: string): Iterable<{ readonly resource: Resource; readonly url: string }> {
  for (const resource of repo.ofKind(kind, fluxGroups.source)) {
    const url = resource.text('spec', 'url');
    if (url !== undefined && !url.includes('${')) yield { resource, url };
  }
}

/** The OCIRepositories that hold a chart: those that a HelmRelease of the repository names in `chartRef`. */
export function chartRepositories(repo: Repo): ReadonlySet<Resource> {
  const found = new Set<Resource>();
  for (const view of repo.views) {
    for (const { role, kind, namespace, name } of view.references) {
      if (role !== 'chart' || kind !== 'OCIRepository') continue;
      const source = view.find(kind, namespace, name, fluxGroups.source);
      if (source !== undefined) found.add(source);
    }
  }
  return found;
}

/** Whether requests to the host never leave the machine or the cluster. */
export function isLocalHost(url: string): boolean {
  const host = /^[a-z]+:\/\/(?:[^/@]*@)?(\[[^\]]*\]|[^/:]*)/i.exec(url)?.[1]?.toLowerCase() ?? '';
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\]|[^.]+|.*\.svc|.*\.svc\.cluster\.local|.*\.localhost)$/.test(
    host,
  );
}
