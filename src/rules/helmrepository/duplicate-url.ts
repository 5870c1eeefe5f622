import { plainUrl } from '../../model/ended-repositories.ts';
import { fluxGroups, type Resource } from '../../model/resource.ts';
import { declaredHere, named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const file = 'flux-system/helmrepositories/helmrepository-redis.yaml';

export const duplicateUrl: Rule = {
  id: 'helmrepository/duplicate-url',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Two HelmRepositories have the same URL.',
  why: `Flux fetches the whole index for each of them, at each interval, and keeps both in memory; an index can have
many megabytes. Releases of any namespace can name one HelmRepository. Where the two differ by a slash at the end, one is
often a slip. Repositories with different credentials, or in different namespaces, are left alone.`,
  examples: [
    {
      title: 'a URL with a slash, and one without',
      replace: [
        [file, 'https://groundhog2k.github.io/helm-charts', 'https://stefanprodan.github.io/podinfo/'],
      ],
      finds: [
        'HelmRepository redis has the URL of HelmRepository podinfo, https://stefanprodan.github.io/podinfo',
      ],
    },
    { title: 'two URLs', finds: [] },
  ],
  *check({ repo }) {
    for (const view of repo.views) {
      const known = new Map<string, Resource>();
      for (const resource of view.ofKind('HelmRepository', fluxGroups.source)) {
        const url = resource.text('spec', 'url');
        if (url === undefined || url.includes('${')) continue;
        const key = [
          plainUrl(url),
          view.namespaceOf(resource) ?? '',
          // Shards of Flux's controllers have a copy each.
          resource.text('metadata', 'labels', 'sharding.fluxcd.io/key') ?? '',
          JSON.stringify([
            resource.get('spec', 'secretRef') ?? null,
            resource.get('spec', 'certSecretRef') ?? null,
          ]),
        ].join('\n');
        const first = known.get(key);
        // The same object twice is metadata/duplicate-object's business.
        if (first !== undefined && view.nameOf(first) !== view.nameOf(resource)) {
          yield problemOf(resource, ['spec', 'url'], {
            message: `${named(resource)} has the URL of ${named(first)}, ${plainUrl(url)}`,
            help: `name ${first.name} in the releases that use ${resource.name}, and remove ${resource.name}`,
            related: [declaredHere(first)],
          });
        }
        known.set(key, first ?? resource);
      }
    }
  },
};
