import { dataSizes, mostData } from '../data-size.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

export const configmapTooLarge: Rule = {
  id: 'helmrelease/configmap-too-large',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A ConfigMap or Secret is larger than Kubernetes takes.',
  why: `The API server refuses a ConfigMap or Secret whose values have more than 1 MiB together, and Flux then applies nothing of
the same Kustomization. Split it: \`valuesFrom\` is a list, and files that the chart's templates only mount can be
objects of their own.`,
  options: {
    limit: {
      describe: 'The most bytes that the values of one object may have; Kubernetes takes 1048576.',
      schema: { type: 'integer', minimum: 1, maximum: mostData },
      default: mostData,
    },
  },
  examples: [
    {
      title: 'a limit of 256 bytes',
      options: { limit: 256 },
      finds: ['ConfigMap podinfo-helm-chart-value-overrides holds 357 bytes; expected at most 256'],
    },
    { title: 'values of a few hundred bytes', options: { limit: 512 }, finds: [] },
  ],
  alone: true,
  *check({ repo, options }) {
    const limit = Number(options['limit']);
    for (const { resource, size } of dataSizes(repo)) {
      if (size <= limit) continue;
      yield problemOf(resource, ['metadata', 'name'], {
        message: `${named(resource)} holds ${size} bytes; expected at most ${limit}`,
        help: 'split it into several objects; a HelmRelease can read more than one',
      });
    }
  },
};
