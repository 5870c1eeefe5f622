import { hasControllerFlag } from '../../model/controller-flags.ts';
import { isAtLeast } from '../../model/flux-version.ts';
import type { Resource } from '../../model/resource.ts';
import { named, problemOf } from '../named.ts';
import { mayBePatched } from '../patched.ts';
import { appliedReleases } from '../releases.ts';
import type { Rule } from '../rule.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';
const install = '  install:\n    strategy:\n      name: RetryOnFailure\n';
const upgrade = '  upgrade:\n    strategy:\n      name: RetryOnFailure\n';

export const remediationMissing: Rule = {
  id: 'helmrelease/remediation-missing',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A HelmRelease gives up after its first failure.',
  why: `By default Flux retries nothing: an image that took too long once, a webhook that was not up yet, and the release
stays failed until somebody changes it, though nothing is wrong any more. From Flux 2.7 on
\`strategy.name: RetryOnFailure\` tries again at the retry interval and leaves what runs alone; before it,
\`remediation.retries\` uninstalls or rolls back between its attempts. A patch that gives all releases the same is seen.`,
  examples: [
    {
      title: 'neither for the installation nor for upgrades',
      replace: [[file, install + upgrade, '']],
      finds: ['HelmRelease podinfo gives up after its first failed installation or upgrade'],
    },
    {
      title: 'not for upgrades',
      replace: [[file, upgrade, '']],
      finds: ['HelmRelease podinfo gives up after its first failed upgrade'],
    },
    {
      title: 'a remediation that retries nothing',
      replace: [[file, install, '  install:\n    remediation:\n      remediateLastFailure: true\n']],
      finds: ['HelmRelease podinfo gives up after its first failed installation'],
    },
    {
      title: 'retries',
      replace: [
        [
          file,
          install + upgrade,
          '  install:\n    remediation:\n      retries: 3\n  upgrade:\n    remediation:\n      retries: -1\n',
        ],
      ],
      finds: [],
    },
    {
      title: 'a patch for all releases',
      replace: [
        [file, install + upgrade, ''],
        [
          'flux-system/kustomizations/kustomization-podinfo.yaml',
          '  prune: true',
          '  patches:\n    - target:\n        kind: HelmRelease\n      patch: |\n        - op: add\n          path: /spec/upgrade\n          value: {strategy: {name: RetryOnFailure}}\n  prune: true',
        ],
      ],
      finds: [],
    },
  ],
  *check({ repo }) {
    for (const { view, release } of appliedReleases(repo)) {
      const actions = ['install', 'upgrade'].filter((action) => !retries(release, action));
      const [first] = actions;
      if (first === undefined || mayBePatched(repo, release)) continue;
      if (hasControllerFlag(repo, view, 'DefaultToRetryOnFailure')) continue;
      const words = actions.map((action) => (action === 'install' ? 'installation' : action)).join(' or ');
      yield problemOf(release, ['spec', first, 'remediation'], {
        message: `${named(release)} gives up after its first failed ${words}`,
        help: isAtLeast(repo.flux, 2, 7)
          ? `write strategy: {name: RetryOnFailure} under ${actions.join(' and ')}`
          : `write remediation: {retries: 3} under ${actions.join(' and ')}`,
      });
    }
  },
};

/** Whether a failed action is tried again; what a variable says counts as yes. */
function retries(release: Resource, action: string): boolean {
  const strategy = release.get('spec', action, 'strategy', 'name');
  if (strategy !== undefined && strategy !== 'RemediateOnFailure') return true;
  const count = release.get('spec', action, 'remediation', 'retries');
  return count !== undefined && count !== 0;
}
