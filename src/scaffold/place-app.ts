import { applyChanges, type Change, type PlanWithFiles, type RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import type { Fleet, Template } from '../fleet/fleet.ts';
import type { PropagationPolicy } from '../fleet/policy.ts';
import type { App } from '../model/app.ts';
import { groupBy } from '../model/group.ts';
import { type InterpreterHook, interpreterGroup } from '../model/interpreter.ts';
import { resourceEntries } from '../model/kustomize-entries.ts';
import { readRepo } from '../model/read-repo.ts';
import type { Repo } from '../model/repo.ts';
import { editedFiles, editOf, type ValueEdit } from '../model/value-edits.ts';
import { withListings } from './about-files.ts';
import { interpreterFile, interpreterKind, isInterpreted } from './interpreter-file.ts';
import { ownTemplates } from './own-templates.ts';
import { builtFrom } from './place.ts';
import { placedObjects } from './placed-objects.ts';
import { type Wish, wishInWords } from './placement.ts';
import { placementNotes } from './placement-notes.ts';
import { policyFiles, rootOf } from './policy-place.ts';
import { reachFault } from './reach.ts';
import { render } from './render.ts';
import { type Group, settle } from './settle-policies.ts';
import type { Templates } from './templates.ts';
import { withoutWaiting } from './without-waiting.ts';

/** An app and where it is to run. */
export interface Placing {
  readonly repo: Repo;
  /** The app, once for each root that applies it. */
  readonly apps: readonly App[];
  readonly wish: Wish;
  /** One policy for all namespaces, or one for each; undefined: as it is placed now, else one for each. */
  readonly scope: 'cluster' | 'namespaced' | undefined;
  /** Whether Karmada is told how to read a HelmRelease: what it needs follows it, and health checks come true. */
  readonly interpreter: boolean;
  /** Whether the app may reach fewer clusters than are wished, and none at all. */
  readonly force: boolean;
  /** Whether the app is written by the same command: then it runs nowhere, and waits for nothing. */
  readonly isNew: boolean;
  /** What a control plane makes of a repository. */
  readonly simulate: (repo: Repo) => Fleet;
  readonly templates: Templates;
}

/** The plan of a placement. */
export interface PlacementPlan extends PlanWithFiles {
  /** Why it would be refused without `force`. */
  readonly needsForce: string | undefined;
}

/**
 * The plan after which Karmada takes an app to the clusters that are wished: its policies, new or edited in place, and its
 * Kustomization without what never becomes ready on a control plane. Without changes where all of it is so.
 * @throws KitError `never-propagated`, `placed-by-hand`, `incomplete-app`, `not-delivered`, `other-scope`, `no-cluster-left`, `out-of-reach`
 */
export function planPlacement(placing: Placing): PlacementPlan {
  const { repo, apps, wish, scope, interpreter, force, isNew, simulate, templates } = placing;
  const fleet = simulate(repo);
  const objects = placedObjects(repo, apps, fleet);
  const [app] = apps;
  const name = app?.name ?? '';
  for (const each of objects.objects) checkTravels(fleet, each);
  const kind = scopeOf(scope, { fleet, name, objects: objects.objects });
  const all =
    kind === 'ClusterPropagationPolicy' ? [...objects.objects, ...objects.clusterWide] : objects.objects;
  const groups =
    kind === 'ClusterPropagationPolicy'
      ? [{ namespace: undefined, objects: all }]
      : [...groupBy(all, ({ namespace }) => namespace)].map(([namespace, own]) => ({
          namespace,
          objects: own,
        }));
  const settled = groups.map((group: Group) =>
    settle({ fleet, apps, kind, wish, placed: objects, propagateDeps: interpreter, ...group }),
  );
  const { main } = objects;
  if (interpreter) checkInterpreted(main);
  const isAnswered = (hook: InterpreterHook): boolean => isInterpreted(repo, main, hook);
  const files = [
    ...policyFiles(repo, { app, main, kind, propagateDeps: interpreter, fleet }, settled),
    ...(interpreter && !isAnswered('dependencyInterpretation') ? [interpreterFile(rootOf(app), main)] : []),
  ];
  const set = { templates, own: ownTemplates(repo) };
  const edits: ValueEdit[] = settled.flatMap(({ edits }) =>
    edits.map(({ policy, edit }) => editOf(policy.resource, edit)),
  );
  const ready = interpreter || isAnswered('statusAggregation') ? [] : withoutWaiting(repo, apps);
  const top = builtFrom({ view: app?.view, root: app?.view.root ?? '' });
  const changes: Change[] = [
    ...files.map((file): Change => ({ kind: 'create', path: file.path, text: render(file, set) })),
    ...editedFiles(repo.files, edits),
    ...resourceEntries(
      repo,
      files.map(({ path }) => ({ path, builtFrom: top(path) })),
    ),
    ...ready,
  ];
  const left = kind === 'ClusterPropagationPolicy' ? [] : objects.clusterWide;
  const after = simulate(readRepo(applyChanges(repo.files, changes), repo.settings));
  const fault = changes.length === 0 ? undefined : reachFault({ before: fleet, after, main, wish, isNew });
  if (fault !== undefined && !force) throw fault;
  const title = `place ${name} ${wish.kind === 'names' ? 'on' : 'by'} ${wishInWords(wish)}`;
  return {
    title: interpreter ? `${title}, with an interpreter for ${main.kind}` : title,
    changes,
    notes: [
      ...settled.flatMap(({ notes }) => notes),
      ...left.map(
        (each) =>
          `${each.kind} ${each.name} stays behind: it has no namespace; --scope cluster takes it along`,
      ),
      ...(isNew ? [] : ready.map(({ path }) => readyNote(path, main))),
      ...placementNotes({ before: fleet, after, objects: all, wish }),
    ],
    needsForce: fault?.message,
    files: withListings(repo, [
      ...all.flatMap((each) => policyOf(after, each)?.resource.file ?? []),
      ...apps.flatMap(({ kustomization }) => kustomization?.file ?? []),
      ...(interpreter ? repo.ofKind(interpreterKind, interpreterGroup).map(({ file }) => file) : []),
    ]),
  };
}

/** What becomes of health checks, and why. */
function readyNote(file: RepoPath, { kind }: Template): string {
  const way = kind === 'HelmRelease' ? '; --interpreter keeps them' : '';
  return `${file} loses its health checks of Flux's objects: a control plane of Karmada gets no status of them back, so they would never pass${way}`;
}

function policyOf(fleet: Fleet, { kind, namespace, name, group }: Template): PropagationPolicy | undefined {
  const template = fleet.find(kind, namespace, name, group);
  return template === undefined ? undefined : fleet.decide(template).policy;
}

/** Of the other kinds Karmada knows by itself what they need, or nobody asks. */
function checkInterpreted({ kind, name }: Template): void {
  if (kind === 'HelmRelease') return;
  throw new KitError(
    'bad-option',
    `--interpreter has no use for ${kind} ${name}: Karmada reads a ${kind} itself`,
  );
}

/** Karmada looks away from some namespaces and kinds, whatever policies say (rules 7, 8). */
function checkTravels(fleet: Fleet, each: Template): void {
  const { passedOver } = fleet.decide(each);
  if (passedOver === undefined) return;
  const help =
    passedOver.reason === 'skipped-namespace' || passedOver.reason === 'reserved-namespace'
      ? [
          'choose another namespace for it',
          'what Karmada skips is said in .gitops-kit.jsonc: "karmada": { "skippedNamespaces": […] }',
        ]
      : [];
  throw new KitError('never-propagated', `${each.kind} ${each.name} is never propagated: ${passedOver.why}`, {
    help,
  });
}

/** An app stays with the kind of policy that takes it now. */
function scopeOf(
  scope: Placing['scope'],
  of: { readonly fleet: Fleet; readonly name: string; readonly objects: readonly Template[] },
): 'PropagationPolicy' | 'ClusterPropagationPolicy' {
  const { fleet, name, objects } = of;
  const isOwn =
    (kind: string) =>
    (policy: Fleet['propagationPolicies'][number]): boolean =>
      policy.kind === kind &&
      policy.name === name &&
      policy.selectors.some((selector) =>
        objects.some((each) => each.kind === selector.kind && each.name === selector.name),
      );
  const wide = fleet.propagationPolicies.filter(isOwn('ClusterPropagationPolicy'));
  const narrow = fleet.propagationPolicies.filter(isOwn('PropagationPolicy'));
  const [own, others] = scope === 'cluster' ? [wide, narrow] : [narrow, wide];
  if (scope !== undefined && own.length === 0 && others.length > 0)
    throw new KitError(
      'other-scope',
      `app ${name} is placed by ${others.map((each) => `${each.kind} ${each.name} in ${each.resource.file}`).join(' and ')}`,
      {
        help: [
          'change where it runs without --scope',
          `or remove these first: ${others.map(({ resource }) => resource.file).join(' ')}`,
        ],
      },
    );
  return scope === 'cluster' || (scope === undefined && wide.length > 0 && narrow.length === 0)
    ? 'ClusterPropagationPolicy'
    : 'PropagationPolicy';
}
