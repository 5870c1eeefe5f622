import type { Problem } from '../../core/finding.ts';
import { rangeOf } from '../../core/text.ts';
import type { Repo } from '../../model/repo.ts';
import { fluxGroups, type Resource } from '../../model/resource.ts';
import { nodeAt } from '../../yaml/locate.ts';
import { latestIn } from '../latest-tags.ts';
import { named } from '../named.ts';
import type { Rule } from '../rule.ts';
import { readValues, recordedDigest, type ValuesLatest } from '../values-blocks.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';
const key = '      valuesKey: values.yaml # the default, explicit for clarity\n';

export const imageLatest: Rule = {
  id: 'values/image-latest',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The values name an image by the tag latest.',
  why: `What \`latest\` is changes without a commit: two pods of one release may run two programs, a restart is an update, and
there is nothing to go back to. Name a version, or leave the tag empty where the chart then takes its own. Values that
\`new-app\` recorded are compared with nothing here: a tag that the chart itself wrote is not the user's mistake.`,
  examples: [
    {
      title: 'inline values',
      replace: [[release, key, `${key}  values:\n    image:\n      tag: latest\n`]],
      finds: ['values of HelmRelease podinfo: image.tag is latest, which changes without a commit'],
    },
    {
      title: 'an image in one word',
      replace: [
        [release, key, `${key}  values:\n    sidecar:\n      image: docker.io/library/redis:latest\n`],
      ],
      finds: [
        'values of HelmRelease podinfo: sidecar.image is docker.io/library/redis:latest, which changes without a commit',
      ],
    },
    {
      title: 'a digest beside it',
      replace: [
        [
          release,
          key,
          `${key}  values:\n    image:\n      tag: latest\n      digest: sha256:${'0a'.repeat(32)}\n`,
        ],
      ],
      finds: [],
    },
    {
      title: 'something that is switched off',
      replace: [
        [
          release,
          key,
          `${key}  values:\n    metrics:\n      enabled: false\n      image:\n        tag: latest\n`,
        ],
      ],
      finds: [],
    },
    {
      title: 'a tag of something else',
      replace: [[release, key, `${key}  values:\n    git:\n      tag: latest\n`]],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    yield* inBlocks(repo);
    for (const resource of repo.ofKind('HelmRelease', fluxGroups.helm)) {
      const values = nodeAt(resource.node, ['spec', 'values']);
      if (values === undefined) continue;
      for (const { node, path } of latestIn(values)) {
        const at = { file: resource.file, range: rangeOf(node) };
        yield problem(resource, `values of ${named(resource)}`, { at, path, text: node.text });
      }
    }
  },
};

function* inBlocks(repo: Repo): Iterable<Problem> {
  for (const { resource, key, latest } of readValues(repo)) {
    if (recordedDigest(resource) !== undefined) continue;
    for (const found of latest) yield problem(resource, `${key} of ${named(resource)}`, found);
  }
}

function problem(resource: Resource, where: string, { at, path, text }: ValuesLatest): Problem {
  return {
    at,
    object: resource.object,
    message: `${where}: ${path.join('.')} is ${text}, which changes without a commit`,
    help: 'name the version that runs, or leave the tag out where the chart has one',
  };
}
