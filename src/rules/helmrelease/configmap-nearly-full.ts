import { dataSizes, mostData } from '../data-size.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const mebibyte = mostData;

export const configmapNearlyFull: Rule = {
  id: 'helmrelease/configmap-nearly-full',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A ConfigMap or Secret is nearly as large as Kubernetes takes.',
  why: `More than 1 MiB is refused. Values grow with every version of the chart, and the update that crosses the line fails as a
whole: nothing of its Kustomization is applied. Split the object while there is time.`,
  options: {
    percent: {
      describe: 'Report an object from this part of 1 MiB on.',
      schema: { type: 'number', exclusiveMinimum: 0, maximum: 100 },
      default: 80,
    },
  },
  examples: [
    {
      title: 'a part of one in three thousand',
      options: { percent: 0.03 },
      finds: ['ConfigMap podinfo-helm-chart-value-overrides holds 357 bytes of at most 1048576'],
    },
    { title: 'values of a few hundred bytes', options: { percent: 0.05 }, finds: [] },
  ],
  alone: true,
  *check({ repo, options }) {
    const from = (Number(options['percent']) / 100) * mebibyte;
    for (const { resource, size } of dataSizes(repo)) {
      if (size < from || size > mebibyte) continue;
      yield problemOf(resource, ['metadata', 'name'], {
        message: `${named(resource)} holds ${size} bytes of at most ${mebibyte}`,
        help: 'split it into several objects; a HelmRelease can read more than one',
      });
    }
  },
};
