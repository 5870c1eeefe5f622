import type { App } from '../../model/app.ts';
import { isValuesName } from '../../model/apps.ts';
import { baseName, folderOf, fileName as nameOfFile } from '../../model/layout.ts';
import type { Resource } from '../../model/resource.ts';
import { isBootstrap, layoutScope } from '../layout-scope.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';

export const fileName: Rule = {
  id: 'layout/file-name',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A file is not named after the object that it holds.',
  why: `A file is called \`<kind>-<name>.yaml\`, in lower case: so it is found, and so a diff says what changed. Where the
two differ it is often the object that is wrong: a file was copied from another app, and \`metadata.name\` still says
that app's name. Kinds beyond those of the layout may be called as you like, a source after its provider.`,
  examples: [
    {
      title: 'a copy that kept its name',
      replace: [[release, '  name: podinfo\n  namespace', '  name: redis\n  namespace']],
      finds: ['helmrelease-podinfo.yaml holds HelmRelease redis; expected helmrelease-redis.yaml'],
    },
    {
      title: 'a file named after nothing',
      move: [['flux-system/namespaces/namespace-redis.yaml', 'flux-system/namespaces/redis.yaml']],
      finds: ['redis.yaml holds Namespace redis; expected namespace-redis.yaml'],
    },
    {
      title: 'a further file of another kind',
      create: {
        'podinfo/canary.yaml':
          'apiVersion: v1\nkind: Service\nmetadata:\n  name: podinfo-canary\n  namespace: podinfo\n',
      },
      finds: [],
    },
  ],
  *check({ repo }) {
    const scope = layoutScope(repo);
    const perFile = new Map<string, number>();
    for (const { file } of repo.resources) perFile.set(file, (perFile.get(file) ?? 0) + 1);
    const isOtherApp = otherApps(repo.apps);
    for (const resource of repo.resources) {
      if (perFile.get(resource.file) !== 1 || isBootstrap(resource) || !scope.holds(resource.file)) continue;
      if (isNamedAfter(resource, isOtherApp)) continue;
      const wanted = nameOfFile(resource.kind, resource.name.toLowerCase());
      yield problemOf(resource, ['metadata', 'name'], {
        message: `${baseName(resource.file)} holds ${named(resource)}; expected ${wanted}`,
        help: `rename the file to ${wanted}, or correct metadata.name if it was copied from another app`,
      });
    }
  },
};

/** The kinds of the layout itself, by their files' prefix. Other kinds may be called as people like. */
const layoutKinds = [
  'helmrelease',
  'kustomization',
  'namespace',
  'helmrepository',
  'ocirepository',
  'gitrepository',
];

function isNamedAfter({ file, kind, name }: Resource, isOtherApp: OtherApp): boolean {
  const stem = baseName(file).replace(/\.ya?ml$/, '');
  const prefix = `${kind.toLowerCase()}-`;
  if (name === '' || name.includes('${')) return true;
  if (!layoutKinds.includes(kind.toLowerCase())) {
    if (layoutKinds.some((other) => stem.startsWith(`${other}-`))) return false;
    if (kind !== 'ConfigMap' || !isValuesName(name)) return true;
    // The values of one app under the name of another: the release reads what was copied.
    return (
      stem.startsWith(prefix) &&
      (!isValuesName(stem) || stem === name || isSame(stem.slice(prefix.length), name))
    );
  }
  if (!stem.startsWith(prefix)) return false;
  const said = stem.slice(prefix.length);
  if (isSame(said, name)) return true;
  // The name of another app is what a copy leaves behind.
  if (isOtherApp(said, name)) return false;
  if (kind === 'Namespace') return name.startsWith(`${said}-`);
  if (kind === 'HelmRelease') return said === baseName(folderOf(file));
  // Sources are shared under their provider's name, whatever app they came with.
  return kind !== 'Kustomization';
}

/** Hyphens aside, and `<app>--<namespace>` with or without its namespace. */
function isSame(said: string, name: string): boolean {
  const plain = (text: string): string => text.replaceAll('-', '');
  return plain(said) === plain(name) || said.split('--')[0] === name.split('--')[0];
}

/** Whether the second word names an app that the first does not: by its name, or by its folder's. */
type OtherApp = (one: string, other: string) => boolean;

function otherApps(apps: readonly App[]): OtherApp {
  const called = new Map<string, Set<App>>();
  for (const app of apps) {
    for (const word of [app.name, baseName(app.folder ?? app.name)]) {
      called.set(word, (called.get(word) ?? new Set()).add(app));
    }
  }
  return (one, other) => {
    const first = called.get(one);
    return first !== undefined && [...(called.get(other) ?? [])].some((app) => !first.has(app));
  };
}
