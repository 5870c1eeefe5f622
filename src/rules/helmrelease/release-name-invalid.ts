import { hasVariable } from '../../model/substitution.ts';
import { named, problemOf } from '../named.ts';
import { appliedReleases } from '../releases.ts';
import type { Rule } from '../rule.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';

/** What Helm takes (pkg/chart/common/util, ValidateReleaseName): the form of a DNS subdomain. */
const form = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

export const releaseNameInvalid: Rule = {
  id: 'helmrelease/release-name-invalid',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Helm refuses the name of the release.',
  why: `A chart's objects are named after the release, so Helm takes lower-case letters, digits, \`-\` and \`.\` only, with a
letter or digit at both ends. Flux's API looks at the length alone: the object is applied, and the installation fails.`,
  examples: [
    {
      title: 'an underscore',
      replace: [[file, 'releaseName: podinfo', 'releaseName: pod_info']],
      finds: [
        'HelmRelease podinfo has releaseName pod_info, which Helm refuses; expected lower-case letters, digits and hyphens',
      ],
    },
    {
      title: 'upper case',
      replace: [[file, 'releaseName: podinfo', 'releaseName: PodInfo']],
      finds: [
        'HelmRelease podinfo has releaseName PodInfo, which Helm refuses; expected lower-case letters, digits and hyphens',
      ],
    },
    {
      title: 'a hyphen',
      replace: [[file, 'releaseName: podinfo', 'releaseName: podinfo-eu']],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const { release } of appliedReleases(repo)) {
      const name = release.text('spec', 'releaseName');
      if (name === undefined || name === '' || hasVariable(name) || form.test(name)) continue;
      yield problemOf(release, ['spec', 'releaseName'], {
        message: `${named(release)} has releaseName ${name}, which Helm refuses; expected lower-case letters, digits and hyphens`,
        help: `write releaseName: ${release.name}`,
      });
    }
  },
};
