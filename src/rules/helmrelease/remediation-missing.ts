import { hasControllerFlag } from '../../model/controller-flags.ts';
import { isAtLeast } from '../../model/flux-version.ts';
import type { Repo } from '../../model/repo.ts';
import type { Resource } from '../../model/resource.ts';
import type { DataEdit } from '../../yaml/edit-checked.ts';
import { offerFix } from '../fixes.ts';
import { named, problemOf } from '../named.ts';
import { mayBePatched } from '../patched.ts';
import { aboveActions, appliedReleases } from '../releases.ts';
import type { Rule } from '../rule.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';
const install = '  install:\n    strategy:\n      name: RetryOnFailure\n';
const upgrade = '  upgrade:\n    strategy:\n      name: RetryOnFailure\n';

const remediations =
  '  install:\n    remediation:\n      retries: 3\n  upgrade:\n    remediation:\n      retries: -1\n';

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
      title: 'Flux 2.6, which knows no strategies',
      fluxVersion: '2.6',
      replace: [
        [file, install + upgrade, ''],
        ['redis/helmrelease-redis.yaml', install + upgrade, remediations],
      ],
      finds: ['HelmRelease podinfo gives up after its first failed installation or upgrade'],
    },
    {
      title: 'retries for the installation only',
      replace: [[file, install + upgrade, '  install:\n    remediation:\n      retries: 3\n']],
      finds: ['HelmRelease podinfo gives up after its first failed upgrade'],
    },
    {
      title: 'retries',
      replace: [[file, install + upgrade, remediations]],
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
  repair: {
    unsafe:
      'A release that failed is tried again until it succeeds; one with retries is uninstalled or rolled back in between.',
  },
  *check({ repo }) {
    for (const { view, release } of appliedReleases(repo)) {
      const actions = ['install', 'upgrade'].filter((action) => !retries(release, action));
      const [first] = actions;
      if (first === undefined || mayBePatched(repo, release)) continue;
      if (hasControllerFlag(repo, view, 'DefaultToRetryOnFailure')) continue;
      const { title, edits } = repaired(repo, release, actions);
      const words = actions.map((action) => (action === 'install' ? 'installation' : action)).join(' or ');
      yield problemOf(release, ['spec', first, 'remediation'], {
        message: `${named(release)} gives up after its first failed ${words}`,
        help: title,
        ...offerFix(repo, release, { title, safety: 'unsafe' }, edits),
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

/** A release that is remediated in one way goes on so: no other strategy is pressed on it. */
function repaired(
  { flux }: Repo,
  release: Resource,
  actions: readonly string[],
): { readonly title: string; readonly edits: readonly DataEdit[] } {
  const isRemediated = (action: string): boolean =>
    !isAtLeast(flux, 2, 7) ||
    release.version !== 'v2' ||
    release.has('spec', action, 'strategy') ||
    ['install', 'upgrade'].some((each) => release.has('spec', each, 'remediation'));
  const ways = [
    {
      field: 'strategy',
      key: 'name',
      value: 'RetryOnFailure',
      of: actions.filter((each) => !isRemediated(each)),
    },
    { field: 'remediation', key: 'retries', value: 3, of: actions.filter(isRemediated) },
  ].filter(({ of }) => of.length > 0);
  const words = ways.map(
    ({ field, key, value, of }) => `${field}: {${key}: ${value}} under ${of.join(' and ')}`,
  );
  const edits = ways.flatMap(({ field, key, value, of }) =>
    of.map((action): DataEdit => {
      const below = release.has('spec', action) ? undefined : aboveActions;
      return { kind: 'set', path: ['spec', action, field, key], value, below };
    }),
  );
  return { title: `write ${words.join(', and ')}`, edits };
}
