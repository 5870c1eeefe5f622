import { type ControllerFlag, hasControllerFlag } from '../../model/controller-flags.ts';
import { isAtLeast } from '../../model/flux-version.ts';
import type { Repo } from '../../model/repo.ts';
import { isEncrypted, type Resource } from '../../model/resource.ts';
import type { View } from '../../model/view.ts';
import { offerFix } from '../fixes.ts';
import { named, problemOf } from '../named.ts';
import { mayBePatched } from '../patched.ts';
import type { Rule } from '../rule.ts';

const config = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';
const label = 'reconcile.fluxcd.io/watch';
const labels = `  labels:\n    ${label}: Enabled # a change is applied at once, not at the next interval\n`;

const strategies =
  '  install:\n    strategy:\n      name: RetryOnFailure\n  upgrade:\n    strategy:\n      name: RetryOnFailure\n';
const remediations =
  '  install:\n    remediation:\n      retries: 3\n  upgrade:\n    remediation:\n      retries: 3\n';

/** What a cluster's controllers watch instead. */
const otherWatches: readonly ControllerFlag[] = ['watch-configs-label-selector', 'DisableConfigWatchers'];

export const watchLabelMissing: Rule = {
  id: 'helmrelease/watch-label-missing',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A change of values or variables waits for the next interval.',
  why: `A HelmRelease reads its values at its interval only: a changed ConfigMap is in the cluster within a minute, and has no
effect for the rest of the fifteen. From Flux 2.7 on the label \`${label}: Enabled\` on a ConfigMap or
Secret makes the controllers watch it, and whatever reads it is reconciled at once. Encrypted files are not reported: a
label must be added to them with sops.`,
  examples: [
    {
      title: 'values without the label',
      replace: [[config, labels, '']],
      finds: [`ConfigMap podinfo-helm-chart-value-overrides has no label ${label}: Enabled`],
    },
    {
      title: 'another value',
      replace: [[config, `${label}: Enabled`, `${label}: "true"`]],
      finds: [
        `ConfigMap podinfo-helm-chart-value-overrides has the label ${label}: true, which says nothing to Flux; expected Enabled`,
      ],
    },
    {
      title: 'Flux 2.6, which knows no such label',
      fluxVersion: '2.6',
      replace: [
        [config, labels, ''],
        ['podinfo/helmrelease-podinfo.yaml', strategies, remediations],
        ['redis/helmrelease-redis.yaml', strategies, remediations],
      ],
      finds: [],
    },
    {
      title: 'a label that the Kustomization adds',
      replace: [
        [config, labels, ''],
        [
          'flux-system/kustomizations/kustomization-podinfo.yaml',
          '  prune: true',
          `  commonMetadata:\n    labels:\n      ${label}: Enabled\n  prune: true`,
        ],
      ],
      finds: [],
    },
  ],
  repair: {
    unsafe: 'From then on a change of these values is rolled out at once, whatever the interval is.',
  },
  *check({ repo }) {
    if (!isAtLeast(repo.flux, 2, 7)) return;
    for (const view of repo.views) {
      if (otherWatches.some((flag) => hasControllerFlag(repo, view, flag))) continue;
      for (const { role, kind, namespace, name, from } of view.references) {
        if (role !== 'values' && role !== 'substitute') continue;
        const found = view.find(kind, namespace, name);
        if (found === undefined || isEncrypted(found)) continue;
        const value = found.get('metadata', 'labels', label);
        if (value === 'Enabled' || mayBePatched(repo, found) || getsLabel(repo, view, found)) continue;
        yield problemOf(found, ['metadata', 'labels', label], {
          message:
            value === undefined
              ? `${named(found)} has no label ${label}: Enabled`
              : `${named(found)} has the label ${label}: ${value}, which says nothing to Flux; expected Enabled`,
          help: `write it under metadata.labels; without it a change waits for the next interval of what reads it`,
          related: [{ at: from.at('spec', 'interval'), message: `${named(from)} reads it` }],
          ...offerFix(repo, found, { title: `write the label ${label}: Enabled`, safety: 'unsafe' }, [
            {
              kind: 'set',
              path: ['metadata', 'labels', label],
              value: 'Enabled',
              below: found.has('metadata', 'labels') ? undefined : ['name', 'namespace'],
            },
          ]),
        });
      }
    }
  },
};

/** Whether a Kustomization or a kustomization file puts the label on what it builds. */
function getsLabel(repo: Repo, view: View, resource: Resource): boolean {
  const kustomizations = new Set(repo.kustomizationFiles.values());
  return view.builds.some(
    ({ resources, kustomization, files }) =>
      resources.includes(resource) &&
      (kustomization?.get('spec', 'commonMetadata', 'labels', label) === 'Enabled' ||
        files.some((file) => kustomizations.has(file) && repo.files.text(file)?.includes(label) === true)),
  );
}
