import type { Data } from '../yaml/node.ts';
import { field, listItems, textOf } from './fields.ts';

/** Helm's media types (https://helm.sh/docs/topics/registries/, pkg/registry/constants.go). */
export const chartConfig = 'application/vnd.cncf.helm.config.v1+json';
export const chartLayer = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

/** What a manifest may be: those that hold no chart are asked for as well, so that they can be named. */
export const manifestTypes: readonly string[] = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];

/** The archive of a chart in a registry. */
export interface ArchiveBlob {
  /** Hex SHA-256, without prefix. */
  readonly digest: string;
  readonly size: number;
}

/**
 * The archive that a manifest names (OCI image specification, manifest.md), or why it names none; the text goes on
 * from the manifest's name. A layer's own `urls` are not followed.
 */
export function readManifest(manifest: Data): ArchiveBlob | string {
  if (listItems(field(manifest, 'manifests')) !== undefined) {
    return 'is an index of images for several platforms, and no chart';
  }
  const config = textOf(field(field(manifest, 'config'), 'mediaType'));
  if (config !== chartConfig) return `is no Helm chart: its config is ${shownType(config)}`;
  const layers = listItems(field(manifest, 'layers')) ?? [];
  const archives = layers.filter((layer) => field(layer, 'mediaType') === chartLayer);
  const [archive] = archives;
  if (archive === undefined || archives.length > 1) {
    return `is no Helm chart: it has ${archives.length} layers of the type ${chartLayer}, and not one`;
  }
  const digest = /^sha256:([0-9a-f]{64})$/.exec(textOf(field(archive, 'digest')) ?? '')?.[1];
  if (digest === undefined) return 'names an archive without a SHA-256 digest';
  const size = field(archive, 'size');
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    return 'names an archive without a size';
  }
  return { digest, size };
}

function shownType(type: string | undefined): string {
  return type === undefined || type === '' ? 'not named' : JSON.stringify(type.slice(0, 200));
}
