import type { Data } from '../yaml/node.ts';
import { fieldOf, isMap, listOf, textOf } from './fields.ts';
import type { DataMap } from './policy.ts';

/** What the control plane keeps for itself (rule 41; pkg/resourceinterpreter/default/native/prune/prune.go). */
const always: readonly (readonly string[])[] = [
  ...[
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'finalizers',
    'generation',
    'managedFields',
    'ownerReferences',
    'resourceVersion',
    'selfLink',
    'uid',
  ].map((field) => ['metadata', field]),
  ['status'],
];

/** The labels by which a plane binds pods to a Job of its own. */
const controllerLabels = ['batch.kubernetes.io/controller-uid', 'controller-uid'];
const jobLabels = [...controllerLabels, 'batch.kubernetes.io/job-name', 'job-name'];

/** What else goes, by kind, whatever the group. */
const byKind: Readonly<Record<string, (object: DataMap) => DataMap>> = {
  Deployment: (object) =>
    without(object, [
      ['metadata', 'annotations', 'deployment.kubernetes.io/revision'],
      ['metadata', 'annotations', 'deployment.kubernetes.io/revision-history'],
    ]),
  Job: (object) => {
    const lasting = without(object, [['spec', 'ttlSecondsAfterFinished']]);
    if (fieldOf(fieldOf(object, 'spec'), 'manualSelector') === true) return lasting;
    return without(lasting, [
      ...controllerLabels.map((label) => ['spec', 'selector', 'matchLabels', label]),
      ...jobLabels.map((label) => ['spec', 'template', 'metadata', 'labels', label]),
    ]);
  },
  PersistentVolumeClaim: (object) =>
    without(object, [['metadata', 'annotations', 'volume.kubernetes.io/selected-node']]),
  Secret: (object) => {
    if (fieldOf(object, 'type') !== 'kubernetes.io/service-account-token') return object;
    const bare = without(object, [['metadata', 'annotations', 'kubernetes.io/service-account.uid']]);
    return changed(bare, 'data', null);
  },
  Service: (object) => {
    const address = fieldOf(fieldOf(object, 'spec'), 'clusterIP');
    // A member gives addresses of its own, but none to a headless Service.
    if (typeof address !== 'string' || address === 'None') return object;
    return without(object, [
      ['spec', 'clusterIP'],
      ['spec', 'clusterIPs'],
    ]);
  },
  ServiceAccount: (object) => {
    const secrets = listOf(fieldOf(object, 'secrets'));
    if (secrets.length === 0) return object;
    const token = `${textOf(fieldOf(fieldOf(object, 'metadata'), 'name'))}-token-`;
    return changed(
      object,
      'secrets',
      secrets.filter((secret) => !textOf(fieldOf(secret, 'name')).startsWith(token)),
    );
  },
};

/** The object as it is sent to a member, after overrides: none of them can set what is taken away here. */
export function pruned(object: DataMap): DataMap {
  const bare = without(object, always);
  const kind = textOf(fieldOf(object, 'kind'));
  return Object.hasOwn(byKind, kind) ? (byKind[kind]?.(bare) ?? bare) : bare;
}

function without(object: DataMap, paths: readonly (readonly string[])[]): DataMap {
  let result = object;
  for (const path of paths) result = removed(result, path);
  return result;
}

function removed(object: DataMap, [step, ...rest]: readonly string[]): DataMap {
  if (step === undefined || !Object.hasOwn(object, step)) return object;
  if (rest.length === 0) {
    const { [step]: _, ...others } = object;
    return joined(others);
  }
  const child = object[step];
  if (child === undefined || !isMap(child)) return object;
  const left = removed(child, rest);
  return left === child ? object : changed(object, step, left);
}

function changed(object: DataMap, key: string, value: Data): DataMap {
  return joined(object, { [key]: value });
}

function joined(...maps: readonly DataMap[]): DataMap {
  return Object.assign(Object.create(null), ...maps);
}
