import type { DataEdit } from '../../yaml/edit-checked.ts';
import { chartRepositories } from '../chart-sources.ts';
import { offerFix } from '../fixes.ts';
import { named, problemOf } from '../named.ts';
import { chartLayer, withRegistry } from '../oci-example.ts';
import type { Rule } from '../rule.ts';

const spec = '  url: oci://ghcr.io/stefanprodan/charts/podinfo\n  ref:\n    semver: 6.x\n';

export const layerSelectorMissing: Rule = {
  id: 'ocirepository/layer-selector-missing',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An OCIRepository with a chart does not say which layer is the chart.',
  why: `Without \`layerSelector\` Flux takes the first layer and unpacks it. A chart may have other layers, such as its
provenance, and what was unpacked and packed again is no longer the archive whose digest the registry names. Flux's
documentation asks for the layer of the chart and \`operation: copy\`.`,
  examples: [
    {
      title: 'a chart without its layer',
      ...withRegistry(spec),
      finds: [
        'OCIRepository podinfo holds a chart and has no layerSelector; expected the chart layer with operation: copy',
      ],
    },
    {
      title: 'the layer, unpacked',
      ...withRegistry(`${spec}  layerSelector:\n    operation: extract # as it was\n`),
      finds: [
        'OCIRepository podinfo holds a chart and has layerSelector.operation extract; expected the chart layer with operation: copy',
      ],
    },
    { title: 'the layer of the chart', ...withRegistry(spec + chartLayer), finds: [] },
  ],
  repair: {
    unsafe:
      'A chart that another program than Helm pushed may have no layer of this type, and is not found then.',
  },
  *check({ repo }) {
    for (const resource of chartRepositories(repo)) {
      const operation = resource.text('spec', 'layerSelector', 'operation');
      if (operation === 'copy' || operation?.includes('${')) continue;
      const selector = resource.get('spec', 'layerSelector');
      yield problemOf(
        resource,
        selector === undefined ? ['spec', 'layerSelector'] : ['spec', 'layerSelector', 'operation'],
        {
          message: `${named(resource)} holds a chart and has ${selector === undefined ? 'no layerSelector' : `layerSelector.operation ${operation ?? 'extract'}`}; expected the chart layer with operation: copy`,
          help: `write layerSelector with mediaType: ${chartMedia} and operation: copy`,
          ...offerFix(
            repo,
            resource,
            { title: 'write layerSelector with operation: copy', safety: 'unsafe' },
            [
              ...(resource.get('spec', 'layerSelector', 'mediaType') === undefined
                ? [edit('mediaType', chartMedia)]
                : []),
              edit('operation', 'copy'),
            ],
          ),
        },
      );
    }
  },
};

const chartMedia = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

function edit(field: string, value: string): DataEdit {
  return {
    kind: 'set',
    path: ['spec', 'layerSelector', field],
    value,
    below: ['url', 'ref', 'provider', 'mediaType'],
  };
}
