import type { RepoPath } from '../../core/change.ts';
import { isValuesName } from '../../model/apps.ts';
import { groupBy } from '../../model/group.ts';
import { baseName, folderOf, join, fileName as nameOfFile, policyFolders } from '../../model/layout.ts';
import type { Repo } from '../../model/repo.ts';
import { fluxGroups, type Resource } from '../../model/resource.ts';
import { isBootstrap, layoutScope } from '../layout-scope.ts';
import { renameFix } from '../move-fix.ts';
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
that app's name. Kinds beyond those of the layout may be called as you like, a source after its provider; they are
judged where the file begins with the kind and goes on with a slip of the name, or with what belongs to another app.`,
  repair: {
    safe: 'The same Kustomization applies the same object, and whatever names the file goes on naming it.',
    unsafe:
      "Where the file has another name than the object, `metadata.name` may be the mistake. Where that name is another app's, only the author knows, and there is no fix.",
  },
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
      title: 'a file that a kustomization.yaml lists',
      move: [['podinfo/helmrelease-podinfo.yaml', 'podinfo/release.yaml']],
      create: {
        'podinfo/kustomization.yaml':
          'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n  - ./release.yaml # the app itself\n  - configmap-podinfo-helm-chart-value-overrides.yaml\n',
      },
      finds: ['release.yaml holds HelmRelease podinfo; expected helmrelease-podinfo.yaml'],
    },
    {
      title: 'a slip in a further file',
      create: {
        'podinfo/service-podinfo-canary.yaml':
          'apiVersion: v1\nkind: Service\nmetadata:\n  name: podinfo-canery\n  namespace: podinfo\n',
      },
      finds: [
        'service-podinfo-canary.yaml holds Service podinfo-canery; expected service-podinfo-canery.yaml',
      ],
    },
    {
      title: 'a further file with the name of another app',
      create: {
        'podinfo/service-redis.yaml':
          'apiVersion: v1\nkind: Service\nmetadata:\n  name: podinfo\n  namespace: podinfo\n',
      },
      finds: ['service-redis.yaml holds Service podinfo; expected service-podinfo.yaml'],
    },
    {
      title: 'a hyphen in the kind',
      move: [['podinfo/helmrelease-podinfo.yaml', 'podinfo/helm-release-podinfo.yaml']],
      finds: ['helm-release-podinfo.yaml holds HelmRelease podinfo; expected helmrelease-podinfo.yaml'],
    },
    {
      title: 'a policy of a fleet by another name',
      base: 'fleet',
      move: [['podinfo/propagationpolicy-podinfo.yaml', 'podinfo/policy.yaml']],
      finds: ['policy.yaml holds PropagationPolicy podinfo; expected propagationpolicy-podinfo.yaml'],
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
    const names: Names = { isOtherApp: otherApps(repo), holders: holdersOf(repo.resources) };
    const wrong: { readonly resource: Resource; readonly wanted: string; readonly to: RepoPath }[] = [];
    for (const resource of repo.resources) {
      if (perFile.get(resource.file) !== 1 || isBootstrap(resource)) continue;
      // Elsewhere in such a repository a file is judged when its own name claims the layout's form.
      const claims =
        scope.roots.length > 0 && !repo.parts.has(resource.file) && prefixOf(resource) !== undefined;
      if (!claims && !scope.holds(resource.file)) continue;
      if (isNamedAfter(resource, names)) continue;
      const isOfLayout = layoutKinds.includes(resource.kind.toLowerCase());
      const prefix = isOfLayout ? undefined : prefixOf(resource);
      const wanted = nameOfFile(prefix ?? resource.kind, resource.name.toLowerCase());
      wrong.push({ resource, wanted, to: join(folderOf(resource.file), wanted) });
    }
    const claimed = groupBy(wrong, ({ to }) => to);
    for (const { resource, wanted, to } of wrong) {
      const isAlone = claimed.get(to)?.length === 1 && !isCopy(resource, names);
      const safety = saysAnother(resource) ? 'unsafe' : 'safe';
      yield problemOf(resource, ['metadata', 'name'], {
        message: `${baseName(resource.file)} holds ${named(resource)}; expected ${wanted}`,
        help: `rename the file to ${wanted}, or correct metadata.name if it was copied from another app`,
        ...(isAlone ? renameFix(repo, resource.file, wanted, safety) : {}),
      });
    }
  },
};

/** Karmada's policies: what a file is called after is looked for, so it is the name and no other. */
const policyKinds = Object.keys(policyFolders).map((kind) => kind.toLowerCase());

/** The kinds of the layout itself, by their files' prefix. Other kinds may be called as people like. */
const layoutKinds = [
  'helmrelease',
  'kustomization',
  'namespace',
  'helmrepository',
  'ocirepository',
  'gitrepository',
  ...policyKinds,
];

/** What a copied name is compared with. */
interface Names {
  readonly isOtherApp: OtherApp;
  /** Kind, namespace and name -> the stems of the files that hold such an object. */
  readonly holders: ReadonlyMap<string, readonly string[]>;
}

function isNamedAfter(resource: Resource, names: Names): boolean {
  const { file, kind, name } = resource;
  const stem = stemOf(file);
  if (name === '' || name.includes('${')) return true;
  if (!layoutKinds.includes(kind.toLowerCase())) return isFreelyNamed(resource, stem, names);
  const prefix = `${kind.toLowerCase()}-`;
  if (!stem.startsWith(prefix)) return false;
  const said = stem.slice(prefix.length);
  if (isSame(said, name)) return true;
  // The name of another app is what a copy leaves behind, and that of an object with a file of its own.
  if (names.isOtherApp(said, name) || hasFileOfItsOwn(resource, prefix, names)) return false;
  if (kind === 'Namespace') return name.startsWith(`${said}-`);
  if (kind === 'HelmRelease') return said === baseName(folderOf(file)) && sharesWord(said, name);
  // Sources are shared under their provider's name, whatever app they came with.
  return kind !== 'Kustomization' && !policyKinds.includes(kind.toLowerCase());
}

/** Kinds beyond the layout's: a file that begins with the kind, and goes on with a slip of the name or the name of another. */
function isFreelyNamed(resource: Resource, stem: string, names: Names): boolean {
  const { kind, name } = resource;
  if (layoutKinds.some((other) => stem.startsWith(`${other}-`))) return false;
  const prefix = prefixOf(resource);
  const said = prefix === undefined ? undefined : stem.slice(prefix.length + 1);
  if (kind === 'ConfigMap' && isValuesName(name)) {
    // The values of one app under the name of another: the release reads what was copied.
    return said !== undefined && (!isValuesName(stem) || stem === name || isSame(said, name));
  }
  if (prefix === undefined || said === undefined || isSame(said, name)) return true;
  return !(
    isSlip(said, name) ||
    names.isOtherApp(said, name) ||
    hasFileOfItsOwn(resource, `${prefix}-`, names)
  );
}

/** The beginning of the file's name that is the kind, with or without hyphens between its words. */
function prefixOf({ file, kind }: Resource): string | undefined {
  const stem = stemOf(file);
  const hyphened = kind.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
  return [kind.toLowerCase(), hyphened].find((prefix) => stem.startsWith(`${prefix}-`));
}

/** Whether the file bears the name of another app, or the object has a file of its own: one of the two names was forgotten. */
function isCopy(resource: Resource, names: Names): boolean {
  const prefix = prefixOf(resource);
  const stem = stemOf(resource.file);
  const said = prefix === undefined ? stem : stem.slice(prefix.length + 1);
  if (names.isOtherApp(said, resource.name)) return true;
  return prefix !== undefined && hasFileOfItsOwn(resource, `${prefix}-`, names);
}

/** Whether the file's name, its kind aside, is that of something else: not the object's, and not a word for its kind. */
function saysAnother(resource: Resource): boolean {
  const stem = stemOf(resource.file);
  const kind = resource.kind.toLowerCase();
  const isKind = kind.includes(stem.replaceAll('-', '').replace(/s$/, ''));
  return !isKind && !stem.toLowerCase().split(/[-_.]/).join('-').includes(resource.name.toLowerCase());
}

function stemOf(file: string): string {
  return baseName(file).replace(/\.ya?ml$/, '');
}

/** Whether an object of that kind and name lies in a file that bears its name: this one is the copy. */
function hasFileOfItsOwn(resource: Resource, prefix: string, { holders }: Names): boolean {
  return holders.get(identityOf(resource))?.includes(prefix + resource.name) === true;
}

function holdersOf(resources: readonly Resource[]): Map<string, string[]> {
  const holders = new Map<string, string[]>();
  for (const resource of resources) {
    const key = identityOf(resource);
    holders.set(key, [...(holders.get(key) ?? []), stemOf(resource.file)]);
  }
  return holders;
}

function identityOf({ kind, namespace = '', name }: Resource): string {
  return `${kind}/${namespace}/${name}`;
}

/** One letter more, less or other in a name that is long enough for it to be no other word. */
function isSlip(said: string, name: string): boolean {
  return Math.min(said.length, name.length) >= 8 && differsByOne(said, name);
}

function differsByOne(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  return Math.max(a.length, b.length) - start - end <= 1;
}

/** Whether two names have a part between hyphens in common. */
function sharesWord(one: string, other: string): boolean {
  const words = new Set(one.split('-'));
  return other.split('-').some((word) => words.has(word)) || other.startsWith(one) || one.startsWith(other);
}

/** Hyphens aside, and `<app>--<namespace>` with or without its namespace. */
function isSame(said: string, name: string): boolean {
  const plain = (text: string): string => text.replaceAll('-', '');
  return plain(said) === plain(name) || said.split('--')[0] === name.split('--')[0];
}

/** Whether the second word names an app that the first does not: by its name, or by its folder's. */
type OtherApp = (one: string, other: string) => boolean;

function otherApps({ apps, ofKind }: Repo): OtherApp {
  // Releases that nothing applies are copied from as well.
  const releases = ofKind('HelmRelease', fluxGroups.helm).map(({ name, file }) => ({
    name,
    folder: folderOf(file),
  }));
  const called = new Map<string, Set<RepoPath>>();
  for (const { name, folder = name } of [...apps, ...releases]) {
    for (const word of [name, baseName(folder)]) {
      called.set(word, (called.get(word) ?? new Set()).add(`${folder}/${name}`));
    }
  }
  return (one, other) => {
    const first = called.get(one);
    return first !== undefined && [...(called.get(other) ?? [])].some((app) => !first.has(app));
  };
}
