import { invalidDurations } from '../durations.ts';
import type { Rule } from '../rule.ts';

const file = 'flux-system/helmrepositories/helmrepository-podinfo.yaml';

export const intervalInvalid: Rule = {
  id: 'source/interval-invalid',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The interval or timeout of a source is no duration.',
  why: `Flux's API takes durations in hours, minutes, seconds and milliseconds, written together: \`15m\`, \`1h30m\`,
\`1.5h\`. It refuses an object with anything else (\`1d\`, \`15 m\`, a bare \`15\`), and with it everything that the
same Kustomization applies. The timeout of a source
has no hours: \`60m\`, not \`1h\`.`,
  examples: [
    {
      title: 'a timeout in hours',
      replace: [[file, '  interval: 15m', '  interval: 15m\n  timeout: 1h']],
      finds: [
        'HelmRepository podinfo has timeout 1h, and the timeout of a source knows no hours; expected minutes or seconds',
      ],
    },
    {
      title: 'days',
      replace: [[file, '  interval: 15m', '  interval: 1d']],
      finds: [
        'HelmRepository podinfo has interval 1d, which is no duration of Flux; expected a form like 1h30m, 15m or 30s',
      ],
    },
    {
      title: 'an interval in hours, a timeout in minutes',
      replace: [[file, '  interval: 15m', '  interval: 1h\n  timeout: 60m']],
      finds: [],
    },
  ],
  repair: {
    safe: "Flux's API refuses the object as it is, and the text leaves no doubt which time is meant.",
  },
  alone: true,
  check: (context) => invalidDurations(context, 'source'),
};
