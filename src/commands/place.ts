import type { Plan } from '../core/change.ts';
import { knownClusters } from '../fleet/clusters.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { fleetOf, fleetOptions } from '../fleet/simulate.ts';
import { packagedSchemas, packagedText } from '../io/assets.ts';
import type { Host } from '../io/host.ts';
import type { Repo } from '../model/repo.ts';
import { findApp } from '../scaffold/find-app.ts';
import { joinedPlans } from '../scaffold/joined-plans.ts';
import { planPlacement } from '../scaffold/place-app.ts';
import { type Wish, wishInWords, wishOf } from '../scaffold/placement.ts';
import type { Templates } from '../scaffold/templates.ts';
import { apiSchemas } from '../schema/api-schemas.ts';
import { checkSound, repoAfter, sayNeedsForce } from './app-change.ts';
import type { Arguments, Command } from './command.ts';
import type { Exit } from './exit.ts';
import { openRepository } from './open.ts';
import { writeOptions } from './options.ts';
import { readyForPolicies } from './ready-for-policies.ts';
import { askedApps, whichApp } from './which-app.ts';
import { commitMessage, finish, nextAfterWriting } from './write.ts';

const group = 'Placement';

export const placeCommand: Command = {
  name: 'place',
  describe: 'say on which clusters of a Karmada fleet an app runs',
  positionals: [{ name: 'name', describe: 'the app', required: true }],
  options: {
    clusters: {
      type: 'string',
      array: true,
      describe: 'the clusters, all of them: an app that was placed before leaves the others',
      group,
      value: 'NAME,…',
    },
    labels: {
      type: 'string',
      array: true,
      describe: 'the clusters that have these labels, now and later',
      group,
      value: 'KEY=VALUE,…',
    },
    scope: {
      type: 'string',
      choices: ['namespaced', 'cluster'],
      describe:
        'a PropagationPolicy for each namespace, or one ClusterPropagationPolicy; default: as the app is placed, else namespaced',
      group,
      value: 'SCOPE',
    },
    interpreter: {
      type: 'boolean',
      describe:
        'also tell Karmada how to read a HelmRelease: what its valuesFrom names follows it, and its health checks pass on the control plane',
      group,
    },
    ...whichApp,
    force: {
      type: 'boolean',
      describe: 'do it even where the app would not reach the clusters',
      group: 'Writing',
    },
    ...writeOptions,
    commit: {
      type: 'boolean',
      default: true,
      describe: 'leave the files in the work tree, without a commit',
      group: 'Writing',
    },
  },
  examples: [
    [
      'gitops-kit place podinfo --clusters member1,member2',
      'its policies, new or edited in place, and a commit',
    ],
    ['gitops-kit place podinfo --labels env=production', 'on every cluster with that label'],
    ['gitops-kit place podinfo --clusters member1 --diff', 'what would change, and what member2 would lose'],
  ],
  run: runPlace,
};

async function runPlace(args: Arguments, host: Host): Promise<Exit> {
  const { repository, files, repo } = await openRepository(host);
  const name = args.text('name') ?? '';
  const known = readyForPolicies(repo, host);
  const apps = askedApps(repo, name, args);
  const wish = wishOf({ clusters: args.list('clusters'), labels: args.list('labels') }, known);
  const scope = (['cluster', 'namespaced'] as const).find((each) => each === args.text('scope'));
  const plan = planPlacement({
    repo,
    apps,
    wish,
    scope,
    interpreter: args.flag('interpreter'),
    // What is only shown does no harm.
    force: args.flag('force') || args.flag('dry-run') || args.flag('diff'),
    isNew: false,
    simulate,
    templates: (template) => packagedText(`templates/${template}`),
  });
  if (plan.needsForce !== undefined) sayNeedsForce(plan.needsForce, { args, host });
  const warnings = checkSound(repo, repoAfter(repo, plan), { plan, charts: host.knownCharts() });
  const fields = { app: name, namespace: apps[0]?.namespace ?? name, clusters: wishInWords(wish) };
  const message = commitMessage(repo.settings.commit['place'], fields, plan.title, plan.notes);
  const writing = {
    dryRun: args.flag('dry-run'),
    diff: args.flag('diff'),
    commit: args.flag('commit') ? message : undefined,
    about: plan.files,
    next: (committed: boolean) => nextAfterWriting(committed, repository.branch()),
  };
  return finish({ ...plan, notes: [...plan.notes, ...warnings] }, writing, host, repository, files);
}

/** Where a new app is to run (`--clusters`); undefined where nothing is said of it. */
export function wishAsked(args: Arguments, repo: Repo, host: Host): Wish | undefined {
  const clusters = args.list('clusters');
  return clusters.length === 0 ? undefined : wishOf({ clusters, labels: [] }, readyForPolicies(repo, host));
}

/** What a control plane makes of a repository, with the clusters that the repository knows. */
export function simulate(repo: Repo): Fleet {
  const schemas = apiSchemas(packagedSchemas, repo);
  return fleetOf(repo, fleetOptions(repo.settings, knownClusters(repo), schemas));
}

/** The plan of a new app, with the policies that take it to clusters. */
export function withPlacement(
  repo: Repo,
  plan: Plan,
  { name, wish, templates }: { readonly name: string; readonly wish: Wish; readonly templates: Templates },
): Plan {
  const added = repoAfter(repo, plan);
  const apps = findApp(added, { name, root: added.rootView?.root, namespace: undefined });
  const placement = planPlacement({
    repo: added,
    apps,
    wish,
    scope: undefined,
    interpreter: false,
    force: false,
    isNew: true,
    simulate,
    templates,
  });
  const title = `${plan.title} on ${wishInWords(wish)}`;
  return { ...joinedPlans(repo.files, plan, placement), title };
}
