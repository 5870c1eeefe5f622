import { hasControllerFlag } from '../../model/controller-flags.ts';
import { isAtLeast } from '../../model/flux-version.ts';
import type { Resource } from '../../model/resource.ts';
import { named, problemOf } from '../named.ts';
import { mayBePatched } from '../patched.ts';
import { appliedReleases } from '../releases.ts';
import type { Rule } from '../rule.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';
const renders = (kind: string, more = ''): readonly [string, string, string] => [
  file,
  '  releaseName: podinfo\n',
  `  releaseName: podinfo\n${more}  postRenderers:\n    - kustomize:\n        patches:\n          - target:\n              kind: ${kind}\n            patch: |\n              - op: add\n                path: /metadata/labels/team\n                value: web\n`,
];

/** What charts use as hooks: jobs, and what jobs need. Deployments, Services and the like hardly ever are. */
const hookKinds: ReadonlySet<string> = new Set([
  'ClusterRole',
  'ClusterRoleBinding',
  'ConfigMap',
  'Job',
  'PersistentVolumeClaim',
  'Pod',
  'Role',
  'RoleBinding',
  'Secret',
  'ServiceAccount',
]);

export const postRenderStrategy: Rule = {
  id: 'helmrelease/post-render-strategy',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'From Flux 2.9 on the post-renderers of a HelmRelease also change its hooks.',
  why: `Until Flux 2.8 post-renderers saw a chart's templates only. From 2.9 on, without \`postRenderStrategy\`, its hooks pass
through them as well: jobs that run before an upgrade, and what they need. A patch without a kind, or of a kind that hooks
are made of, now changes them, and one that does not fit fails the upgrade. Say which is meant.`,
  examples: [
    {
      title: 'a patch of jobs',
      replace: [renders('Job')],
      finds: [
        'HelmRelease podinfo has post-renderers that now change hooks as well, and no postRenderStrategy',
      ],
    },
    { title: 'Flux 2.8', fluxVersion: '2.8', replace: [renders('Job')], finds: [] },
    { title: 'a patch of something that is no hook', replace: [renders('Deployment')], finds: [] },
    { title: 'a strategy', replace: [renders('Job', '  postRenderStrategy: combined\n')], finds: [] },
  ],
  *check({ repo }) {
    if (!isAtLeast(repo.flux, 2, 9)) return;
    for (const { view, release } of appliedReleases(repo)) {
      if (release.get('spec', 'postRenderStrategy') !== undefined || !mayReachHooks(release)) continue;
      if (mayBePatched(repo, release) || hasControllerFlag(repo, view, 'UseHelm3Defaults')) continue;
      yield problemOf(release, ['spec', 'postRenderers'], {
        message: `${named(release)} has post-renderers that now change hooks as well, and no postRenderStrategy`,
        help: 'write postRenderStrategy: nohooks to leave hooks alone as before, or combined',
      });
    }
  },
};

function mayReachHooks(release: Resource): boolean {
  return release.list('spec', 'postRenderers').some((_, index) => {
    const patches = ['spec', 'postRenderers', index, 'kustomize', 'patches'];
    if (release.list('spec', 'postRenderers', index, 'kustomize', 'images').length > 0) return true;
    return release.list(...patches).some((_patch, at) => {
      const kind = release.text(...patches, at, 'target', 'kind');
      return kind === undefined ? release.get(...patches, at, 'target') !== undefined : hookKinds.has(kind);
    });
  });
}
