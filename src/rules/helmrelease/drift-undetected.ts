import { offerFix } from '../fixes.ts';
import { named, problemOf } from '../named.ts';
import { mayBePatched } from '../patched.ts';
import { aboveActions, appliedReleases } from '../releases.ts';
import type { Rule } from '../rule.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';
const detects = (mode: string): readonly [string, string, string] => [
  file,
  '  releaseName: podinfo\n',
  `  releaseName: podinfo\n  driftDetection:\n${mode}    ignore:\n      - paths: [/spec/replicas]\n        target:\n          kind: Deployment\n`,
];

export const driftUndetected: Rule = {
  id: 'helmrelease/drift-undetected',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Nobody notices when the objects of a release are changed in the cluster.',
  why: `Flux compares a release with what Helm recorded, not with what runs: an object that somebody edited or deleted by hand
stays so until the next upgrade. \`driftDetection.mode\` \`enabled\` puts it right at every interval, \`warn\` says it.
Without \`mode\` the rest of \`driftDetection\` has no effect. Set \`required\` where every release must have it, as in the
folders of production.`,
  options: {
    required: {
      describe: 'Also report releases without any `driftDetection`.',
      schema: { type: 'boolean' },
      default: false,
    },
  },
  examples: [
    {
      title: 'exceptions, and nothing that they are exceptions of',
      replace: [detects('')],
      finds: ['HelmRelease podinfo has driftDetection without mode, which has no effect'],
    },
    {
      title: 'none, where it is required',
      options: { required: true },
      replace: [detects('    mode: warn\n')],
      finds: ['HelmRelease redis has no driftDetection'],
    },
    { title: 'a mode', replace: [detects('    mode: enabled\n')], finds: [] },
  ],
  repair: {
    unsafe:
      'What was changed in the cluster by hand, or is changed by an autoscaler that `ignore` does not name, is undone.',
  },
  *check({ repo, options }) {
    for (const { release } of appliedReleases(repo)) {
      const isThere = release.get('spec', 'driftDetection') !== undefined;
      if (release.get('spec', 'driftDetection', 'mode') !== undefined) continue;
      if ((!isThere && options['required'] !== true) || mayBePatched(repo, release)) continue;
      yield problemOf(release, ['spec', 'driftDetection', 'mode'], {
        message: `${named(release)} has ${isThere ? 'driftDetection without mode, which has no effect' : 'no driftDetection'}`,
        help: 'write driftDetection.mode: enabled, or warn to hear of it only',
        ...offerFix(repo, release, { title: 'write driftDetection.mode: enabled', safety: 'unsafe' }, [
          {
            kind: 'set',
            path: ['spec', 'driftDetection', 'mode'],
            value: 'enabled',
            below: isThere ? [] : aboveActions,
          },
        ]),
      });
    }
  },
};
