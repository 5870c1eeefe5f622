import { catalogue } from '../chart/catalogue.ts';
import { onlyChart } from '../chart/known-charts.ts';
import { KitError } from '../core/errors.ts';
import { packagedText } from '../io/assets.ts';
import type { Host } from '../io/host.ts';
import { placeIn } from '../scaffold/chart-source.ts';
import { findSource } from '../scaffold/find-source.ts';
import { checkNewApp, planNewApp } from '../scaffold/new-app.ts';
import { pins } from '../scaffold/pin.ts';
import { providers } from '../scaffold/source-access.ts';
import { accessAsked } from './access.ts';
import { checkClean } from './check-clean.ts';
import type { Arguments, Command } from './command.ts';
import type { Exit } from './exit.ts';
import { newGitApp } from './new-git-app.ts';
import { openRepository } from './open.ts';
import { writeOptions } from './options.ts';
import { wishAsked, withPlacement } from './place.ts';
import { repairApp } from './repair-app.ts';
import { commitMessage, finish, nextAfterWriting } from './write.ts';

const source = 'Chart';
const app = 'App';
const git = 'Git';

export const newAppCommand: Command = {
  name: 'new-app',
  describe: 'write the five files of an app from a chart, and commit them',
  positionals: [
    {
      name: 'name',
      describe: 'the app: its folder, release and, by default, chart and namespace',
      required: true,
    },
  ],
  options: {
    chart: {
      type: 'string',
      describe: "the chart's name, where it is not the app's",
      group: source,
      value: 'NAME',
    },
    'repo-url': {
      type: 'string',
      describe: 'the repository of the chart: https://…, or oci://… with or without the name of the chart',
      group: source,
      value: 'URL',
    },
    'repo-name': {
      type: 'string',
      describe: 'the HelmRepository to use, or the name of the new one, or of the new OCIRepository',
      group: source,
      value: 'NAME',
    },
    'chart-version': {
      type: 'string',
      describe: 'a version or range, written as given unless there is --pin; default: the newest stable one',
      group: source,
      value: 'RANGE',
    },
    'secret-ref': {
      type: 'string',
      describe: 'the Secret with the credentials of a private repository',
      group: source,
      value: 'NAME',
    },
    'cert-secret-ref': {
      type: 'string',
      describe: 'the Secret with the authority of its certificate, or the keys of a TLS client',
      group: source,
      value: 'NAME',
    },
    provider: {
      type: 'string',
      choices: providers,
      describe: 'the cloud whose identity Flux shows to a registry',
      group: source,
      value: 'CLOUD',
    },
    offline: { type: 'boolean', describe: 'use charts of the cache only', group: source },
    git: {
      type: 'string',
      describe:
        'in place of a chart: the git repository with a folder of manifests or an overlay, https://… or ssh://…',
      group: git,
      value: 'URL',
    },
    path: {
      type: 'string',
      describe: 'that folder; default: the top',
      group: git,
      value: 'FOLDER',
    },
    branch: { type: 'string', describe: 'the branch that Flux follows', group: git, value: 'NAME' },
    tag: { type: 'string', describe: 'the tag that Flux takes', group: git, value: 'NAME' },
    namespace: {
      type: 'string',
      describe: "where the release goes; default: the app's name",
      group: app,
      value: 'NAME',
    },
    'depends-on': {
      type: 'string',
      array: true,
      describe: 'an app that must be ready first; may be repeated',
      group: app,
      value: 'APP',
    },
    values: {
      type: 'string',
      describe: "a values file, merged into the chart's values; its comments are not taken along",
      group: app,
      value: 'FILE',
    },
    set: {
      type: 'string',
      array: true,
      describe: "change a value, in Helm's syntax; may be repeated",
      group: app,
      value: 'KEY=VALUE',
    },
    pin: {
      type: 'string',
      choices: pins,
      describe:
        'the part of the version found that Flux keeps; default: what --chart-version says, else major',
      group: app,
      value: 'PART',
    },
    clusters: {
      type: 'string',
      array: true,
      describe: 'the clusters of a Karmada fleet on which it runs; gitops-kit place says so later',
      group: app,
      value: 'NAME,…',
    },
    repair: {
      type: 'boolean',
      describe: 'write what an app lacks of its files, from what is there of it; --commit to commit them',
      group: app,
    },
    ...writeOptions,
    commit: {
      type: 'boolean',
      default: true,
      describe: 'leave the files in the work tree, without a commit',
      group: 'Writing',
    },
    yes: { type: 'boolean', describe: 'ask nothing', group: 'Writing' },
  },
  examples: [
    ['gitops-kit new-app podinfo', 'five files and a commit'],
    ['gitops-kit new-app keycloak-db --chart postgresql --namespace keycloak', 'a second copy of a chart'],
    [
      'gitops-kit new-app podinfo --repo-url https://stefanprodan.github.io/podinfo',
      'from a repository that is new here',
    ],
    ['gitops-kit new-app podinfo --repo-url oci://ghcr.io/stefanprodan/charts', 'from a registry'],
    ['gitops-kit new-app podinfo --set replicaCount=3 --diff', 'what would be written'],
    ['gitops-kit new-app podinfo --clusters member1,member2', 'with the policies that take it there'],
    [
      'gitops-kit new-app web --git https://example.com/web --path deploy --tag v1',
      'a GitRepository and a Kustomization in place of a chart',
    ],
    ['gitops-kit new-app --repair podinfo', 'what is missing of an app that is there in part'],
  ],
  run: runNewApp,
};

async function runNewApp(args: Arguments, host: Host): Promise<Exit> {
  const url = args.text('git');
  if (url !== undefined) return newGitApp(args, url, host);
  const stray = ['path', 'branch', 'tag'].find((each) => args.given(each));
  if (stray !== undefined) throw new KitError('bad-option', `--${stray} goes with --git: a chart has none`);
  if (args.flag('repair')) {
    if (args.given('clusters')) throw notWith('clusters', 'gitops-kit place says where an app runs');
    return repairApp(args, host);
  }
  const { repository, files, repo } = await openRepository(host);
  const name = args.text('name') ?? '';
  const chart = args.text('chart') ?? name;
  const asked = args.text('chart-version');
  const wanted = {
    repo,
    name,
    namespace: args.text('namespace'),
    version: { pin: pins.find((each) => each === args.text('pin')), asked },
    dependsOn: args.list('depends-on'),
    set: args.list('set'),
  };
  checkNewApp(wanted);
  const wish = wishAsked(args, repo, host);
  const values = valuesFile(args.text('values'), host);
  const fetcher = host.charts({ offline: args.flag('offline') });
  const chartSource = await findSource({
    app: name,
    chart,
    repoUrl: args.text('repo-url'),
    repoName: args.text('repo-name'),
    access: accessAsked(args),
    repo,
    catalogue: catalogue(),
    serves: (url, each) => fetcher.serves(url, each),
    ask: host.interactive && !args.flag('yes') ? (message) => host.ask({ message }) : undefined,
    offline: args.flag('offline'),
  });
  const fetched = await fetcher.fetch({ ...placeIn(chartSource, chart), version: asked });
  for (const note of fetched.notes) host.err(`note: ${note}\n`);
  const templates = (template: string): string => packagedText(`templates/${template}`);
  const added = planNewApp({ ...wanted, chart: fetched.facts, source: chartSource, values, templates });
  const plan = wish === undefined ? added : withPlacement(repo, added, { name, wish, templates });
  checkClean(repo, plan, { charts: onlyChart(fetched.facts) });
  const fields = { app: name, chart, version: fetched.facts.version, namespace: wanted.namespace ?? name };
  const message = commitMessage(repo.settings.commit['new-app'], fields, plan.title);
  const writing = {
    dryRun: args.flag('dry-run'),
    diff: args.flag('diff'),
    commit: args.flag('commit') ? message : undefined,
    next: (committed: boolean) => nextAfterWriting(committed, repository.branch()),
  };
  return finish(plan, writing, host, repository, files);
}

function notWith(option: string, help: string): KitError {
  return new KitError('bad-option', `--${option} and --repair do not go together`, { help: [help] });
}

function valuesFile(name: string | undefined, host: Host) {
  return name === undefined ? undefined : { name, text: host.readUserFile(name) };
}
