import { fluxGroups, type Resource } from '../model/resource.ts';
import type { Remains } from './remains.ts';

/** The HTTP repository that a HelmRelease takes its chart from, or why there is none. */
export type ReleaseSource =
  | { readonly kind: 'http'; readonly resource: Resource; readonly url: string }
  | { readonly kind: 'other'; readonly why: string };

/** Where a HelmRelease takes its chart from; its HelmRepository may be one that nothing applies. */
export function releaseSource({ place, namespace, seen }: Remains, release: Resource): ReleaseSource {
  const at = ['spec', 'chart', 'spec', 'sourceRef'];
  const kind = release.text(...at, 'kind');
  if (kind !== 'HelmRepository')
    return { kind: 'other', why: `its chart comes from ${kind ?? 'no HelmRepository'}` };
  const name = release.text(...at, 'name') ?? '';
  const home = release.text(...at, 'namespace') ?? namespace;
  const resource =
    place.view?.find(kind, home, name, fluxGroups.source) ??
    seen.resources.find((each) => each.kind === kind && each.name === name && each.namespace === home);
  const url = resource?.text('spec', 'url');
  if (resource === undefined || url === undefined)
    return { kind: 'other', why: `HelmRepository ${name} is not in this repository` };
  return /^https?:\/\//i.test(url)
    ? { kind: 'http', resource, url }
    : { kind: 'other', why: `HelmRepository ${name} is ${url}` };
}
