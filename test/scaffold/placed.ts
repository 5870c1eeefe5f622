import { applyChanges, fileChanges, filesOf } from '../../src/core/change.ts';
import { knownClusters } from '../../src/fleet/clusters.ts';
import { defaultSettings, type Settings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import { findApp } from '../../src/scaffold/find-app.ts';
import { type Placing, planPlacement } from '../../src/scaffold/place-app.ts';
import { wishOf } from '../../src/scaffold/placement.ts';
import { bases } from '../support/golden.ts';
import type { Texts } from './app-changes.ts';
import { textsOf } from './app-changes.ts';
import { templates } from './examples.ts';
import { simulate } from './simulate.ts';

/** The fleet's repository, and what is changed of it: files with undefined are left out. */
export function fleetWith(changed: Readonly<Record<string, string | undefined>> = {}): Texts {
  const all = { ...textsOf(bases.fleet), ...changed };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** The fleet's repository as it was before anything was placed: no policies, and the inventory. */
export function unplaced(): Texts {
  const policies = [...bases.fleet.paths()].filter((path) => /policy-/.test(path));
  return fleetWith(Object.fromEntries(policies.map((path) => [path, undefined])));
}

/** A repository after `place`, with what is said of it. */
export interface AfterPlacing {
  readonly texts: Texts;
  /** The paths that differ. */
  readonly touched: readonly string[];
  readonly title: string;
  readonly notes: readonly string[];
  /** Where what it says stands, changed or not. */
  readonly files: readonly string[];
}

/** `place APP --clusters a,b`, or `--labels k=v` where the words have `=`. */
export function placed(
  texts: Texts,
  app: string,
  where: string,
  more: Partial<Placing> & { readonly settings?: Partial<Settings> } = {},
): AfterPlacing {
  const { settings, ...rest } = more;
  const repo = readRepo(filesOf(texts), { ...defaultSettings, ...settings });
  const [clusters, labels] = where.includes('=') ? [[], [where]] : [[where], []];
  const plan = planPlacement({
    repo,
    apps: findApp(repo, { name: app, root: undefined, namespace: undefined }),
    wish: wishOf({ clusters, labels }, knownClusters(repo)),
    scope: undefined,
    interpreter: false,
    force: false,
    isNew: false,
    simulate,
    templates,
    ...rest,
  });
  return {
    texts: textsOf(applyChanges(repo.files, plan.changes)),
    touched: fileChanges(repo.files, plan.changes).map(({ path }) => path),
    title: plan.title,
    notes: plan.notes,
    files: plan.files,
  };
}
