import type { Files } from '../core/change.ts';
import { escapeLine } from '../core/escape.ts';
import type { Location } from '../core/finding.ts';
import type { Decision, Delivery, Template, Write } from '../fleet/fleet.ts';
import type { DataMap, Policy } from '../fleet/policy.ts';
import type { Data } from '../yaml/node.ts';
import { blockLines, isMap } from '../yaml/render.ts';
import { placeFinder } from './place.ts';

/** What stands for what a Secret holds. */
export const hiddenValue = '(hidden)';

/** `HelmRelease podinfo/podinfo`: an object of the plane; cluster-scoped ones without namespace. */
export function objectTitle({
  kind,
  namespace,
  name,
}: Pick<Template, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

/** `OverridePolicy podinfo/podinfo`. */
export function policyTitle({ kind, namespace, name }: Pick<Policy, 'kind' | 'namespace' | 'name'>): string {
  return objectTitle({ kind, namespace, name });
}

/** `podinfo/overridepolicy-podinfo.yaml:18`: places by line; each text is read once. */
export function linesOf(files: Files): (at: Location) => string {
  const find = placeFinder(files);
  return (at) => `${at.file}:${find(at).start.line}`;
}

/** What kubectl keeps of an object as it was applied: all that a Secret holds stands in it once more. */
const applied = 'kubectl.kubernetes.io/last-applied-configuration';

/** An object as a cluster gets it, but for what a Secret holds, of whatever type an override made that. */
export function shownObject({
  template,
  object,
}: Pick<Delivery, 'template' | 'object'>): DataMap | undefined {
  if (object === undefined || template.kind !== 'Secret' || template.group !== '') return object;
  const shown = copied(object);
  for (const field of ['data', 'stringData']) {
    const held = Object.hasOwn(shown, field) ? shown[field] : undefined;
    if (held !== undefined) shown[field] = isMap(held) ? hidden(held) : hiddenValue;
  }
  const metadata = Object.hasOwn(shown, 'metadata') ? shown['metadata'] : undefined;
  const annotations = metadata !== undefined && isMap(metadata) ? metadata['annotations'] : undefined;
  if (metadata === undefined || !isMap(metadata) || annotations === undefined || !isMap(annotations))
    return shown;
  if (!Object.hasOwn(annotations, applied)) return shown;
  return Object.assign(shown, {
    metadata: Object.assign(copied(metadata), {
      annotations: Object.assign(copied(annotations), { [applied]: hiddenValue }),
    }),
  });
}

function hidden(held: DataMap): DataMap {
  const keys = copied(held);
  for (const key of Object.keys(keys)) keys[key] = hiddenValue;
  return keys;
}

function copied(map: DataMap): Record<string, Data> {
  return Object.assign(Object.create(null), map);
}

/** The objects of a cluster as documents of one YAML stream, as `helm template` prints them. */
export function* renderedYaml(
  deliveries: Iterable<Delivery>,
  explain: ((delivery: Delivery) => readonly string[]) | undefined,
): Iterable<string> {
  for (const delivery of deliveries) {
    const object = shownObject(delivery);
    if (object === undefined) continue;
    const words = [`Source: ${delivery.template.resource.file}`, ...(explain?.(delivery) ?? [])];
    const comments = words.map((line) => `# ${escapeLine(line)}`);
    const body = blockLines(object, { step: 2, dash: 2, blocks: 'any' });
    yield `${['---', ...comments, ...body].join('\n')}\n`;
  }
}

/** Why an object comes to a cluster, and who wrote what in it: a line each. */
export function provenance(
  { cluster, writes, notes }: Pick<Delivery, 'cluster' | 'writes' | 'notes'>,
  decision: Decision,
  place: (at: Location) => string,
): string[] {
  return [
    ...waysTo(decision, cluster, place),
    ...lastWrites(writes).map((write) => `${writeWords(write)} (${place(write.at)})`),
    ...notes().map(({ text }) => `note: ${text}`),
  ];
}

/** By which ways an object comes to a cluster. */
export function waysTo(decision: Decision, cluster: string, place: (at: Location) => string): string[] {
  const { policy, selector, placed, followed, synced, template } = decision;
  const ways: string[] = [];
  if (policy !== undefined && placed.includes(cluster)) {
    const at =
      selector === undefined ? policy.resource.at('metadata', 'name') : policy.resource.at(...selector.path);
    ways.push(`${policyTitle(policy)} sends it (${place(at)})`);
  }
  const requirers = followed.get(cluster) ?? [];
  if (requirers.length > 0)
    ways.push(`it follows ${requirers.map(objectTitle).join(', ')}, whose policy has propagateDeps`);
  if (synced.includes(cluster))
    ways.push(`Karmada sends ${template.kind === 'Namespace' ? 'every Namespace' : 'it'} to every member`);
  return ways;
}

/** `/data/values.yaml, in it /replicaCount: replace by OverridePolicy podinfo/podinfo`. */
export function writeWords({ pointer, inner, operation, policy }: Write): string {
  const where = inner === undefined ? pointer : `${pointer}, in it ${inner === '' ? 'the whole' : inner}`;
  return `${where}: ${operation} by ${policyTitle(policy)}`;
}

/** Of several that wrote one place the last counts. */
export function lastWrites(writes: readonly Write[]): Write[] {
  const last = new Map<string, Write>();
  for (const write of writes) {
    const key = `${write.pointer}\n${write.inner ?? ''}`;
    last.delete(key);
    last.set(key, write);
  }
  return [...last.values()];
}
