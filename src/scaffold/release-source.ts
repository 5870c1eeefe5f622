import { maskedUrl } from '../core/escape.ts';
import { withoutTrailing } from '../core/text.ts';
import { chartOfRegistry } from '../model/chart-reference.ts';
import { fluxGroups, type Resource } from '../model/resource.ts';
import type { Remains } from './remains.ts';
import { isRegistry } from './repository-url.ts';

/** The chart of a HelmRelease and the repository that serves it, or why that is not known. */
export type ReleaseSource =
  | {
      readonly kind: 'known';
      /** The HelmRepository or OCIRepository. */
      readonly resource: Resource;
      /** Of the repository: without the chart's name where it is a registry. */
      readonly url: string;
      readonly chart: string;
      readonly version: string | undefined;
    }
  | { readonly kind: 'other'; readonly why: string };

/** Where a HelmRelease takes its chart from; the source may be one that nothing applies. */
export function releaseSource(remains: Remains, release: Resource): ReleaseSource {
  const at = release.has('spec', 'chartRef') ? ['spec', 'chartRef'] : ['spec', 'chart', 'spec', 'sourceRef'];
  const kind = release.text(...at, 'kind');
  if (kind !== 'HelmRepository' && kind !== 'OCIRepository')
    return other(`its chart comes from ${kind ?? 'no HelmRepository'}`);
  const name = release.text(...at, 'name') ?? '';
  const resource = sourceNamed(remains, kind, release.text(...at, 'namespace') ?? remains.namespace, name);
  if (resource === undefined) return other(`${kind} ${name} is not in this repository`);
  if (kind === 'OCIRepository') {
    const { name: chart, range: version, server } = chartOfRegistry(resource);
    return server.kind === 'known'
      ? { kind: 'known', resource, url: server.url, chart, version }
      : other(server.why);
  }
  const url = resource.text('spec', 'url') ?? '';
  const chart = release.text('spec', 'chart', 'spec', 'chart');
  const version = release.text('spec', 'chart', 'spec', 'version');
  if (chart === undefined) return other('it names no chart');
  return isRegistry(url) || /^https?:\/\//i.test(url)
    ? { kind: 'known', resource, url: withoutTrailing(url, '/'), chart, version }
    : other(`HelmRepository ${name} is ${url === '' ? 'without URL' : maskedUrl(url)}`);
}

function sourceNamed(
  { place, seen }: Remains,
  kind: string,
  namespace: string,
  name: string,
): Resource | undefined {
  return (
    place.view?.find(kind, namespace, name, fluxGroups.source) ??
    seen.resources.find((each) => each.kind === kind && each.name === name && each.namespace === namespace)
  );
}

function other(why: string): ReleaseSource {
  return { kind: 'other', why };
}
