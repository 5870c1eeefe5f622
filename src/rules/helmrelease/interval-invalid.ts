import { invalidDurations } from '../durations.ts';
import type { Rule } from '../rule.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';

export const intervalInvalid: Rule = {
  id: 'helmrelease/interval-invalid',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The interval or timeout of a HelmRelease is no duration.',
  why: `Flux's API takes durations in hours, minutes, seconds and milliseconds, written together: \`15m\`, \`1h30m\`,
\`1.5h\`. It refuses an object with anything else (\`1d\`, \`15 m\`, a bare \`15\`), and with it everything that the
same Kustomization applies.`,
  examples: [
    {
      title: 'a bare number',
      replace: [[file, '  interval: 15m', '  interval: 15']],
      finds: [
        'HelmRelease podinfo has interval 15, which is no duration of Flux; expected a form like 1h30m, 15m or 30s',
      ],
    },
    {
      title: 'words',
      replace: [[file, 'timeout: 5m', 'timeout: 5 minutes']],
      finds: [
        'HelmRelease podinfo has timeout 5 minutes, which is no duration of Flux; expected a form like 1h30m, 15m or 30s',
      ],
    },
    {
      title: 'half an hour, as a fraction',
      replace: [[file, '  interval: 15m', '  interval: 0.5h']],
      finds: [],
    },
  ],
  repair: {
    safe: "Flux's API refuses the object as it is, and the text leaves no doubt which time is meant.",
  },
  alone: true,
  check: (context) => invalidDurations(context, 'HelmRelease'),
};
