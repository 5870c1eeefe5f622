import { helmRepositories, isLocalHost } from '../chart-sources.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const file = 'flux-system/helmrepositories/helmrepository-podinfo.yaml';
const url = 'https://stefanprodan.github.io/podinfo';

export const plainHttp: Rule = {
  id: 'helmrepository/plain-http',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Charts are fetched over plain HTTP.',
  why: `Whoever sits between the cluster and the repository can hand out a chart of their own, and a chart may do
anything that Flux may do. Nearly every public repository answers to \`https://\`. Hosts inside the cluster and on the
same machine are left alone.`,
  examples: [
    {
      title: 'a public repository over HTTP',
      replace: [[file, url, url.replace('https', 'http')]],
      finds: [
        'HelmRepository podinfo fetches charts over plain HTTP: http://stefanprodan.github.io/podinfo; expected https://',
      ],
    },
    {
      title: 'a repository inside the cluster',
      replace: [[file, url, 'http://chartmuseum.charts.svc.cluster.local:8080']],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const { resource, url: written } of helmRepositories(repo)) {
      if (!written.startsWith('http://') || isLocalHost(written)) continue;
      yield problemOf(resource, ['spec', 'url'], {
        message: `${named(resource)} fetches charts over plain HTTP: ${withoutUser(written)}; expected https://`,
        help: 'write https://, after a look whether the repository answers there',
      });
    }
  },
};

/** A URL may hold a password: it is not repeated. */
function withoutUser(written: string): string {
  return written.replace(/\/\/[^/@]*@/, '//');
}
