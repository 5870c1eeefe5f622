import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chartConfig, chartLayer, readManifest } from '../../src/chart/registry-manifest.ts';
import type { Data } from '../../src/yaml/node.ts';

const hex = 'ab'.repeat(32);
const layer = { mediaType: chartLayer, digest: `sha256:${hex}`, size: 1024 };
const provenance = { mediaType: 'application/vnd.cncf.helm.chart.provenance.v1.prov', digest: 'x', size: 1 };
const manifest = { config: { mediaType: chartConfig }, layers: [layer] };

test.each<[string, Data]>([
  ['as Helm writes it', manifest],
  ['with a signature beside the archive', { ...manifest, layers: [provenance, layer] }],
])('a manifest %s names its archive', (_, data) => {
  expect(readManifest(data)).toEqual({ digest: hex, size: 1024 });
});

test.each<[Data, string]>([
  [{ ...manifest, manifests: [] }, 'index of images'],
  [
    { ...manifest, config: { mediaType: 'application/vnd.cncf.flux.config.v1+json' } },
    'vnd.cncf.flux.config',
  ],
  [{ ...manifest, config: {} }, 'its config is not named'],
  [{ ...manifest, layers: [] }, '0 layers'],
  [{ ...manifest, layers: [layer, layer] }, '2 layers'],
  [{ ...manifest, layers: [{ ...layer, digest: 'sha512:ab' }] }, 'without a SHA-256 digest'],
  [{ ...manifest, layers: [{ ...layer, size: '1' }] }, 'without a size'],
  [{ ...manifest, layers: [{ ...layer, size: 1e300 }] }, 'without a size'],
  [null, 'its config is not named'],
])('%j names none', (data, why) => {
  expect(readManifest(data)).toContain(why);
});

test('any JSON is a manifest or is refused', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (config, layers) => {
      // Checked border: any JSON is Data.
      const data = { config, layers } as Data;
      expect(typeof readManifest(data)).toBe('string');
      expect(typeof readManifest({ ...manifest, layers: layers as Data })).toBe('string');
    }),
  );
});
