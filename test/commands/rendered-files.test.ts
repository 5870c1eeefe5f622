import { expect, test } from 'vitest';
import { renderedFiles } from '../../src/commands/rendered-files.ts';
import type { Delivery, Template } from '../../src/fleet/fleet.ts';

/** What of a delivery a file is made of. */
function arrived(kind: string, namespace: string | undefined, name: string): Delivery {
  const template = { kind, namespace, name, group: '', resource: { file: 'a.yaml' } } as unknown as Template;
  const object = { kind, metadata: { name } };
  const empty = { applied: [], writes: [], error: undefined, notes: () => [] };
  return { template, cluster: 'member1', outcome: 'delivered', object, ...empty };
}
const paths = (...all: Delivery[]) => [...renderedFiles(all, undefined)].map(([path]) => path);

test('a file for each object, by cluster and namespace', () => {
  expect(paths(arrived('ConfigMap', 'web', 'a'), arrived('Namespace', undefined, 'web'))).toEqual([
    'member1/web/configmap-a.yaml',
    'member1/namespace-web.yaml',
  ]);
});

test('no name leads out of the folder', () => {
  expect(paths(arrived('../../x', '..', '../../../etc/passwd'))).toEqual([
    'member1/_/__.._x-.._.._.._etc_passwd.yaml',
  ]);
});

test('names that a file system may take for one stay apart', () => {
  expect(paths(arrived('ConfigMap', 'web', 'a'), arrived('ConfigMap', 'web', 'A'))).toEqual([
    'member1/web/configmap-a.yaml',
    'member1/web/configmap-A-2.yaml',
  ]);
});
