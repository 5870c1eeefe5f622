import type { Delivery } from '../fleet/fleet.ts';
import { renderedYaml } from '../report/rendered.ts';

/**
 * The files of rendered objects: `member1/podinfo/helmrelease-podinfo.yaml`, cluster-scoped ones without the namespace.
 * Names come from the repository: nothing of them leads out of the folder, and what a file system may hold for one name
 * stays apart.
 */
export function* renderedFiles(
  deliveries: Iterable<Delivery>,
  explain: ((delivery: Delivery) => readonly string[]) | undefined,
): Iterable<readonly [path: string, text: string]> {
  const taken = new Set<string>();
  for (const delivery of deliveries) {
    const [text] = renderedYaml([delivery], explain);
    if (text === undefined) continue;
    const { kind, name, namespace } = delivery.template;
    const folders = [delivery.cluster, ...(namespace === undefined ? [] : [namespace])].map(safe);
    const stem = [...folders, safe(`${kind.toLowerCase()}-${name}`)].join('/');
    let path = `${stem}.yaml`;
    for (let count = 2; taken.has(path.toLowerCase()); count += 1) path = `${stem}-${count}.yaml`;
    taken.add(path.toLowerCase());
    yield [path, text];
  }
}

/** One step of a path: no separators, no `..`, not longer than file systems take. */
function safe(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9._-]/g, '_').replace(/^\.+/, '_');
  return plain === '' ? '_' : plain.slice(0, 200);
}
