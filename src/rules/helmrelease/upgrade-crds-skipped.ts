import { offerFix } from '../fixes.ts';
import { named, problemOf } from '../named.ts';
import { mayBePatched } from '../patched.ts';
import { aboveActions, appliedReleases } from '../releases.ts';
import type { Rule } from '../rule.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';

export const upgradeCrdsSkipped: Rule = {
  id: 'helmrelease/upgrade-crds-skipped',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A HelmRelease replaces CRDs when it is installed, and leaves them alone from then on.',
  why: `\`install.crds\` and \`upgrade.crds\` are two fields with two defaults: an upgrade skips the chart's CRDs unless
\`upgrade.crds\` says otherwise. Who writes \`CreateReplace\` for the installation wants the CRDs of the chart's version;
after the first upgrade they are those of the old one, and the new controller meets fields that the cluster drops.`,
  examples: [
    {
      title: 'one of the two fields',
      replace: [[file, '  install:\n', '  install:\n    crds: CreateReplace\n']],
      finds: ['HelmRelease podinfo replaces CRDs at its installation, but skips them at every upgrade'],
    },
    {
      title: 'both fields',
      replace: [
        [file, '  upgrade:\n', '  upgrade:\n    crds: CreateReplace\n'],
        [file, '  install:\n', '  install:\n    crds: CreateReplace\n'],
      ],
      finds: [],
    },
  ],
  repair: {
    unsafe:
      'The next upgrade replaces the CRDs in the cluster by those of the chart: look what they take away, and who else installs them.',
  },
  *check({ repo }) {
    for (const { release } of appliedReleases(repo)) {
      if (release.get('spec', 'install', 'crds') !== 'CreateReplace') continue;
      if (release.get('spec', 'upgrade', 'crds') !== undefined || mayBePatched(repo, release)) continue;
      yield problemOf(release, ['spec', 'install', 'crds'], {
        message: `${named(release)} replaces CRDs at its installation, but skips them at every upgrade`,
        help: 'write upgrade.crds: CreateReplace, or Skip where that is meant',
        ...offerFix(repo, release, { title: 'write upgrade.crds: CreateReplace', safety: 'unsafe' }, [
          {
            kind: 'set',
            path: ['spec', 'upgrade', 'crds'],
            value: 'CreateReplace',
            below: release.has('spec', 'upgrade') ? [] : aboveActions,
          },
        ]),
      });
    }
  },
};
