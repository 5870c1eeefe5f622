import type { Location, Problem } from '../../core/finding.ts';
import type { Repo } from '../../model/repo.ts';
import { fluxGroups, type Resource } from '../../model/resource.ts';
import { embedded } from '../../yaml/embedded.ts';
import { nodeAt } from '../../yaml/locate.ts';
import type { MapNode, ScalarNode, YamlNode } from '../../yaml/node.ts';
import { readYaml } from '../../yaml/read.ts';
import { scalarValue } from '../../yaml/scalar.ts';
import { named } from '../named.ts';
import type { Rule } from '../rule.ts';
import { recordedDigest, valuesBlocks } from '../values-blocks.ts';

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
  *check({ repo }) {
    yield* inBlocks(repo);
    for (const resource of repo.ofKind('HelmRelease', fluxGroups.helm)) {
      const values = nodeAt(resource.node, ['spec', 'values']);
      if (values === undefined) continue;
      for (const found of latestIn(values, [])) {
        yield problem(resource, `values of ${named(resource)}`, found, {
          file: resource.file,
          range: found.node.range,
        });
      }
    }
  },
};

function* inBlocks(repo: Repo): Iterable<Problem> {
  for (const { resource, key, value } of valuesBlocks(repo)) {
    // Most values name no such tag: only these are read once more.
    if (!value.text.includes('latest') || recordedDigest(resource) !== undefined) continue;
    const outer = repo.files.text(resource.file);
    const root = readYaml(value.text, { purpose: 'values' }).documents[0]?.root;
    if (outer === undefined || root === undefined) continue;
    const inner = embedded(outer, value);
    for (const found of latestIn(root, [])) {
      const at = { file: resource.file, range: inner.toOuter(found.node.range) };
      yield problem(resource, `${key} of ${named(resource)}`, found, at);
    }
  }
}

interface Latest {
  readonly node: ScalarNode;
  readonly path: readonly string[];
}

function problem(resource: Resource, where: string, { node, path }: Latest, at: Location): Problem {
  return {
    at,
    object: resource.object,
    message: `${where}: ${path.join('.')} is ${node.text}, which changes without a commit`,
    help: 'name the version that runs, or leave the tag out where the chart has one',
  };
}

/** Tags of images, and images with their tag, that are `latest`. */
function* latestIn(node: YamlNode, path: readonly string[]): Iterable<Latest> {
  if (node.kind === 'list') {
    for (const [index, item] of node.items.entries()) yield* latestIn(item, [...path, String(index)]);
  }
  if (node.kind !== 'map' || isOff(node)) return;
  for (const { key, value } of node.entries) {
    const here = [...path, key.text];
    if (value.kind !== 'scalar') yield* latestIn(value, here);
    else if (isLatest(key.text, value.text) && isImage(node, path)) yield { node: value, path: here };
  }
}

/** Whether the chart leaves out what the mapping describes. */
function isOff({ entries }: MapNode): boolean {
  return entries.some(
    ({ key, value }) =>
      key.text === 'enabled' && value.kind === 'scalar' && scalarValue(value, 'kubectl') === false,
  );
}

function isLatest(key: string, text: string): boolean {
  return (
    (key === 'tag' && text === 'latest') ||
    (/image$/i.test(key) && /^[^\s:]+(?::\d+\/[^\s:]+)?:latest$/.test(text))
  );
}

/** Whether a mapping describes an image, and by its tag alone. */
function isImage({ entries }: MapNode, path: readonly string[]): boolean {
  const keys = new Map(entries.map(({ key, value }) => [key.text, value]));
  const digest = keys.get('digest') ?? keys.get('sha');
  if (digest?.kind === 'scalar' && digest.text !== '') return false;
  return (
    /image$/i.test(path.at(-1) ?? '') ||
    ['repository', 'image', 'registry'].some((key) => keys.has(key)) ||
    !keys.has('tag')
  );
}
