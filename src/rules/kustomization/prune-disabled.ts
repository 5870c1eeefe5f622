import { offerFix } from '../fixes.ts';
import { ownKustomizations } from '../flux-kustomizations.ts';
import { named, problemOf } from '../named.ts';
import { mayBeWritten } from '../patched-field.ts';
import type { Rule } from '../rule.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';

/** What people keep from being removed on purpose. */
const precious = ['CustomResourceDefinition', 'Namespace', 'PersistentVolume', 'PersistentVolumeClaim'];

export const pruneDisabled: Rule = {
  id: 'kustomization/prune-disabled',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A Kustomization does not remove what is removed from its path.',
  why: `With \`prune: false\` an object whose file was deleted or renamed stays in the cluster, and nothing says so: the old
release goes on running beside the new one. Write \`prune: true\`, and keep single objects with the annotation
\`kustomize.toolkit.fluxcd.io/prune: disabled\`. Paths that hold namespaces, volumes or CRDs are left alone.`,
  examples: [
    {
      title: 'pruning switched off',
      replace: [[kustomization, 'prune: true', 'prune: false']],
      finds: ['Kustomization podinfo has prune: false'],
    },
    {
      title: 'a path that holds a volume',
      replace: [[kustomization, 'prune: true', 'prune: false']],
      create: {
        'podinfo/persistentvolumeclaim-podinfo.yaml': `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: podinfo
  namespace: podinfo
spec:
  accessModes: [ReadWriteOnce]
  resources:
    requests:
      storage: 1Gi
`,
      },
      finds: [],
    },
  ],
  repair: {
    unsafe:
      'From then on Flux deletes what is taken out of the path, and everything when the Kustomization itself is deleted.',
  },
  *check({ repo }) {
    const applied = new Map(
      repo.views.flatMap(({ builds }) => builds.map((build) => [build.kustomization, build] as const)),
    );
    for (const each of ownKustomizations(repo)) {
      if (each.get('spec', 'prune') !== false || mayBeWritten(repo, 'Kustomization', 'prune')) continue;
      const build = applied.get(each);
      // What another source holds, or what is not applied from here, may be just as precious.
      if (build?.complete !== true || build.resources.some(({ kind }) => precious.includes(kind))) continue;
      yield problemOf(each, ['spec', 'prune'], {
        message: `${named(each)} has prune: false`,
        help: 'write prune: true: what is removed from its path stays in the cluster otherwise',
        ...offerFix(repo, each, { title: 'write prune: true', safety: 'unsafe' }, [
          { kind: 'set', path: ['spec', 'prune'], value: true },
        ]),
      });
    }
  },
};
