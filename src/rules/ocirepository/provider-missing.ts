import { ociRepositories } from '../chart-sources.ts';
import { offerFix } from '../fixes.ts';
import { named, problemOf } from '../named.ts';
import { chartLayer, withRegistry } from '../oci-example.ts';
import type { Rule } from '../rule.ts';

const spec = `  url: oci://123456789012.dkr.ecr.eu-central-1.amazonaws.com/charts/podinfo
  ref:
    semver: 6.x
${chartLayer}`;

export const providerMissing: Rule = {
  id: 'ocirepository/provider-missing',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A private registry of AWS is named without provider or credentials.',
  why: `A private registry of ECR answers nobody without a token, and its tokens live for twelve hours: with
\`provider: aws\` Flux fetches one by itself. Without provider, \`secretRef\` and \`serviceAccountName\` the artifact
cannot be fetched. Registries that may be public, such as those of Google and Azure, are left alone.`,
  examples: [
    {
      title: 'a registry of ECR alone',
      ...withRegistry(spec),
      finds: [
        'OCIRepository podinfo fetches from 123456789012.dkr.ecr.eu-central-1.amazonaws.com without provider or credentials; expected provider: aws',
      ],
    },
    { title: 'with its provider', ...withRegistry(`  provider: aws\n${spec}`), finds: [] },
  ],
  repair: {
    safe: 'The registry answers nobody without a token: what is fetched today is nothing, and the URL says whose it is.',
  },
  alone: true,
  *check({ repo }) {
    for (const { resource, url } of ociRepositories(repo)) {
      const host = /^oci:\/\/(\d{12}\.dkr\.ecr(?:-fips)?\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?)\//.exec(
        url,
      )?.[1];
      const fields = ['provider', 'secretRef', 'serviceAccountName'];
      if (host === undefined || fields.some((field) => isSaid(resource.get('spec', field)))) continue;
      yield problemOf(resource, ['spec', 'url'], {
        message: `${named(resource)} fetches from ${host} without provider or credentials; expected provider: aws`,
        help: 'write provider: aws below spec:, and let the controller or a service account read the registry',
        ...offerFix(repo, resource, { title: 'write provider: aws', safety: 'safe' }, [
          { kind: 'set', path: ['spec', 'provider'], value: 'aws', below: ['interval', 'timeout'] },
        ]),
      });
    }
  },
};

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== 'generic';
}
