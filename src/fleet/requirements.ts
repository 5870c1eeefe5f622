import { type Reference, type ReferenceRole, referencesOf } from '../model/references.ts';
import type { Repo } from '../model/repo.ts';
import type { Fleet, Template } from './fleet.ts';

/** What an object needs on the cluster on which it runs. */
export interface Requirement {
  readonly reference: Reference;
  /** Undefined where the repository holds no such object. */
  readonly template: Template | undefined;
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

/** What each template needs beside it; optional objects, externals and namespaces that every member has are left out. */
export type Requirements = (template: Template) => readonly Requirement[];

/** The requirements of a fleet's objects, by Flux's own defaults. Made once for all of them. */
export function requirementsOf(fleet: Fleet, { settings }: Pick<Repo, 'settings'>): Requirements {
  const byObject = new Map<Template, Requirement[]>();
  const references = referencesOf({
    resources: fleet.templates.map(({ resource }) => resource),
    namespaceOf: (resource) => fleet.templateOf(resource)?.namespace,
    substituted: (_, text) => text,
  });
  for (const reference of references) {
    const { from, role, kind, namespace, name, group, optional } = reference;
    const template = fleet.templateOf(from);
    if (template === undefined || optional || idle.includes(role)) continue;
    if (role === 'namespace' && everywhere.has(name)) continue;
    const isExternal = settings.externals.some(
      (each) => each.kind === kind && each.name === name && (each.namespace ?? namespace) === namespace,
    );
    if (isExternal) continue;
    const needed = { reference, template: fleet.find(kind, namespace, name, group) };
    const known = byObject.get(template);
    if (known === undefined) byObject.set(template, [needed]);
    else known.push(needed);
  }
  return (template) => byObject.get(template) ?? [];
}

/** Of what a template needs, what is not sent to a cluster; what is frozen there (rule 43) was sent once. */
export function missingOn(fleet: Fleet, needed: readonly Requirement[], cluster: string): Requirement[] {
  return needed.filter(
    ({ template }) => template === undefined || !fleet.decide(template).clusters.includes(cluster),
  );
}
