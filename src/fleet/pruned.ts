import type { Data } from '../yaml/node.ts';
import { fieldOf, isMap } from './fields.ts';
import type { DataMap } from './policy.ts';

/** What the control plane keeps for itself (rule 41; pkg/resourceinterpreter/default/native/prune/prune.go). */
const ofMetadata = new Set([
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
]);

/** The object as it is sent to a member, after overrides: none of them can set what is taken away here. */
export function pruned(object: DataMap): DataMap {
  const metadata = fieldOf(object, 'metadata');
  const kept = without(object, (key) => key === 'status');
  if (isMap(metadata)) kept['metadata'] = without(metadata, (key) => ofMetadata.has(key));
  const spec = fieldOf(object, 'spec');
  const isService = fieldOf(object, 'kind') === 'Service' && isMap(spec);
  // A cluster gives its own addresses, but none to a headless Service.
  if (isService && fieldOf(spec, 'clusterIP') !== 'None')
    kept['spec'] = without(spec, (key) => key === 'clusterIP' || key === 'clusterIPs');
  return kept;
}

function without(map: DataMap, goes: (key: string) => boolean): Record<string, Data> {
  const kept: Record<string, Data> = Object.create(null);
  for (const [key, value] of Object.entries(map)) if (!goes(key)) kept[key] = value;
  return kept;
}
