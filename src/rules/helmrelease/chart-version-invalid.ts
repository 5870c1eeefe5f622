import { chartPins } from '../chart-pins.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';

export const chartVersionInvalid: Rule = {
  id: 'helmrelease/chart-version-invalid',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The chart version of a HelmRelease is no version and no range.',
  why: `Flux asks the HelmRepository for the newest version that lies in the range. A text that is no range finds
nothing: the release is neither installed nor upgraded. Ranges are those of Helm: \`6.x\`, \`~6.14.0\`, \`^6.1.0\`,
\`>=6.1.0 <7.0.0\`, \`6.x || 7.x\`. There are no words like \`latest\`.`,
  examples: [
    {
      title: 'a word',
      replace: [[release, 'version: 6.x', 'version: latest']],
      finds: [
        'HelmRelease podinfo has chart version latest, which is no version range; expected a form like 6.x, ^6.1.0 or 6.14.1',
      ],
    },
    {
      title: 'an operator too many',
      replace: [[release, 'version: 6.x', 'version: ">==6.1.0"']],
      finds: [
        'HelmRelease podinfo has chart version >==6.1.0, which is no version range; expected a form like 6.x, ^6.1.0 or 6.14.1',
      ],
    },
    {
      title: 'two conditions',
      replace: [[release, 'version: 6.x', 'version: ">=6.1.0, <7.0.0"']],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const { holder, version, versionPath, range } of chartPins(repo)) {
      if (version === undefined || range !== undefined) continue;
      yield problemOf(holder, versionPath, {
        message: `${named(holder)} has chart version ${version}, which is no version range; expected a form like 6.x, ^6.1.0 or 6.14.1`,
        help: 'write the major version that is meant, as in 6.x: Flux takes the newest of it',
      });
    }
  },
};
