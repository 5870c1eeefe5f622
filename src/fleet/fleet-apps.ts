import { groupBy } from '../model/group.ts';
import { folderOf } from '../model/layout.ts';
import { fluxGroups } from '../model/resource.ts';
import type { Fleet, Template } from './fleet.ts';
import type { Requirements } from './requirements.ts';

/** An app as a fleet knows it: a HelmRelease, or a Kustomization of another source, with all that it needs. */
export interface FleetApp {
  /** The name of `main`; with its namespace before it where several apps have one name. */
  readonly name: string;
  readonly main: Template;
  /** `main`, what it needs, and what else lies in its folder, in repository order. */
  readonly templates: readonly Template[];
}

/** The apps among the templates of a fleet, in order of name. */
export function fleetApps(fleet: Fleet, requirements: Requirements): FleetApp[] {
  const mains = fleet.templates.filter(isMain);
  const named = groupBy(mains, ({ name }) => name);
  const owners = groupBy(mains, ({ resource }) => folderOf(resource.file));
  const neighbours = groupBy(fleet.templates, ({ resource }) => folderOf(resource.file));
  const order = new Map(fleet.templates.map((template, index) => [template, index] as const));
  return mains
    .map((main): FleetApp => {
      const folder = folderOf(main.resource.file);
      // What lies beside one app alone is its own; in a folder of several nobody can tell.
      const beside = owners.get(folder)?.length === 1 ? (neighbours.get(folder) ?? []) : [];
      const templates = [...new Set([main, ...needed(main, requirements), ...beside])];
      const isOnly = named.get(main.name)?.length === 1;
      return {
        name: isOnly ? main.name : `${main.namespace ?? ''}/${main.name}`,
        main,
        templates: templates.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)),
      };
    })
    .sort((a, b) => compare(a.name, b.name) || compare(a.main.kind, b.main.kind));
}

/** The apps that go by a name: the whole one, or that of their object alone. */
export function appsNamed(apps: readonly FleetApp[], name: string): FleetApp[] {
  const exact = apps.filter((app) => app.name === name);
  return exact.length > 0 ? exact : apps.filter(({ main }) => main.name === name);
}

function isMain({ group, kind }: Template): boolean {
  return (
    (group === fluxGroups.helm && kind === 'HelmRelease') ||
    (group === fluxGroups.kustomize && kind === 'Kustomization')
  );
}

/** What an object needs, and what that needs; other apps that it waits for are theirs. */
function needed(main: Template, requirements: Requirements): Set<Template> {
  const found = new Set<Template>();
  const open = [main];
  for (let template = open.pop(); template !== undefined; template = open.pop()) {
    for (const { template: other } of requirements(template)) {
      if (other === undefined || found.has(other) || isMain(other)) continue;
      found.add(other);
      open.push(other);
    }
  }
  return found;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
