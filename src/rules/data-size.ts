import type { Repo } from '../model/repo.ts';
import { isEncrypted, type Resource } from '../model/resource.ts';
import { nodeAt } from '../yaml/locate.ts';

/** What the API server takes at most as the data of one ConfigMap or Secret (k8s.io/api/core/v1, MaxSecretSize). */
export const mostData = 1024 * 1024;

/** ConfigMaps and Secrets with the bytes of their values, which is what the API server counts. */
export function* dataSizes(repo: Repo): Iterable<{ readonly resource: Resource; readonly size: number }> {
  for (const resource of [...repo.ofKind('ConfigMap', ''), ...repo.ofKind('Secret', '')]) {
    if (isEncrypted(resource)) continue;
    const isSecret = resource.kind === 'Secret';
    const plain = sizeOf(resource, isSecret ? 'stringData' : 'data');
    const encoded = sizeOf(resource, isSecret ? 'data' : 'binaryData');
    yield { resource, size: plain + Math.floor((encoded * 3) / 4) };
  }
}

function sizeOf(resource: Resource, field: string): number {
  const data = nodeAt(resource.node, [field]);
  if (data?.kind !== 'map') return 0;
  let size = 0;
  for (const { value } of data.entries) {
    const target = value.kind === 'alias' ? value.target : value;
    if (target?.kind === 'scalar') size += Buffer.byteLength(target.text);
  }
  return size;
}
