import { invalidDurations } from '../durations.ts';
import type { Rule } from '../rule.ts';

const file = 'flux-system/kustomizations/kustomization-podinfo.yaml';

export const intervalInvalid: Rule = {
  id: 'kustomization/interval-invalid',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The interval, retryInterval or timeout of a Kustomization is no duration.',
  why: `Flux's API takes durations in hours, minutes, seconds and milliseconds, written together: \`15m\`, \`1h30m\`,
\`1.5h\`. It refuses an object with anything else (\`1d\`, \`15 m\`, a bare \`15\`), and with it everything that the
same Kustomization applies.`,
  examples: [
    {
      title: 'days',
      replace: [[file, '  interval: 15m', '  interval: 1d']],
      finds: [
        'Kustomization podinfo has interval 1d, which is no duration of Flux; expected a form like 1h30m, 15m or 30s',
      ],
    },
    {
      title: 'a space',
      replace: [[file, 'timeout: 10m', 'timeout: 10 m']],
      finds: [
        'Kustomization podinfo has timeout 10 m, which is no duration of Flux; expected a form like 1h30m, 15m or 30s',
      ],
    },
    { title: 'hours and minutes', replace: [[file, '  interval: 15m', '  interval: 1h30m']], finds: [] },
  ],
  repair: {
    safe: "Flux's API refuses the object as it is, and the text leaves no doubt which time is meant.",
  },
  alone: true,
  check: (context) => invalidDurations(context, 'Kustomization'),
};
