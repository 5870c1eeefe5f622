import { KitError } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import type { App } from '../model/app.ts';
import { groupBy } from '../model/group.ts';
import type { Repo } from '../model/repo.ts';
import { kustomizationPath } from '../model/tree.ts';

/** Which app is meant: by its name, and where there are several of that name, by its root or namespace. */
export interface Wish {
  readonly name: string;
  readonly root: string | undefined;
  readonly namespace: string | undefined;
}

/** The app of a name, once for each root that applies it; KitError `no-such-app`, `ambiguous-app`, `shared-app`. */
export function findApp({ apps }: Pick<Repo, 'apps'>, { name, root, namespace }: Wish): readonly App[] {
  const named = apps.filter((app) => app.name === name);
  if (named.length === 0) {
    const names = apps.map((app) => app.name);
    throw new KitError('no-such-app', `app ${name} does not exist${didYouMean(name, names)}`, {
      help: [names.length === 0 ? 'there is no app yet' : 'see what there is: gitops-kit list'],
    });
  }
  const folder = root === undefined ? undefined : kustomizationPath(root);
  const asked = named.filter(
    (app) =>
      (folder === undefined || app.view.root === folder) &&
      (namespace === undefined || app.namespace === namespace),
  );
  const places = named.map(placeOf);
  if (asked.length === 0)
    throw new KitError('no-such-app', `app ${name} is not there; it is in ${places.join(', and in ')}`);
  // One release may be applied by several roots: that is one app, which is changed for all of them.
  const same = [...groupBy(asked, ({ helmRelease, kustomization }) => helmRelease ?? kustomization).values()];
  const [found = [], ...others] = same;
  if (others.length === 0) {
    const all = named.filter(
      (app) => (app.helmRelease ?? app.kustomization) === (found[0]?.helmRelease ?? found[0]?.kustomization),
    );
    if (all.length === named.length) checkShared(name, all, found);
    return all;
  }
  throw new KitError(
    'ambiguous-app',
    `there are ${same.length} apps ${name}: in ${places.join(', and in ')}`,
    {
      help: ['say which one: --root FOLDER, or --namespace NAME'],
    },
  );
}

/** Whoever names one root of an app with others does not expect that those lose it, too. */
function checkShared(name: string, all: readonly App[], asked: readonly App[]): void {
  const roots = asked.map(({ view }) => view.root);
  const more = all.filter(({ view }) => !roots.includes(view.root));
  if (more.length === 0) return;
  throw new KitError(
    'shared-app',
    `app ${name} cannot be changed in one root alone: ${more.map(placeOf).join(', and ')} applies the same files`,
    { help: ['to change it in all of them: leave --root out', 'nothing was written'] },
  );
}

function placeOf({ view, namespace }: App): string {
  const root = view.root === '' ? './' : `${view.root}/`;
  return namespace === undefined ? `root ${root}` : `root ${root}, namespace ${namespace}`;
}
