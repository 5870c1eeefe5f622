import { preferredApiVersion } from '../../model/api-versions.ts';
import { fluxGroups } from '../../model/resource.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const file = 'flux-system/helmrepositories/helmrepository-podinfo.yaml';

export const ociLegacy: Rule = {
  id: 'helmrepository/oci-legacy',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Charts of a registry are fetched through a HelmRepository.',
  why: `Flux keeps \`type: oci\` of the HelmRepository alive and adds nothing to it: verification by keyless signatures,
pinning by digest and one artifact for several releases come with an OCIRepository, which a HelmRelease names in
\`chartRef\`. The OCIRepository names one chart and its version.`,
  examples: [
    {
      title: 'a registry as HelmRepository',
      replace: [
        [
          file,
          '  interval: 15m\n  url: https://stefanprodan.github.io/podinfo',
          '  type: oci\n  url: oci://ghcr.io/stefanprodan/charts',
        ],
      ],
      finds: ['HelmRepository podinfo has type: oci; expected an OCIRepository for each chart'],
    },
    { title: 'a repository over HTTP', finds: [] },
  ],
  alone: true,
  *check({ repo }) {
    // Releases can name an OCIRepository since Flux 2.3, with HelmRelease v2.
    if (preferredApiVersion(fluxGroups.helm, 'HelmRelease', repo.flux)?.endsWith('/v2') !== true) return;
    for (const resource of repo.ofKind('HelmRepository', fluxGroups.source)) {
      if (resource.text('spec', 'type') !== 'oci') continue;
      yield problemOf(resource, ['spec', 'type'], {
        message: `${named(resource)} has type: oci; expected an OCIRepository for each chart`,
        help: 'add an OCIRepository with the chart and its version, and name it in spec.chartRef of the HelmRelease',
      });
    }
  },
};
