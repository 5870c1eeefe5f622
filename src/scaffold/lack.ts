import { KitError } from '../core/errors.ts';
import { rootFolders, valuesName } from '../model/layout.ts';
import { fluxGroups, type Resource } from '../model/resource.ts';
import { isWithin } from '../model/tree.ts';
import { isMap } from '../yaml/render.ts';
import { usualKey, type ValuesPlace } from './app-files.ts';
import { isSystemNamespace } from './names.ts';
import { releaseSource } from './release-source.ts';
import { isRelease, placed, type Remains } from './remains.ts';
import type { SourceName } from './source-files.ts';

/** What an app lacks of its five parts. */
export interface Lack {
  readonly helmRelease: boolean;
  readonly kustomization: boolean;
  readonly namespace: boolean;
  /** The source that the release names; where the release is missing too, the chart decides. */
  readonly source: SourceName | undefined;
  /**
   * What a new HelmRelease refers to, where nothing else is asked for: an OCIRepository of the app's name that no release
   * names, or a HelmRepository of its name that nothing applies.
   */
  readonly ownSource: Resource | undefined;
  readonly values: ValuesPlace | undefined;
  /** What a new HelmRelease reads: the values that are there, or those that are missing too. */
  readonly reads: ValuesPlace;
  /** Whether the HelmRelease that is there has to be told of the values. */
  readonly isUnread: boolean;
  /** Parts that have a file which nothing applies. */
  readonly idle: readonly Resource[];
  /** What is not written, since something that is not seen may bring it. */
  readonly notes: readonly string[];
}

/**
 * What an app lacks.
 * @throws KitError `cannot-repair` where it lacks what this program does not write
 */
export function lackOf(remains: Remains): Lack {
  const { helmRelease, values, kustomization, inRoot, namespace, seen } = remains;
  const idle: Resource[] = [helmRelease, values, kustomization].flatMap((part) =>
    part === undefined || seen.isApplied(part) ? [] : [part],
  );
  const notes: string[] = [];
  const isMissing = (sought: Sought): boolean => {
    const found = whereabouts(remains, sought);
    if (typeof found === 'object') idle.push(found);
    if (found === 'doubtful')
      notes.push(`${sought.kind} ${sought.name} is not written: what cannot be read here may bring it`);
    return found === 'absent';
  };
  const ownSource = helmRelease === undefined ? sourceOfName(remains) : undefined;
  if (ownSource !== undefined && !seen.isApplied(ownSource)) idle.push(ownSource);
  const own = { name: valuesName(remains.name), key: usualKey };
  const release =
    helmRelease === undefined
      ? { source: undefined, values: values === undefined ? own : undefined, isUnread: false }
      : releaseLack(remains, helmRelease, isMissing);
  return {
    helmRelease: helmRelease === undefined,
    kustomization: kustomization === undefined && !inRoot,
    namespace:
      !isSystemNamespace(namespace) &&
      isMissing({ kind: 'Namespace', namespace: undefined, name: namespace }),
    source: release.source,
    ownSource,
    values: release.values,
    reads: values === undefined ? own : valuesPlaceOf(values),
    isUnread: release.isUnread,
    idle,
    notes,
  };
}

function sourceOfName(remains: Remains): Resource | undefined {
  const { name, place, seen } = remains;
  const { view, home } = place;
  const registry =
    view?.find('OCIRepository', home, name, fluxGroups.source) ?? idleSource(remains, 'OCIRepository');
  const isUsed = seen.resources.some(
    (each) =>
      (each.kind === 'Kustomization' || isRelease(each)) &&
      [['chartRef'], ['sourceRef']].some(
        (at) =>
          each.text('spec', ...at, 'kind') === 'OCIRepository' && each.text('spec', ...at, 'name') === name,
      ),
  );
  return registry !== undefined && !isUsed ? registry : idleSource(remains, 'HelmRepository');
}

function idleSource(remains: Remains, kind: SourceName['kind']): Resource | undefined {
  const { name, place } = remains;
  const found = whereabouts(remains, { kind, namespace: place.home, name });
  return typeof found === 'object' ? found : undefined;
}

/** The ConfigMap that is there, as a new HelmRelease will read it. */
function valuesPlaceOf(values: Resource): ValuesPlace {
  const data = values.get('data');
  const keys = isMap(data ?? null) ? Object.keys(Object(data)) : [];
  const [first, second] = keys;
  if (keys.includes(usualKey)) return { name: values.name, key: usualKey };
  if (first !== undefined && second === undefined) return { name: values.name, key: first };
  throw new KitError(
    'contradicting-remains',
    `${placed(values)} has ${keys.length === 0 ? 'no data' : `the keys ${keys.join(', ')}`}; ${usualKey} was expected`,
  );
}

interface Sought {
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
}

/** An object that the cluster has, one in a file that nothing applies, or neither. */
function whereabouts(
  { place, seen, folder }: Remains,
  sought: Sought,
): Resource | 'there' | 'doubtful' | 'absent' {
  const { kind, namespace, name } = sought;
  const { view, root } = place;
  if (view?.makes(kind, namespace, name) !== undefined) return 'there';
  const idle = seen.resources.find(
    (each) =>
      each.kind === kind &&
      each.name === name &&
      (namespace === undefined || each.namespace === namespace) &&
      !seen.isApplied(each) &&
      (isWithin(each.file, root) || isWithin(each.file, folder)),
  );
  return idle ?? (view?.doubt(sought) === 'perhaps' ? 'doubtful' : 'absent');
}

type ReleaseLack = Pick<Lack, 'source' | 'values' | 'isUnread'>;

/** What a release points at. */
function releaseLack(
  remains: Remains,
  release: Resource,
  isMissing: (sought: Sought) => boolean,
): ReleaseLack {
  const source = missingSource(remains, release, isMissing);
  const entries = release.list('spec', 'valuesFrom');
  if (entries.length > 0)
    return { source, values: missingValues(remains, release, isMissing), isUnread: false };
  const isKnown = source !== undefined || releaseSource(remains, release).kind === 'known';
  if (release.has('spec', 'values') || isInline(remains) || !isKnown)
    return { source, values: undefined, isUnread: false };
  const values = { name: valuesName(remains.name), key: usualKey };
  const absent = isMissing({ kind: 'ConfigMap', namespace: remains.namespace, name: values.name });
  return { source, values: absent ? values : undefined, isUnread: absent };
}

function missingSource(
  { namespace: own, place }: Remains,
  release: Resource,
  isMissing: (sought: Sought) => boolean,
): Lack['source'] {
  const at = release.has('spec', 'chartRef') ? ['spec', 'chartRef'] : ['spec', 'chart', 'spec', 'sourceRef'];
  const kind = release.text(...at, 'kind');
  const name = release.text(...at, 'name');
  const namespace = release.text(...at, 'namespace') ?? own;
  if (kind === undefined || name === undefined || hasVariable(`${name}${namespace}`)) return undefined;
  if (!isMissing({ kind, namespace, name })) return undefined;
  const elsewhere = place.view?.ofKind(kind, fluxGroups.source).find((each) => each.name === name);
  if (elsewhere !== undefined) {
    throw new KitError(
      'contradicting-remains',
      `${placed(release)} wants ${kind} ${name} in ${namespace}, and ${placed(elsewhere)} lies in ${place.view?.namespaceOf(elsewhere)}`,
      { help: ['make them agree, then repair'] },
    );
  }
  const wanted = release.has('spec', 'chartRef') ? 'OCIRepository' : 'HelmRepository';
  if (kind === wanted) return { kind, name, namespace };
  throw new KitError(
    'cannot-repair',
    `${kind} ${name} is missing, to which ${placed(release)} refers; only a HelmRepository or an OCIRepository can be written`,
    { help: [`write it by hand, in ${rootFolderOf(place.root, kind)}`] },
  );
}

function rootFolderOf(root: string, kind: string): string {
  const folder = Object.entries(rootFolders).find(([each]) => each === kind)?.[1];
  return folder === undefined ? `${root}/` : `${root}/${folder}/`;
}

/** The one ConfigMap that a release reads and that is not there. */
function missingValues(
  { seen, folder, namespace }: Remains,
  release: Resource,
  isMissing: (sought: Sought) => boolean,
): ValuesPlace | undefined {
  const missing = release.list('spec', 'valuesFrom').flatMap((_, index) => {
    const at = ['spec', 'valuesFrom', index] as const;
    const name = release.text(...at, 'name');
    if (release.text(...at, 'kind') !== 'ConfigMap' || name === undefined || hasVariable(name)) return [];
    if (release.get(...at, 'optional') === true) return [];
    const key = release.text(...at, 'valuesKey') ?? usualKey;
    const isWhole = !release.has(...at, 'targetPath');
    return isMissing({ kind: 'ConfigMap', namespace, name }) ? [{ name, key, isWhole }] : [];
  });
  const [first, second] = missing;
  if (first === undefined) return undefined;
  const stray = seen.resources.find(
    (each) => each.kind === 'ConfigMap' && each.name === first.name && isWithin(each.file, folder),
  );
  if (stray !== undefined) {
    throw new KitError(
      'contradicting-remains',
      `${placed(release)} reads ConfigMap ${first.name} in ${namespace}, and ${placed(stray)} lies in ${seen.namespaceOf(stray)}`,
      { help: ['make them agree, then repair'] },
    );
  }
  if (second === undefined && first.isWhole) return { name: first.name, key: first.key };
  const names = missing.map(({ name }) => name).join(', ');
  throw new KitError(
    'cannot-repair',
    second === undefined
      ? `${placed(release)} reads a single value from ConfigMap ${names}, which is missing; no chart has it`
      : `${placed(release)} reads the ConfigMaps ${names}, which are missing; which holds the chart's values cannot be told`,
    { help: ['write by hand what is not the values.yaml of the chart'] },
  );
}

/** Whether the other releases keep their values inside, so that one without any is nothing special. */
function isInline({ seen }: Remains): boolean {
  const releases = seen.resources.filter(
    ({ kind, group }) => kind === 'HelmRelease' && group === fluxGroups.helm,
  );
  const reads = releases.some((each) => each.list('spec', 'valuesFrom').length > 0);
  return !reads && releases.some((each) => each.has('spec', 'values'));
}

function hasVariable(text: string): boolean {
  return text.includes('${');
}
