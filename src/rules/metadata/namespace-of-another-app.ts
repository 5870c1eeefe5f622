import { groupBy } from '../../model/group.ts';
import { folderOf } from '../../model/layout.ts';
import type { Repo } from '../../model/repo.ts';
import { fluxGroups, type Resource } from '../../model/resource.ts';
import { layoutRoots } from '../layout-scope.ts';
import { declaredHere, named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const theme = (namespace: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: podinfo-theme\n  namespace: ${namespace}\ndata: {}\n`;

export const namespaceOfAnotherApp: Rule = {
  id: 'metadata/namespace-of-another-app',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An object in the folder of an app lies in the namespace of another app, unlike all others there.',
  why: `Files are copied from one app to the next, and the namespace is the line that is forgotten. The object then
lands beside the other app: the release that should read it does not find it, or it takes the place of the other app's
own. Everything else in the folder says where it was meant to be.`,
  examples: [
    {
      title: 'a ConfigMap copied from another app',
      create: { 'podinfo/configmap-podinfo-theme.yaml': theme('redis') },
      finds: [
        'ConfigMap podinfo-theme lies in namespace redis, the namespace of HelmRelease redis; everything else in podinfo lies in podinfo',
      ],
    },
    {
      title: 'a namespace that belongs to no app',
      create: { 'podinfo/configmap-podinfo-theme.yaml': theme('kube-system') },
      finds: [],
    },
  ],
  *check({ repo }) {
    // Other orders of a repository put objects into a folder for other reasons than their app.
    if (layoutRoots(repo).length === 0) return;
    const releases = repo.ofKind('HelmRelease', fluxGroups.helm);
    const byNamespace = groupBy(releases, ({ namespace }) => namespace ?? '');
    const byFolder = groupBy(releases, ({ file }) => folderOf(file));
    const inFolder = groupBy(
      repo.resources.filter(({ file }) => byFolder.has(folderOf(file))),
      ({ file }) => folderOf(file),
    );
    for (const [folder, own] of byFolder) {
      const [release] = own;
      const namespace = release?.namespace;
      const stray = namespace === undefined ? undefined : strayIn(inFolder.get(folder) ?? [], namespace);
      const other = byNamespace.get(stray?.namespace ?? '')?.find(({ file }) => folderOf(file) !== folder);
      if (release === undefined || stray === undefined || other === undefined) continue;
      // Values that a release here reads by this name: helmrelease/values-missing says so.
      if (own.some((each) => reads(each, stray)) || isReadByLabel(stray) || isMoved(repo, stray)) continue;
      yield problemOf(stray, ['metadata', 'namespace'], {
        message: `${named(stray)} lies in namespace ${stray.namespace}, the namespace of ${named(other)}; everything else in ${folder} lies in ${namespace}`,
        help: `write namespace: ${namespace}, if the file was copied from another app`,
        related: [declaredHere(release)],
      });
    }
  },
};

/** The one object of a folder that lies in another namespace than all the rest, the releases among it. */
function strayIn(resources: readonly Resource[], namespace: string): Resource | undefined {
  const placed = resources.filter((resource) => resource.namespace !== undefined);
  const [stray, ...others] = placed.filter((resource) => resource.namespace !== namespace);
  if (stray === undefined || others.length > 0 || stray.kind === 'HelmRelease') return undefined;
  return sharedGroups.has(stray.group) || stray.namespace?.includes('${') ? undefined : stray;
}

function reads(release: Resource, { kind, name }: Resource): boolean {
  return release
    .list('spec', 'valuesFrom')
    .some(
      (_, index) =>
        release.text('spec', 'valuesFrom', index, 'kind') === kind &&
        release.text('spec', 'valuesFrom', index, 'name') === name,
    );
}

/** Whether the Kustomization that applies it gives it a namespace, whatever the file says. */
function isMoved(repo: Repo, stray: Resource): boolean {
  return repo.views.some(
    (view) => view.resources.includes(stray) && view.namespaceOf(stray) !== stray.namespace,
  );
}

/** Kinds that are kept in a namespace of their own, apart from the app that they serve. */
const sharedGroups: ReadonlySet<string> = new Set([
  ...Object.values<string>(fluxGroups),
  'notification.toolkit.fluxcd.io',
  'image.toolkit.fluxcd.io',
  'rbac.authorization.k8s.io',
]);

/** What another app's controller collects by a label, such as the dashboards of Grafana, lies there on purpose. */
function isReadByLabel(stray: Resource): boolean {
  const labels = stray.get('metadata', 'labels');
  if (typeof labels !== 'object' || labels === null) return false;
  return Object.keys(labels).some((key) => /dashboard|datasource|alert|rule/.test(key));
}
