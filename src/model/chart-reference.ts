import { maskedUrl } from '../core/escape.ts';
import { withoutTrailing } from '../core/text.ts';
import type { Path } from '../yaml/node.ts';
import { fluxGroups, type Resource } from './resource.ts';
import type { View } from './view.ts';

/** Which chart a HelmRelease installs, where its version is pinned, and where it is served. */
export interface ChartReference {
  /** The chart's name; for an OCIRepository the last segment of its URL. */
  readonly name: string;
  /** The Masterminds range, or an OCIRepository's tag; undefined when nothing is pinned. */
  readonly range: string | undefined;
  /** The object that holds the pin: the HelmRelease, or the OCIRepository or HelmChart that it refers to. */
  readonly pinnedIn: Resource;
  /** The field of the pin in it, which may be absent. */
  readonly pinPath: Path;
  readonly server: ChartServer;
}

/** The repository of a chart, as the object says that names it; or why it is not known. */
export type ChartServer =
  | {
      readonly kind: 'known';
      /** `https://…`, or `oci://registry/path` without the chart's name. */
      readonly url: string;
      /** The HelmRepository or OCIRepository. */
      readonly resource: Resource;
    }
  | { readonly kind: 'unknown'; readonly why: string };

/** The chart of a HelmRelease, through `spec.chart` or `spec.chartRef`; undefined when it names none that is here. */
export function chartOf(release: Resource, view: View): ChartReference | undefined {
  const at = ['spec', 'chart', 'spec'];
  if (release.text(...at, 'chart') !== undefined) return chartAt(release, at, view);
  const kind = release.text('spec', 'chartRef', 'kind');
  const target = release.text('spec', 'chartRef', 'name');
  if (kind === undefined || target === undefined) return undefined;
  const namespace = release.text('spec', 'chartRef', 'namespace') ?? view.namespaceOf(release);
  const found = view.find(kind, namespace, target);
  if (found === undefined) return undefined;
  return kind === 'HelmChart' ? chartAt(found, ['spec'], view, target) : chartOfRegistry(found);
}

/** A chart template, as HelmReleases and HelmCharts have it. */
function chartAt(holder: Resource, at: readonly string[], view: View, otherwise = ''): ChartReference {
  return {
    name: holder.text(...at, 'chart') ?? otherwise,
    range: holder.text(...at, 'version'),
    pinnedIn: holder,
    pinPath: [...at, 'version'],
    server: serverOf(holder, at, view),
  };
}

function serverOf(holder: Resource, at: readonly string[], view: View): ChartServer {
  const kind = holder.text(...at, 'sourceRef', 'kind');
  const name = holder.text(...at, 'sourceRef', 'name');
  if (name === undefined || kind === undefined) return unknown('it names no source');
  if (kind !== 'HelmRepository') return unknown(`its chart comes from ${kind} ${name}`);
  const namespace = holder.text(...at, 'sourceRef', 'namespace') ?? view.namespaceOf(holder);
  const resource = view.find(kind, namespace, name, fluxGroups.source);
  if (resource === undefined) return unknown(`HelmRepository ${name} is not in this repository`);
  return served(resource, urlOf(resource));
}

/** The chart of an OCIRepository: Flux takes `digest` before `semver` before `tag` (source-controller, getRevision). */
export function chartOfRegistry(source: Resource): ChartReference {
  const url = urlOf(source);
  const cut = url?.lastIndexOf('/') ?? -1;
  const semver = source.text('spec', 'ref', 'semver');
  const tag = source.text('spec', 'ref', 'tag');
  const field = semver === undefined && tag !== undefined ? 'tag' : 'semver';
  return {
    name: url?.slice(cut + 1) ?? source.name,
    range: semver ?? tag,
    pinnedIn: source,
    pinPath: ['spec', 'ref', field],
    server: served(source, url?.slice(0, cut)),
  };
}

function urlOf(source: Resource): string | undefined {
  const url = source.text('spec', 'url');
  return url === undefined ? undefined : withoutTrailing(url, '/');
}

function served(resource: Resource, url: string | undefined): ChartServer {
  const { kind, name } = resource;
  if (url === undefined || url.includes('${')) return unknown(`${kind} ${name} has no URL written out`);
  if (!/^(?:https?|oci):\/\/[^/]/i.test(url)) return unknown(`${kind} ${name} is ${maskedUrl(url)}`);
  return { kind: 'known', url, resource };
}

function unknown(why: string): ChartServer {
  return { kind: 'unknown', why };
}
