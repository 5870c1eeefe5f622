import type { KnownCharts } from '../chart/known-charts.ts';
import { packagedText } from '../io/assets.ts';
import type { Host } from '../io/host.ts';
import type { App } from '../model/app.ts';
import type { Repo } from '../model/repo.ts';
import { chartedReleases } from '../rules/charted-releases.ts';
import { planOverride } from '../scaffold/override-app.ts';
import { overrideWishOf } from '../scaffold/override-wish.ts';
import { checkSound, repoAfter } from './app-change.ts';
import type { Arguments, Command } from './command.ts';
import type { Exit } from './exit.ts';
import { openRepository } from './open.ts';
import { writeOptions } from './options.ts';
import { simulate } from './place.ts';
import { readyForPolicies } from './ready-for-policies.ts';
import { askedApps, whichApp } from './which-app.ts';
import { commitMessage, finish, nextAfterWriting } from './write.ts';

const group = 'Override';
const ways = ['configmap', 'spec-values'] as const;

export const overrideCommand: Command = {
  name: 'override',
  describe: 'let values of an app differ on clusters of a fleet',
  positionals: [{ name: 'name', describe: 'the app', required: true }],
  options: {
    cluster: {
      type: 'string',
      array: true,
      describe: 'where they differ; may be repeated',
      group,
      value: 'NAME',
    },
    set: {
      type: 'string',
      array: true,
      describe: "a value on these clusters, in Helm's syntax; may be repeated",
      group,
      value: 'KEY=VALUE',
    },
    unset: {
      type: 'string',
      array: true,
      describe: 'take back what was set on these clusters: the value of all clusters again; may be repeated',
      group,
      value: 'KEY',
    },
    via: {
      type: 'string',
      choices: ways,
      describe:
        'in the text of the ConfigMap (Karmada 1.12 and newer), or inline in the HelmRelease, over all other values; default: configmap',
      group,
      value: 'PLACE',
    },
    ...whichApp,
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
      'gitops-kit override podinfo --cluster member1 --set replicaCount=2',
      'its OverridePolicy, new or edited in place, and a commit',
    ],
    ['gitops-kit override podinfo --cluster member1 --set ui.color=red --diff', 'what would change'],
    ['gitops-kit override podinfo --cluster member1 --unset replicaCount', 'the value of all clusters again'],
    [
      'gitops-kit override podinfo --cluster member1 --set a=null --via spec-values',
      "no such value there, not even the chart's",
    ],
    [
      'gitops-kit override podinfo --cluster member1 --set a=b --via spec-values',
      'where the values are in a Secret, or Karmada is older than 1.12',
    ],
  ],
  run: runOverride,
};

async function runOverride(args: Arguments, host: Host): Promise<Exit> {
  const { repository, files, repo } = await openRepository(host);
  const name = args.text('name') ?? '';
  readyForPolicies(repo, host);
  const apps = askedApps(repo, name, args);
  const wish = overrideWishOf({
    clusters: args.list('cluster'),
    set: args.list('set'),
    unset: args.list('unset'),
  });
  const plan = planOverride({
    repo,
    apps,
    wish,
    via: ways.find((each) => each === args.text('via')) ?? 'configmap',
    simulate,
    templates: (template) => packagedText(`templates/${template}`),
  });
  const charts = host.knownCharts();
  const warnings = checkSound(repo, repoAfter(repo, plan), { plan, charts });
  const unseen = wish.set.length > 0 && plan.changes.length > 0 ? unseenChart(repo, apps, charts) : [];
  const fields = { app: name, namespace: apps[0]?.namespace ?? name, clusters: wish.clusters.join(', ') };
  const message = commitMessage(repo.settings.commit['override'], fields, plan.title, plan.notes);
  const writing = {
    dryRun: args.flag('dry-run'),
    diff: args.flag('diff'),
    commit: args.flag('commit') ? message : undefined,
    about: plan.files,
    next: (committed: boolean) => nextAfterWriting(committed, repository.branch()),
  };
  return finish(
    { ...plan, notes: [...plan.notes, ...warnings, ...unseen] },
    writing,
    host,
    repository,
    files,
  );
}

/** Of a chart that is not at hand nobody can say whether it takes the values. */
function unseenChart(repo: Repo, apps: readonly App[], charts: KnownCharts): string[] {
  const found = chartedReleases(repo, charts).find(
    ({ release, facts }) => facts() === undefined && apps.some(({ helmRelease }) => helmRelease === release),
  );
  return found === undefined
    ? []
    : [
        `chart ${found.place.chart} is not in the cache: whether it takes these values, gitops-kit lint --online says`,
      ];
}
