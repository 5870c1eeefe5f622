import type { Problem } from '../../core/finding.ts';
import type { App } from '../../model/app.ts';
import { fileName, join } from '../../model/layout.ts';
import { either, named } from '../named.ts';
import type { Rule } from '../rule.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';

export const appIncomplete: Rule = {
  id: 'layout/app-incomplete',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An app has no HelmRelease, though the rest of it is there.',
  why: `An app has five files; four without the HelmRelease install nothing, and a Kustomization whose health check waits
for it never becomes ready, nor does what depends on it. As a rule somebody forgot to add the file to the commit, or
removed an app by half. The other parts have rules of their own: \`helmrelease/source-missing\`,
\`helmrelease/namespace-undeclared\`, \`helmrelease/values-missing\` and \`layout/orphan-folder\`.`,
  examples: [
    {
      title: 'the HelmRelease was not added',
      remove: [release],
      finds: [
        'app podinfo has no HelmRelease; it has a HelmRepository, a Namespace, a Kustomization and a ConfigMap',
      ],
    },
    {
      title: 'the HelmRelease was removed alone, its HelmRepository serves another app',
      replace: [
        [
          'redis/helmrelease-redis.yaml',
          '        name: redis\n        namespace: flux',
          '        name: podinfo\n        namespace: flux',
        ],
      ],
      remove: [release, 'flux-system/helmrepositories/helmrepository-redis.yaml'],
      finds: ['app podinfo has no HelmRelease; it has a Namespace, a Kustomization and a ConfigMap'],
    },
    {
      title: 'values in the HelmRelease instead of a ConfigMap',
      replace: [
        [
          release,
          '  valuesFrom:\n    - kind: ConfigMap\n      name: podinfo-helm-chart-value-overrides\n      valuesKey: values.yaml # the default, explicit for clarity\n',
          '  values:\n    replicaCount: 2\n',
        ],
      ],
      remove: ['podinfo/configmap-podinfo-helm-chart-value-overrides.yaml'],
      finds: [],
    },
  ],
  *check({ repo }) {
    for (const app of repo.apps) {
      if (!app.missing.includes('helmRelease') || !app.view.complete) continue;
      // A path that does not exist is said by kustomization/path-missing.
      const { kustomization, view } = app;
      if (kustomization !== undefined && view.buildOf(kustomization)?.exists !== true) continue;
      const problem = withoutRelease(app);
      if (problem !== undefined) yield problem;
    }
  },
};

/** At what waits for the release: the Kustomization, else the values. */
function withoutRelease(app: App): Problem | undefined {
  const { kustomization, values } = app;
  const holder = kustomization ?? values;
  if (holder === undefined) return undefined;
  const parts = [app.source, app.namespaceObject, kustomization, values].flatMap((part) => part?.kind ?? []);
  const wanted = join(app.folder ?? app.name, fileName('HelmRelease', app.name));
  return {
    at: kustomization === undefined ? holder.at('metadata', 'name') : kustomization.at('spec', 'path'),
    object: holder.object,
    message: `app ${app.name} has no HelmRelease; it has ${either(parts.map((kind) => `a ${kind}`)).replace(/ or ([^,]*)$/, ' and $1')}`,
    help: `add ${wanted} (gitops-kit new-app --repair ${app.name}), or remove ${named(holder)} and what belongs to it`,
  };
}
