import { apiUses } from '../api-uses.ts';
import { named, problemOf } from '../named.ts';
import type { Example, Rule } from '../rule.ts';

const strategy =
  '  install:\n    strategy:\n      name: RetryOnFailure\n  upgrade:\n    strategy:\n      name: RetryOnFailure\n';
const remediation =
  '  install:\n    remediation:\n      retries: 3\n  upgrade:\n    remediation:\n      retries: 3\n';

/** The golden repository as an older Flux serves it. */
const older: NonNullable<Example['replace']> = [
  ['podinfo/helmrelease-podinfo.yaml', strategy, remediation],
  ['redis/helmrelease-redis.yaml', strategy, remediation],
];
const policy = (version: string): NonNullable<Example['create']> => ({
  'podinfo/imagepolicy-podinfo.yaml': `apiVersion: image.toolkit.fluxcd.io/${version}
kind: ImagePolicy
metadata:
  name: podinfo
  namespace: podinfo
spec:
  imageRepositoryRef:
    name: podinfo
  policy:
    semver:
      range: 6.x
`,
});

export const expiringVersion: Rule = {
  id: 'api/expiring-version',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'The newest version of an API that the clusters serve is gone in a later release.',
  why: `Nothing can be done yet: the Flux that runs serves no newer version. It is worth knowing before the upgrade:
the release that removes the version serves another one beside it for a while, and objects are moved in that time.`,
  examples: [
    {
      title: 'the newest that Flux 2.6 serves, and Flux 2.9 does not',
      replace: older,
      create: policy('v1beta2'),
      fluxVersion: '2.6',
      finds: [
        'ImagePolicy podinfo is written for image.toolkit.fluxcd.io/v1beta2, which Flux 2.9 removes; Flux 2.6 serves nothing newer',
      ],
    },
    {
      title: 'a version that stays',
      create: policy('v1'),
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    const { major, minor } = repo.flux;
    for (const { resource, path, apiVersion, state } of apiUses(repo, 'deprecated')) {
      if (state.write !== undefined || state.removedIn === undefined) continue;
      yield problemOf(resource, path, {
        message: `${named(resource)} is written for ${apiVersion}, which ${state.removedIn} removes; Flux ${major}.${minor} serves nothing newer`,
        help: `move it to the newer version after an upgrade of Flux, before ${state.removedIn}`,
      });
    }
  },
};
