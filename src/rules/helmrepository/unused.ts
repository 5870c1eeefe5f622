import { nearest } from '../../core/suggest.ts';
import { fluxGroups } from '../../model/resource.ts';
import { unapplied } from '../applied.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const file = 'flux-system/helmrepositories/helmrepository-web.yaml';

export const unused: Rule = {
  id: 'helmrepository/unused',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'No HelmRelease uses a HelmRepository.',
  why: `Flux fetches its index at each interval all the same. Often it is left over from an app that was removed or has
moved to another source; sometimes the release that should use it names another by mistake. Where a cluster applies more
than this repository, nothing is said.`,
  examples: [
    {
      title: 'what a removed app left behind',
      create: {
        [file]:
          'apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata:\n  name: web\n  namespace: flux-system\nspec:\n  interval: 15m\n  url: https://charts.example.com\n',
      },
      finds: ['no HelmRelease uses HelmRepository web'],
    },
    { title: 'a repository for each release', finds: [] },
  ],
  *check({ repo }) {
    if (repo.views.some((view) => !view.complete || view.foreign.length > 0)) return;
    // Kustomizations that nothing here applies: there are clusters of which this repository does not tell all.
    if (unapplied(repo).kustomizations.length > 0) return;
    const used = new Set<string>();
    for (const reference of repo.views.flatMap(({ references }) => references)) {
      if (reference.kind === 'HelmRepository') used.add(`${reference.namespace}/${reference.name}`);
    }
    // A release that nothing applies, or a name with a variable in it, may be what uses it.
    const parked = new Set(
      repo
        .ofKind('HelmRelease', fluxGroups.helm)
        .map((release) => release.text('spec', 'chart', 'spec', 'sourceRef', 'name')),
    );
    // A release without a source may be the one that should use it.
    for (const release of repo.ofKind('HelmRelease', fluxGroups.helm)) {
      const source = release.get('spec', 'chart', 'spec', 'sourceRef') ?? release.get('spec', 'chartRef');
      if (source === undefined) parked.add(release.name);
    }
    if ([...parked, ...used].some((name) => name?.includes('${'))) return;
    const awaited = new Set(
      repo.apps.flatMap(({ missing, source }) => (missing.includes('helmRelease') ? (source ?? []) : [])),
    );
    for (const view of repo.views) {
      const dangling = view.references.filter(
        ({ kind, namespace, name }) =>
          kind === 'HelmRepository' && view.makes(kind, namespace, name) === undefined,
      );
      for (const resource of view.ofKind('HelmRepository', fluxGroups.source)) {
        const key = `${view.namespaceOf(resource)}/${view.nameOf(resource)}`;
        if (used.has(key) || parked.has(resource.name) || awaited.has(resource)) continue;
        // A reference that leads nowhere may mean this one: helmrelease/source-missing says so.
        if (
          dangling.some(({ name }) => name === resource.name || nearest(name, [resource.name]) !== undefined)
        )
          continue;
        yield problemOf(resource, ['metadata', 'name'], {
          message: `no HelmRelease uses ${named(resource)}`,
          help: `remove ${resource.file}, or name it in the release that needs it`,
        });
      }
    }
  },
};
