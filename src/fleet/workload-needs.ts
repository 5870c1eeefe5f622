import type { Data } from '../yaml/node.ts';
import { fieldOf, listOf, textOf } from './fields.ts';
import { at, type Interpreter, type Needed, named } from './needed.ts';

/** Where workloads keep the template of their pods. */
const podTemplates: Readonly<Record<string, readonly string[]>> = {
  'v1 Pod': [],
  'apps/v1 DaemonSet': ['spec', 'template'],
  'apps/v1 Deployment': ['spec', 'template'],
  'apps/v1 ReplicaSet': ['spec', 'template'],
  'apps/v1 StatefulSet': ['spec', 'template'],
  'batch/v1 CronJob': ['spec', 'jobTemplate', 'spec', 'template'],
  'batch/v1 Job': ['spec', 'template'],
};

/** What Karmada follows of Kubernetes' own workloads (rule 25; pkg/resourceinterpreter/default/native/dependencies.go). */
export const workloadNeeds: ReadonlyMap<string, Interpreter> = new Map([
  ...Object.entries(podTemplates).map(([kind, path]): [string, Interpreter] => [
    kind,
    (object) => [...podNeeds(at(object, [...path, 'spec']), object)],
  ]),
  [
    'networking.k8s.io/v1 Ingress',
    (object) =>
      listOf(at(object, ['spec', 'tls'])).flatMap((tls) => named('Secret', fieldOf(tls, 'secretName'))),
  ],
]);

function* podNeeds(pod: Data | undefined, workload: Data): Iterable<Needed> {
  for (const secret of listOf(fieldOf(pod, 'imagePullSecrets')))
    yield* named('Secret', fieldOf(secret, 'name'));
  // A StatefulSet makes the claims of its own templates.
  const claimed = new Set(
    listOf(at(workload, ['spec', 'volumeClaimTemplates'])).map((claim) =>
      textOf(at(claim, ['metadata', 'name'])),
    ),
  );
  for (const volume of listOf(fieldOf(pod, 'volumes'))) yield* volumeNeeds(volume, claimed);
  for (const field of ['initContainers', 'containers', 'ephemeralContainers'])
    for (const container of listOf(fieldOf(pod, field))) yield* containerNeeds(container);
  const account = fieldOf(pod, 'serviceAccountName');
  if (account !== 'default') yield* named('ServiceAccount', account);
}

function* volumeNeeds(volume: Data, claimed: ReadonlySet<string>): Iterable<Needed> {
  yield* named('Secret', at(volume, ['secret', 'secretName']));
  yield* named('ConfigMap', at(volume, ['configMap', 'name']));
  for (const source of listOf(at(volume, ['projected', 'sources']))) {
    yield* named('Secret', at(source, ['secret', 'name']));
    yield* named('ConfigMap', at(source, ['configMap', 'name']));
  }
  const claim = at(volume, ['persistentVolumeClaim', 'claimName']);
  if (!claimed.has(textOf(claim))) yield* named('PersistentVolumeClaim', claim);
}

function* containerNeeds(container: Data): Iterable<Needed> {
  for (const source of listOf(fieldOf(container, 'envFrom'))) {
    yield* named('ConfigMap', at(source, ['configMapRef', 'name']));
    yield* named('Secret', at(source, ['secretRef', 'name']));
  }
  for (const variable of listOf(fieldOf(container, 'env'))) {
    yield* named('ConfigMap', at(variable, ['valueFrom', 'configMapKeyRef', 'name']));
    yield* named('Secret', at(variable, ['valueFrom', 'secretKeyRef', 'name']));
  }
}
