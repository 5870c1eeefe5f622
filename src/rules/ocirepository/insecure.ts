import { isLocalHost, ociRepositories } from '../chart-sources.ts';
import { named, problemOf } from '../named.ts';
import { chartLayer, withRegistry } from '../oci-example.ts';
import type { Rule } from '../rule.ts';

const spec = (host: string): string =>
  `  insecure: true\n  url: oci://${host}/charts/podinfo\n  ref:\n    semver: 6.x\n${chartLayer}`;

export const insecure: Rule = {
  id: 'ocirepository/insecure',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An artifact is fetched from a registry without TLS.',
  why: `\`insecure: true\` lets Flux talk to a registry over plain HTTP. Whoever sits between can hand out an artifact of
their own, and what is in it is applied. It is meant for a registry on the same machine or inside the cluster, and those
are left alone; give any other a certificate, and name its authority in \`certSecretRef\`.`,
  examples: [
    {
      title: 'a registry elsewhere',
      ...withRegistry(spec('registry.example.com')),
      finds: ['OCIRepository podinfo has insecure: true for registry.example.com; expected TLS'],
    },
    {
      title: 'a registry inside the cluster',
      ...withRegistry(spec('registry.registry.svc:5000')),
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const { resource, url } of ociRepositories(repo)) {
      if (resource.get('spec', 'insecure') !== true || isLocalHost(url)) continue;
      yield problemOf(resource, ['spec', 'insecure'], {
        message: `${named(resource)} has insecure: true for ${url.replace(/^oci:\/\/([^/]*).*/, '$1')}; expected TLS`,
        help: 'remove insecure; a private authority is named in certSecretRef',
      });
    }
  },
};
