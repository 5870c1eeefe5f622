import { endedRepository } from '../../model/ended-repositories.ts';
import { helmRepositories, ociRepositories } from '../chart-sources.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const file = 'flux-system/helmrepositories/helmrepository-podinfo.yaml';
const url = 'https://stefanprodan.github.io/podinfo';

export const deadUrl: Rule = {
  id: 'helmrepository/dead-url',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A chart repository is known to be given up or moved.',
  why: `Some repositories are gone, others still answer and get no updates any more, not even for security; or their
charts name images that nobody can pull. What runs goes on running until a pod is moved to another node, or the cluster
is built again. The list is part of the program, with a source for each entry.`,
  examples: [
    {
      title: 'the first repository of Helm',
      replace: [[file, url, 'https://kubernetes-charts.storage.googleapis.com/']],
      finds: [
        'HelmRepository podinfo has url https://kubernetes-charts.storage.googleapis.com/, which was switched off in November 2020',
      ],
    },
    { title: 'a repository that is kept up', finds: [] },
  ],
  alone: true,
  *check({ repo }) {
    for (const { resource, url: written } of [...helmRepositories(repo), ...ociRepositories(repo)]) {
      const known = endedRepository(written);
      if (known === undefined) continue;
      yield problemOf(resource, ['spec', 'url'], {
        message: `${named(resource)} has url ${written}, which ${known.ended}`,
        help: `move to ${known.now}`,
      });
    }
  },
};
