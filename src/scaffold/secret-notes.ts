import type { Resource } from '../model/resource.ts';
import { isMap } from '../yaml/render.ts';
import type { NewSource } from './chart-source.ts';
import type { Place } from './place.ts';
import { isRegistry } from './repository-url.ts';

/** A Secret that a source names, and what Flux reads in it. */
interface Wanted {
  readonly name: string;
  /** Each list is enough. */
  readonly keys: readonly (readonly string[])[];
  /** What makes it. */
  readonly command: string;
}

/** What is wrong with the Secrets that a new source names, and the command that makes one: a sentence for each. */
export function secretNotes(place: Pick<Place, 'view' | 'home'>, source: NewSource): string[] {
  return wantedBy(source, place.home).flatMap((wanted) => noteOn(wanted, place) ?? []);
}

function wantedBy({ access, url }: NewSource, home: string): Wanted[] {
  const { secretRef, certSecretRef } = access;
  const flux = (kind: string, name: string, flags: string): string =>
    `flux create secret ${kind} ${name} --namespace=${home} ${flags}`;
  const login = '--username=USER --password=TOKEN';
  const secrets: Wanted[] = [];
  if (secretRef !== undefined && isRegistry(url)) {
    const host = url.slice('oci://'.length).split('/')[0];
    const command = flux('oci', secretRef, `--url=${host} ${login}`);
    secrets.push({ name: secretRef, keys: [['.dockerconfigjson']], command });
  } else if (secretRef !== undefined) {
    const command = flux('helm', secretRef, login);
    secrets.push({ name: secretRef, keys: [['username', 'password']], command });
  }
  if (certSecretRef !== undefined) {
    const command = flux('tls', certSecretRef, '--ca-crt-file=ca.crt');
    secrets.push({ name: certSecretRef, keys: [['ca.crt'], ['tls.crt', 'tls.key']], command });
  }
  return secrets;
}

function noteOn({ name, keys, command }: Wanted, { view, home }: Pick<Place, 'view' | 'home'>) {
  const makes = view?.makes('Secret', home, name);
  if (makes === undefined) {
    if (view?.doubt({ kind: 'Secret', namespace: home, name }) === 'perhaps') return undefined;
    const other = view?.ofKind('Secret').find((each) => view.nameOf(each) === name);
    const where =
      other === undefined
        ? `this repository has no Secret ${name}`
        : `Secret ${name} in ${other.file} lies in ${view?.namespaceOf(other) ?? 'default'}`;
    return `${where}; Flux looks for it in ${home}: ${command}`;
  }
  const holder = view?.find('Secret', home, name) ?? sealed(name, { view, home });
  const has = holder === undefined ? undefined : keysOf(holder);
  if (holder === undefined || has === undefined) return undefined;
  if (keys.some((all) => all.every((key) => has.includes(key)))) return undefined;
  const wanted = keys.map((all) => all.join(' and ')).join(', or ');
  return `${holder.kind} ${holder.name} in ${holder.file} has ${has.length === 0 ? 'no keys' : `the keys ${has.join(', ')}`}; Flux looks for ${wanted}: ${command}`;
}

function sealed(name: string, { view, home }: Pick<Place, 'view' | 'home'>): Resource | undefined {
  return view
    ?.ofKind('SealedSecret')
    .find((each) => view.namespaceOf(each) === home && view.nameOf(each) === name);
}

/** The keys of a Secret or of what one is sealed from; SOPS leaves them readable. */
function keysOf(holder: Resource): string[] | undefined {
  const fields = holder.kind === 'Secret' ? [['data'], ['stringData']] : [['spec', 'encryptedData']];
  const maps = fields.flatMap((path) => holder.get(...path) ?? []);
  return maps.length === 0 ? undefined : maps.flatMap((map) => (isMap(map) ? Object.keys(map) : []));
}
