import { catalogue } from '../chart/catalogue.ts';
import { noCharts, onlyChart } from '../chart/known-charts.ts';
import { KitError } from '../core/errors.ts';
import { packagedText } from '../io/assets.ts';
import type { ChartFetcher, FetchedChart, Host } from '../io/host.ts';
import type { Repo } from '../model/repo.ts';
import { type ChartSource, placeIn } from '../scaffold/chart-source.ts';
import { findRemains } from '../scaffold/find-remains.ts';
import { findSource, namedNewSource } from '../scaffold/find-source.ts';
import { type Lack, lackOf } from '../scaffold/lack.ts';
import { ownTemplates } from '../scaffold/own-templates.ts';
import { checkWish, pins } from '../scaffold/pin.ts';
import type { Remains } from '../scaffold/remains.ts';
import { planRepair } from '../scaffold/repair.ts';
import { type ChartWanted, chartWanted } from '../scaffold/repair-chart.ts';
import { repairedAsPlaced } from '../scaffold/repair-placed.ts';
import { parseSet } from '../yaml/set-values.ts';
import { accessAsked } from './access.ts';
import { checkClean } from './check-clean.ts';
import type { Arguments } from './command.ts';
import { Exit } from './exit.ts';
import { openRepository } from './open.ts';
import { simulate } from './place.ts';
import { finish } from './write.ts';

/** `new-app --repair NAME`: writes what an app lacks; the network is asked only where a chart is needed. */
export async function repairApp(args: Arguments, host: Host): Promise<Exit> {
  const { repository, files, repo } = await openRepository(host);
  const name = args.text('name') ?? '';
  const version = {
    pin: pins.find((each) => each === args.text('pin')),
    asked: args.text('chart-version'),
  };
  checkWish(version);
  for (const argument of args.list('set')) parseSet(argument);
  // What is wrong with them is said before anything is fetched.
  ownTemplates(repo);
  checkHasChart(repo, name);
  const remains = findRemains(repo, {
    name,
    namespace: args.text('namespace'),
    chart: args.text('chart'),
  });
  const lack = askedLack(args, lackOf(remains));
  checkFlags(args, name, lack);
  const wanted = chartWanted(remains, lack, { chart: args.text('chart'), version: version.asked });
  const file = args.text('values');
  const values = file === undefined ? undefined : { name: file, text: host.readUserFile(file) };
  const fetcher = host.charts({ offline: args.flag('offline') });
  const source = await sourceFor({ args, host, repo, remains, lack, wanted, fetcher });
  const fetched = await chartFor(wanted, source, fetcher);
  for (const note of fetched?.notes ?? []) host.err(`note: ${note}\n`);
  const repair = planRepair({
    repo,
    remains,
    lack,
    chart: fetched?.facts,
    source,
    version,
    dependsOn: args.list('depends-on'),
    set: args.list('set'),
    values,
    templates: (template) => packagedText(`templates/${template}`),
  });
  const plan = lack.kustomization ? repairedAsPlaced(repo, repair, simulate) : repair;
  if (plan.changes.length === 0) {
    for (const note of plan.notes) host.err(`note: ${note}\n`);
    host.err(`app ${name} has all of its files: nothing to repair\n`);
    return Exit.clean;
  }
  // A release that nothing applied was not judged as one that runs.
  const revealed = checkClean(repo, plan, {
    becomesApplied: true,
    charts: fetched === undefined ? noCharts : onlyChart(fetched.facts),
  });
  const told = { ...plan, notes: [...plan.notes, ...revealed.map((words) => `now it counts: ${words}`)] };
  const writing = {
    dryRun: args.flag('dry-run'),
    diff: args.flag('diff'),
    commit: args.given('commit') && args.flag('commit') ? plan.title : undefined,
    next: (committed: boolean) => (committed ? 'git push' : 'gitops-kit lint'),
  };
  return finish(told, writing, host, repository, files);
}

/** What is lacking, where the command line names another source than that of the app's name. */
function askedLack(args: Arguments, lack: Lack): Lack {
  return args.given('repo-url') || args.given('repo-name') ? { ...lack, ownSource: undefined } : lack;
}

/** A Kustomize app lacks none of the files of a chart. */
function checkHasChart({ apps }: Repo, name: string): void {
  const named = apps.filter((app) => app.name === name);
  const [app] = named;
  if (
    app?.source === undefined ||
    named.some(({ helmRelease, source }) => helmRelease !== undefined || source?.kind !== 'GitRepository')
  )
    return;
  throw new KitError(
    'no-chart',
    `app ${name} is made from GitRepository ${app.source.name} and has no chart`,
    {
      help: [
        `what it lacks, if anything, gitops-kit lint says; to write it anew: gitops-kit new-app ${name} --git URL`,
      ],
    },
  );
}

/** What is there is never changed: a flag that speaks of it would be ignored. */
function checkFlags(args: Arguments, name: string, lack: Lack): void {
  const isRegistry = lack.source?.kind === 'OCIRepository';
  const hasPin = lack.ownSource?.kind === 'OCIRepository';
  const parts = [
    {
      flags: ['chart-version', 'pin'],
      part: hasPin ? 'OCIRepository' : 'HelmRelease',
      missing: (lack.helmRelease && !hasPin) || isRegistry,
    },
    { flags: ['chart'], part: 'HelmRelease', missing: lack.helmRelease || isRegistry },
    { flags: ['repo-name'], part: 'HelmRelease', missing: lack.helmRelease },
    {
      flags: ['repo-url', 'secret-ref', 'cert-secret-ref', 'provider'],
      part: lack.ownSource?.kind ?? 'chart source',
      missing: (lack.helmRelease && lack.ownSource === undefined) || lack.source !== undefined,
    },
    { flags: ['depends-on'], part: 'Kustomization', missing: lack.kustomization },
    { flags: ['set', 'values'], part: 'values', missing: lack.values !== undefined },
  ];
  for (const { flags, part, missing } of parts) {
    const flag = flags.find((each) => args.given(each));
    if (missing || flag === undefined) continue;
    throw new KitError(
      'unused-option',
      `--${flag} has no place: app ${name} has its ${part}, which stays as it is`,
      {
        help: [`leave it out, or change the ${part} by hand`],
      },
    );
  }
}

interface SourceNeed {
  readonly args: Arguments;
  readonly host: Host;
  readonly repo: Repo;
  readonly remains: Remains;
  readonly lack: Lack;
  readonly wanted: ChartWanted | undefined;
  readonly fetcher: ChartFetcher;
}

/** Where the chart comes from, as far as something is written that says it. */
async function sourceFor(need: SourceNeed): Promise<ChartSource | undefined> {
  const { args, host, repo, remains, lack, wanted, fetcher } = need;
  const { name, helmRelease } = remains;
  const question = {
    app: name,
    chart: wanted?.name ?? helmRelease?.text('spec', 'chart', 'spec', 'chart') ?? name,
    repoUrl: args.text('repo-url'),
    repoName: args.text('repo-name'),
    access: accessAsked(args),
    repo,
    catalogue: catalogue(),
    serves: (url: string, chart: string) => fetcher.serves(url, chart),
    ask: host.interactive && !args.flag('yes') ? (message: string) => host.ask({ message }) : undefined,
    offline: args.flag('offline'),
  };
  if (lack.source !== undefined) return namedNewSource(lack.source, question);
  if (wanted?.source !== undefined) return wanted.source;
  const url = lack.ownSource?.text('spec', 'url');
  if (lack.ownSource !== undefined && url !== undefined)
    return { kind: 'existing', resource: lack.ownSource, url };
  return lack.helmRelease ? findSource(question) : undefined;
}

async function chartFor(
  wanted: ChartWanted | undefined,
  source: ChartSource | undefined,
  fetcher: ChartFetcher,
): Promise<FetchedChart | undefined> {
  if (wanted === undefined || source === undefined) return undefined;
  return fetcher.fetch({ ...placeIn(source, wanted.name), version: wanted.version });
}
