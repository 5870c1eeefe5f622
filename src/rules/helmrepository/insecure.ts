import { helmRepositories, isLocalHost } from '../chart-sources.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const file = 'flux-system/helmrepositories/helmrepository-podinfo.yaml';
const url = '  interval: 15m\n  url: https://stefanprodan.github.io/podinfo';

export const insecure: Rule = {
  id: 'helmrepository/insecure',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Charts are fetched from a registry without TLS.',
  why: `\`insecure: true\` lets Flux talk to a registry over plain HTTP. Whoever sits between can hand out a chart of
their own. It is meant for a registry on the same machine or inside the cluster, and those are left alone; give any other
a certificate, and name its authority in \`certSecretRef\`.`,
  examples: [
    {
      title: 'a registry elsewhere',
      replace: [[file, url, '  type: oci\n  insecure: true\n  url: oci://registry.example.com/charts']],
      finds: ['HelmRepository podinfo has insecure: true for registry.example.com; expected TLS'],
    },
    {
      title: 'a registry inside the cluster',
      replace: [[file, url, '  type: oci\n  insecure: true\n  url: oci://registry.registry.svc:5000/charts']],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const { resource, url: written } of helmRepositories(repo)) {
      if (resource.get('spec', 'insecure') !== true || !written.startsWith('oci://') || isLocalHost(written))
        continue;
      yield problemOf(resource, ['spec', 'insecure'], {
        message: `${named(resource)} has insecure: true for ${written.replace(/^oci:\/\/([^/]*).*/, '$1')}; expected TLS`,
        help: 'remove insecure; a private authority is named in certSecretRef',
      });
    }
  },
};
