import { chartRepositories } from '../chart-sources.ts';
import { named, problemOf } from '../named.ts';
import { chartLayer, withRegistry } from '../oci-example.ts';
import type { Rule } from '../rule.ts';

const url = '  url: oci://ghcr.io/stefanprodan/charts/podinfo\n';

export const mutableTag: Rule = {
  id: 'ocirepository/mutable-tag',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A chart is fetched by the tag latest, or by no tag at all.',
  why: `The tag says something else each day: the next major version of a chart is installed as soon as somebody pushes
it, without a commit that could be reviewed or taken back. Without \`ref\` Flux takes \`latest\`. Name a range
(\`semver: 6.x\`), a version (\`tag: 6.14.1\`) or a digest. Artifacts with manifests are left alone: they are often meant
to follow a tag.`,
  examples: [
    {
      title: 'the tag latest',
      ...withRegistry(`${url}  ref:\n    tag: latest\n${chartLayer}`),
      finds: ['OCIRepository podinfo follows the tag latest; expected a version, a range or a digest'],
    },
    {
      title: 'no tag',
      ...withRegistry(url + chartLayer),
      finds: [
        'OCIRepository podinfo names no version, and follows the tag latest; expected a version, a range or a digest',
      ],
    },
    {
      title: 'a range',
      ...withRegistry(`${url}  ref:\n    semver: 6.x\n${chartLayer}`),
      finds: [],
    },
  ],
  *check({ repo }) {
    for (const resource of chartRepositories(repo)) {
      if (
        resource.get('spec', 'ref', 'digest') !== undefined ||
        resource.get('spec', 'ref', 'semver') !== undefined
      )
        continue;
      const tag = resource.get('spec', 'ref', 'tag');
      if (tag !== undefined && tag !== 'latest') continue;
      yield problemOf(resource, ['spec', 'ref', 'tag'], {
        message: `${named(resource)} ${tag === undefined ? 'names no version, and follows' : 'follows'} the tag latest; expected a version, a range or a digest`,
        help: 'write ref: with semver: and the major version that runs, such as 6.x',
      });
    }
  },
};
