import { once } from '../core/once.ts';
import { groupBy } from '../model/group.ts';
import { type Reference, type ReferenceRole, referencesOf } from '../model/references.ts';
import type { Repo } from '../model/repo.ts';
import { type Resource, withData } from '../model/resource.ts';
import { fieldOf, isMap } from './fields.ts';
import type { AppliedRule, Fleet, Template } from './fleet.ts';
import { keyFields, keyOperations, referenceOperations } from './link-operations.ts';
import { type Operation, operationsOf } from './override-operations.ts';
import type { DataMap } from './policy.ts';

/** What an object needs on the cluster on which it runs. */
export interface Requirement {
  readonly reference: Reference;
  /** Undefined where the control plane sends no such object. */
  readonly template: Template | undefined;
  /** The object of the repository that is meant, where it is no template: it stays where it is. */
  readonly staying: Resource | undefined;
  /** Whether an override made it so: the object as it is written needs something else. */
  readonly isOverridden: boolean;
}

/** A requirement that is not met on a cluster: there is no such object; it never travels; it is sent elsewhere; it lacks the key. */
export interface Missing extends Requirement {
  readonly lack: 'object' | 'travelling' | 'placement' | 'key';
}

/** What only the control plane would look at: nothing fails on a member. */
const idle: readonly ReferenceRole[] = ['health-check'];

/** Namespaces that every member has. */
const everywhere: ReadonlySet<string> = new Set([
  'default',
  'flux-system',
  'kube-node-lease',
  'kube-public',
  'kube-system',
]);

/**
 * What each template needs beside it: as it is written, or as it arrives on a cluster. Optional objects, externals, and
 * namespaces and sources that every member may have are left out.
 */
export type Requirements = (template: Template, cluster?: string) => readonly Requirement[];

/** The requirements of a fleet's objects, by Flux's own defaults. Made once for all of them. */
export function requirementsOf(
  fleet: Fleet,
  { settings, resources }: Pick<Repo, 'settings' | 'resources'>,
): Requirements {
  const byName = once(() => groupBy(resources, ({ kind, name }) => `${kind}/${name}`));
  const stays = ({ kind, namespace, name, group }: Reference): Resource | undefined =>
    byName()
      .get(`${kind}/${name}`)
      ?.find(
        (each) =>
          (group === undefined || each.group === group) && (each.namespace ?? namespace) === namespace,
      );
  const read = (
    from: readonly Resource[],
    namespaceOf: (resource: Resource) => string | undefined,
    isKnown: (reference: Reference) => boolean = () => true,
  ): Requirement[] =>
    referencesOf({ resources: from, namespaceOf, substituted: (_, text) => text }).flatMap((reference) => {
      const { role, kind, namespace, name, group, optional } = reference;
      if (optional || idle.includes(role) || (role === 'namespace' && everywhere.has(name))) return [];
      const isExternal = settings.externals.some(
        (each) => each.kind === kind && each.name === name && (each.namespace ?? namespace) === namespace,
      );
      if (isExternal) return [];
      const template = fleet.find(kind, namespace, name, group);
      const staying = template === undefined ? stays(reference) : undefined;
      // A member may have a source of that name of its own: bootstrap makes one on each.
      if (staying !== undefined && settings.fleet.delivery !== 'flux' && role !== 'depends-on') return [];
      return [{ reference, template, staying, isOverridden: !isKnown(reference) }];
    });
  const byResource = groupBy(
    read(
      fleet.templates.map(({ resource }) => resource),
      (resource) => fleet.templateOf(resource)?.namespace,
    ),
    ({ reference }) => reference.from,
  );
  const written = ({ resource }: Template): readonly Requirement[] => byResource.get(resource) ?? [];
  const changed = new Map<Template, Map<string, readonly Requirement[]>>();
  return (template, cluster) => {
    const rules = cluster === undefined ? [] : fleet.overridesFor(template, cluster);
    if (cluster === undefined || referenceOperations(template, operationsIn(rules)).length === 0)
      return written(template);
    const known = changed.get(template) ?? new Map<string, readonly Requirement[]>();
    changed.set(template, known);
    const key = rules.map(ruleName).join(' ');
    const before = known.get(key);
    if (before !== undefined) return before;
    const { object } = fleet.deliver(template, cluster);
    if (object === undefined) return written(template);
    const asWritten = new Set(written(template).map(({ reference }) => identity(reference)));
    const needed = read(
      [withData(template.resource, object)],
      () => template.namespace,
      (reference) => asWritten.has(identity(reference)),
    );
    known.set(key, needed);
    return needed;
  };
}

/** Of what a template needs on a cluster, what it does not find there; what is frozen there (rule 43) was sent once. */
export function missingOn(
  fleet: Fleet,
  requirements: Requirements,
  { template, cluster }: { readonly template: Template; readonly cluster: string },
): Missing[] {
  return requirements(template, cluster).flatMap((need) => {
    const lack = lackOn(fleet, need, cluster);
    return lack === undefined ? [] : [{ ...need, lack }];
  });
}

/** What keeps a requirement from being met on a cluster. */
export function lackOn(fleet: Fleet, need: Requirement, cluster: string): Missing['lack'] | undefined {
  const { template, staying, reference, isOverridden } = need;
  if (template === undefined) return staying === undefined ? 'object' : 'travelling';
  if (!fleet.decide(template).clusters.includes(cluster)) return 'placement';
  if (reference.key === undefined) return undefined;
  // What neither side's overrides touch is as it is written, which is judged without clusters.
  const isTouched = keyOperations(template, operationsIn(fleet.overridesFor(template, cluster))).length > 0;
  if (!isOverridden && !isTouched) return undefined;
  return keysOn(fleet, template, cluster)?.has(reference.key) === false ? 'key' : undefined;
}

/** The keys of a ConfigMap or Secret as it arrives on a cluster; undefined where it is blocked or frozen. */
export function keysOn(fleet: Fleet, template: Template, cluster: string): ReadonlySet<string> | undefined {
  const { object } = fleet.deliver(template, cluster);
  return object === undefined ? undefined : keysIn(object);
}

/** The keys under which a ConfigMap or Secret keeps something. */
export function keysIn(object: DataMap): ReadonlySet<string> {
  return new Set(
    keyFields.flatMap((field) => {
      const data = fieldOf(object, field);
      return isMap(data) ? Object.keys(data) : [];
    }),
  );
}

function operationsIn(rules: readonly AppliedRule[]): Operation[] {
  return rules.flatMap(({ policy, rule }) => operationsOf(policy, rule));
}

function ruleName({ policy, rule }: AppliedRule): string {
  return `${policy.namespace ?? ''}/${policy.name}.${rule}`;
}

/** What a reference means, wherever in its object it stands. */
function identity({ role, kind, group, namespace, name, key }: Reference): string {
  return [role, kind, group, namespace, name, key].join(' ');
}
