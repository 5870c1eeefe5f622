import { applyChanges, fileChanges, filesOf } from '../../src/core/change.ts';
import { goYamlText } from '../../src/fleet/go-yaml-text.ts';
import { defaultSettings, type Settings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import { findApp } from '../../src/scaffold/find-app.ts';
import { planOverride } from '../../src/scaffold/override-app.ts';
import type { OverrideVia } from '../../src/scaffold/override-target.ts';
import { overrideWishOf } from '../../src/scaffold/override-wish.ts';
import type { Path } from '../../src/yaml/node.ts';
import type { Assignment } from '../../src/yaml/set-values.ts';
import { type Texts, textsOf } from './app-changes.ts';
import { templates } from './examples.ts';
import { simulate } from './simulate.ts';

/** What `override` is told, and the repository's settings. */
export interface Told {
  readonly cluster?: readonly string[];
  readonly set?: readonly string[];
  readonly unset?: readonly string[];
  /** In place of the words: keys that no command line can say. */
  readonly assignments?: readonly Assignment[];
  readonly paths?: readonly Path[];
  readonly via?: OverrideVia;
  readonly settings?: Partial<Settings>;
}

/** A repository after `override`, with what is said of it. */
export interface AfterOverriding {
  readonly texts: Texts;
  /** The paths that differ. */
  readonly touched: readonly string[];
  readonly title: string;
  readonly notes: readonly string[];
}

/** `override APP --cluster C --set k=v`; the cluster is member1 where none is told. */
export function overridden(texts: Texts, app: string, told: Told): AfterOverriding {
  const { cluster = ['member1'], set = [], unset = [], via = 'configmap', settings } = told;
  const { assignments, paths = [] } = told;
  const repo = readRepo(filesOf(texts), { ...defaultSettings, ...settings });
  const plan = planOverride({
    repo,
    apps: findApp(repo, { name: app, root: undefined, namespace: undefined }),
    wish:
      assignments === undefined
        ? overrideWishOf({ clusters: cluster, set, unset })
        : { clusters: cluster, set: assignments, unset: paths },
    via,
    simulate,
    templates,
  });
  return {
    texts: textsOf(applyChanges(repo.files, plan.changes)),
    touched: fileChanges(repo.files, plan.changes).map(({ path }) => path),
    title: plan.title,
    notes: plan.notes,
  };
}

/** What a cluster gets of an object, as YAML; its error where it gets nothing. */
export function delivered(texts: Texts, kind: string, name: string, cluster: string): string {
  const fleet = simulate(readRepo(filesOf(texts), defaultSettings));
  const template = fleet.templates.find((each) => each.kind === kind && each.name === name);
  if (template === undefined) return 'no such object';
  const { object, error, outcome } = fleet.deliver(template, cluster);
  return object === undefined ? (error?.message ?? outcome) : goYamlText(object);
}
