import { KitError } from '../core/errors.ts';
import type { Fleet, Template } from '../fleet/fleet.ts';
import type { App } from '../model/app.ts';
import { groupBy } from '../model/group.ts';
import type { Reference, ReferenceRole } from '../model/references.ts';
import type { Repo } from '../model/repo.ts';
import type { Resource } from '../model/resource.ts';
import { isWithin } from '../model/tree.ts';
import { partsOfApp } from './app-parts.ts';

/** What has to travel for an app to run on a member. */
export interface PlacedObjects {
  /** What makes it run: its HelmRelease, or a Kustomize app's Kustomization. */
  readonly main: Template;
  /** The app's own objects, then its sources, each with what it needs behind it; without those of `clusterWide`. */
  readonly objects: readonly Template[];
  /** Sources and what they need: other apps may use them. */
  readonly sources: ReadonlySet<Template>;
  /** Objects of its folder that no namespaced policy can take. */
  readonly clusterWide: readonly Template[];
}

/** The references that are followed: what an object would miss on the cluster on which it runs, and that may be its own. */
const followed: ReadonlySet<ReferenceRole> = new Set(['source', 'chart', 'values', 'secret', 'substitute']);

/** Works out what travels with an app. @throws KitError `incomplete-app`, `not-delivered` */
export function placedObjects(repo: Repo, apps: readonly App[], fleet: Fleet): PlacedObjects {
  const [app] = apps;
  const main = app?.helmRelease ?? app?.kustomization;
  const template = main === undefined ? undefined : fleet.templateOf(main);
  if (main !== undefined && template === undefined) checkDelivered(repo, main);
  if (app === undefined || template === undefined) {
    throw new KitError('incomplete-app', `app ${app?.name ?? ''} has no HelmRelease that could be placed`, {
      help: [`write what it lacks: gitops-kit new-app --repair ${app?.name ?? 'NAME'}`],
    });
  }
  const from = groupBy(app.view.references, (reference) => reference.from);
  const own: Template[] = [];
  const sources = new Set<Template>();
  const walk = (each: Template, isSource: boolean): void => {
    if (own.includes(each) || sources.has(each)) return;
    if (isSource) sources.add(each);
    else own.push(each);
    for (const reference of from.get(each.resource) ?? []) {
      if (!followed.has(reference.role)) continue;
      const found = objectOf(app, reference, fleet);
      if (found !== undefined)
        walk(found, isSource || reference.role === 'source' || reference.role === 'chart');
    }
  };
  walk(template, false);
  const { folder } = partsOfApp(repo, apps);
  const beside = fleet.templates.filter(
    (each) =>
      folder !== undefined &&
      isWithin(each.resource.file, folder) &&
      !own.includes(each) &&
      !sources.has(each),
  );
  return {
    main: template,
    objects: [...own, ...beside.filter(({ namespace }) => namespace !== undefined), ...sources],
    sources,
    clusterWide: beside.filter(({ namespace, kind }) => namespace === undefined && kind !== 'Namespace'),
  };
}

/** Refuses what Flux is to bring to the control plane, and does not. @throws KitError `not-delivered` */
export function checkDelivered({ settings }: Pick<Repo, 'settings'>, { kind, name }: Resource): void {
  if (settings.fleet.delivery !== 'flux') return;
  throw new KitError(
    'not-delivered',
    `${kind} ${name} does not reach the control plane: fleet.delivery is flux, and no Kustomization with spec.kubeConfig applies it`,
    {
      help: [
        'write spec.kubeConfig into the Kustomization that delivers it',
        'or, where kubectl delivers: .gitops-kit.jsonc, "fleet": { "delivery": "kubectl" }',
        'nothing was written',
      ],
    },
  );
}

function objectOf(
  { view }: App,
  { kind, namespace, name, group }: Reference,
  fleet: Fleet,
): Template | undefined {
  const found: Resource | undefined = view.find(kind, namespace, name, group);
  return found === undefined ? undefined : fleet.templateOf(found);
}

/** The HelmReleases and Kustomizations of other apps that use an object, or something that needs it. */
export function otherUsers(fleet: Fleet, apps: readonly App[], object: Template, main: Template): Template[] {
  const users = new Set<Template>();
  const seen = new Set<Resource>([object.resource]);
  const references = apps.flatMap(({ view }) => view.references);
  const look = (resource: Resource): void => {
    for (const { from, role, kind, name, namespace, group } of references) {
      if (!followed.has(role) || seen.has(from) || kind !== resource.kind || name !== resource.name) continue;
      if (group !== undefined && group !== resource.group) continue;
      if (namespace !== fleet.templateOf(resource)?.namespace) continue;
      seen.add(from);
      const user = fleet.templateOf(from);
      if (user === undefined || user === main) continue;
      if (from.kind === 'HelmRelease' || from.kind === 'Kustomization') users.add(user);
      else look(from);
    }
  };
  look(object.resource);
  return [...users];
}
