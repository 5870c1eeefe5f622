import { KitError } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import { isWithin } from '../model/tree.ts';
import { awaitedReleases, contradiction, isRelease, placed, type Remains, type Search } from './remains.ts';

/** Without any part that is the app's alone, its Namespace or chart source must be there. */
export function checkAnythingLeft({ repo, place, seen, name }: Search): void {
  const shared = seen.resources.some(
    (each) =>
      ['Namespace', 'HelmRepository', 'OCIRepository'].includes(each.kind) && seen.nameOf(each) === name,
  );
  if (shared) return;
  const apps = repo.apps.filter(({ view }) => view === place.view).map((app) => app.name);
  const other = repo.apps.find((app) => app.name === name);
  if (other !== undefined) {
    throw new KitError(
      'other-root',
      `app ${name} belongs to the root ${other.view.root || './'}; new files go to ${place.root || './'}`,
      { help: ['the first of "roots" in .gitops-kit.jsonc is the one that is written to'] },
    );
  }
  throw new KitError('no-such-app', `nothing of an app ${name} is left${didYouMean(name, apps)}`, {
    help: [`to add it: gitops-kit new-app ${name}`],
  });
}

/** A folder with releases of other apps does not say which files are this one's. */
export function checkNeighbours(
  { place, seen, chart }: Search,
  { name, folder, top, helmRelease, values, kustomization, inRoot }: Omit<Remains, 'namespace'>,
): void {
  const around = kustomization === undefined && !inRoot ? top : folder;
  const others = seen.resources.filter(
    (each) => isRelease(each) && each !== helmRelease && isWithin(each.file, around),
  );
  const [other] = others;
  if (other !== undefined && helmRelease === undefined && values === undefined) {
    throw new KitError(
      'ambiguous-app',
      `${folder}/ holds no HelmRelease ${name}, but ${others.map(placed).join(', ')}`,
      {
        help: [`is that the app? gitops-kit new-app --repair ${seen.nameOf(other)}`],
      },
    );
  }
  if (other !== undefined && kustomization === undefined && !inRoot) {
    throw new KitError(
      'ambiguous-app',
      `a Kustomization for ${top}/ would apply ${others.map(placed).join(', ')} as well`,
      { help: [`write it by hand, or give ${name} a folder of its own`] },
    );
  }
  if (kustomization === undefined || helmRelease !== undefined || values !== undefined) return;
  const awaited = awaitedReleases(kustomization);
  const [waits] = awaited;
  if (waits !== undefined && !awaited.includes(name)) {
    throw contradiction(`${placed(kustomization)} waits for HelmRelease ${waits}, not ${name}`, [
      `is that the app? gitops-kit new-app --repair ${waits}`,
    ]);
  }
  const build = place.view?.buildOf(kustomization);
  if (waits === undefined && chart === undefined && build !== undefined && build.resources.length > 0) {
    throw new KitError(
      'not-an-app',
      `${placed(kustomization)} applies ${build.resources.length} object${build.resources.length === 1 ? '' : 's'} and waits for no HelmRelease`,
      { help: [`if ${name} is of a chart all the same: --chart NAME`] },
    );
  }
}
