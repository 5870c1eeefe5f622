import { fluxGroups, type Resource } from '../../model/resource.ts';
import { offerFix } from '../fixes.ts';
import { named } from '../named.ts';
import type { Rule } from '../rule.ts';

const file = 'flux-system/helmrepositories/helmrepository-podinfo.yaml';
const url = '  interval: 15m\n  url: https://stefanprodan.github.io/podinfo';

export const ociIgnoredField: Rule = {
  id: 'helmrepository/oci-ignored-field',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'A HelmRepository has a field that its type does not use.',
  why: `A HelmRepository of \`type: oci\` is only an address: nothing is fetched for it, so that \`interval\` and
\`timeout\` have no effect; the interval of the HelmRelease counts. Without that type \`provider\` and \`insecure\` have
none.`,
  examples: [
    {
      title: 'an interval for a registry',
      replace: [[file, url, '  interval: 15m\n  type: oci\n  url: oci://ghcr.io/stefanprodan/charts']],
      options: {},
      finds: ['HelmRepository podinfo has interval, which has no effect with type: oci'],
    },
    {
      title: 'a provider for a repository over HTTP',
      replace: [[file, '  interval: 15m', '  interval: 15m\n  provider: aws']],
      finds: ['HelmRepository podinfo has provider, which has no effect without type: oci'],
    },
    {
      title: 'a registry without interval',
      replace: [[file, url, '  type: oci\n  url: oci://ghcr.io/stefanprodan/charts']],
      finds: [],
    },
  ],
  repair: { safe: 'With the type that the repository has, Flux does not read the field.' },
  alone: true,
  *check({ repo }) {
    for (const resource of repo.ofKind('HelmRepository', fluxGroups.source)) {
      const isRegistry = resource.text('spec', 'type') === 'oci';
      const url = resource.text('spec', 'url') ?? '';
      for (const field of isRegistry ? ['interval', 'timeout'] : ['provider', 'insecure']) {
        const value = resource.get('spec', field);
        // What the API writes itself where nothing is said.
        if (value === undefined || value === 'generic') continue;
        yield {
          at: resource.keyAt('spec', field),
          object: resource.object,
          message: `${named(resource)} has ${field}, which has no effect ${isRegistry ? 'with' : 'without'} type: oci`,
          help: `remove ${field}`,
          ...(isRegistry === url.startsWith('oci://') && !isRequired(resource, field)
            ? offerFix(repo, resource, { title: `remove ${field}`, safety: 'safe' }, [
                { kind: 'remove', path: ['spec', field] },
              ])
            : {}),
        };
      }
    }
  },
};

/** An old version of the API wants an interval, whether it is read or not. */
function isRequired({ version }: Resource, field: string): boolean {
  return field === 'interval' && version === 'v1beta1';
}
