import { type AppChart, appChart } from '../chart/app-chart.ts';
import type { KnownCharts } from '../chart/known-charts.ts';
import { type Lag, lagOf } from '../chart/lag.ts';
import type { Report } from '../core/finding.ts';
import { packagedSchemas } from '../io/assets.ts';
import type { Host } from '../io/host.ts';
import { lint } from '../lint/lint.ts';
import type { App } from '../model/app.ts';
import type { Repo } from '../model/repo.ts';
import { jsonDocument } from '../report/document.ts';
import { table } from '../report/table.ts';
import { rules } from '../rules/registry.ts';
import { apiSchemas } from '../schema/api-schemas.ts';
import { appClusters, clustersInWords, noApps } from './app-clusters.ts';
import type { Arguments, Command } from './command.ts';
import { Exit } from './exit.ts';
import { openRepository } from './open.ts';
import { sayUnread } from './unread.ts';

export const listCommand: Command = {
  name: 'list',
  describe: 'show the apps: chart, range, base of the values, namespace',
  positionals: [],
  options: {
    format: {
      type: 'string',
      choices: ['text', 'json'],
      default: 'text',
      describe: 'a table, or JSON for scripts',
      group: 'Output',
      value: 'FORMAT',
    },
    verbose: { type: 'boolean', describe: 'also say what was detected, and why', group: 'Output' },
  },
  examples: [
    ['gitops-kit list', 'all apps in a table'],
    ['gitops-kit list --verbose', 'also roots, app folder and Flux version, and how they were found'],
  ],
  run: runList,
};

/** One app as `--format json` prints it. */
interface Row {
  readonly name: string;
  readonly root: string;
  readonly namespace: string | null;
  readonly chart: string | null;
  readonly range: string | null;
  readonly base: string | null;
  /** What the cache knows of the chart: the newest versions within the range and beyond, and how many the base lags behind. */
  readonly within: string | null;
  readonly beyond: string | null;
  readonly behind: number | null;
  readonly folder: string | null;
  /** The members of the fleet that get it; null in a repository without policies. */
  readonly clusters: readonly string[] | null;
  readonly missing: readonly string[];
  readonly findings: { readonly error: number; readonly warning: number; readonly info: number };
}

async function runList(args: Arguments, host: Host): Promise<Exit> {
  const { repo } = await openRepository(host);
  const exit = sayUnread(repo, host) ? Exit.findings : Exit.clean;
  const report = lint(repo, {
    settings: repo.settings,
    rules,
    schemas: apiSchemas(packagedSchemas, repo),
    charts: host.knownCharts(),
  });
  const known = host.knownCharts();
  const clusters = appClusters(repo);
  const rows = repo.apps.map((app) => rowOf(app, { report, known, clusters }));
  if (args.text('format') === 'json') {
    host.out(jsonDocument({ ...detected(repo), apps: rows, unread: [...repo.unread] }));
    return exit;
  }
  if (args.flag('verbose')) host.out(detectedText(repo));
  const columns = clusters === undefined ? head : [...head.slice(0, -1), 'CLUSTERS', ...head.slice(-1)];
  host.out(table(columns, rows.map(cells), host.style.out));
  if (rows.length === 0) host.err(`${noApps(repo)}\n`);
  return exit;
}

const head = ['NAME', 'NAMESPACE', 'CHART', 'RANGE', 'BASE', 'BEHIND', 'STATE'];

function rowOf(
  app: App,
  {
    report,
    known,
    clusters,
  }: {
    readonly report: Report;
    readonly known: KnownCharts;
    readonly clusters: ReturnType<typeof appClusters>;
  },
): Row {
  const chart = appChart(app);
  const lag = chart === undefined ? undefined : knownLag(chart, known);
  const files = new Set(
    [app.helmRelease, app.kustomization, app.values].flatMap((resource) => resource?.file ?? []),
  );
  const findings = { error: 0, warning: 0, info: 0 };
  for (const finding of report.findings) if (files.has(finding.at.file)) findings[finding.severity] += 1;
  const placed = clusters?.(app);
  return {
    name: app.name,
    root: app.view.root,
    namespace: app.namespace ?? null,
    chart: chart?.name ?? null,
    range: chart?.range ?? null,
    base: app.values?.text('metadata', 'annotations', 'gitops-kit/chart-version') ?? null,
    within: lag?.within ?? null,
    beyond: lag?.beyond ?? null,
    behind: lag?.behind ?? null,
    folder: app.folder ?? null,
    clusters: placed?.map(({ name }) => name) ?? null,
    missing: app.missing,
    findings,
  };
}

/** The repository is not asked: its versions are those that the cache holds. */
function knownLag(chart: AppChart, known: KnownCharts): Lag | undefined {
  const versions = chart.source.kind === 'known' ? known.versions(chart.source.place) : undefined;
  return versions === undefined ? undefined : lagOf(chart, versions);
}

/** The table says where an app is meant to run; `fleet` says where it is frozen. */
function running(name: string) {
  return { name, isSuspended: false };
}

function cells(row: Row): string[] {
  const { error, warning } = row.findings;
  const faults = [
    ...row.missing.map((part) => `no ${part}`),
    ...(error > 0 ? [`${error} ${error === 1 ? 'error' : 'errors'}`] : []),
    ...(warning > 0 ? [`${warning} ${warning === 1 ? 'warning' : 'warnings'}`] : []),
  ];
  return [
    row.name,
    row.namespace ?? '-',
    row.chart ?? '-',
    row.range ?? '-',
    row.base ?? '-',
    row.behind === null ? '-' : String(row.behind),
    ...(row.clusters === null ? [] : [clustersInWords(row.clusters.map(running), '-')]),
    faults.length === 0 ? 'clean' : faults.join(', '),
  ];
}

function detected({ layout, flux, views }: Repo) {
  return {
    fluxVersion: { version: `${flux.major}.${flux.minor}`, why: flux.why },
    roots: layout.roots,
    root: layout.root?.path ?? null,
    appsDir: layout.appsDir,
    views: views.map(({ root, complete }) => ({ root, complete })),
  };
}

function detectedText({ layout, flux }: Repo): string {
  const shown = (path: string): string => (path === '' ? './' : `${path}/`);
  const lines = [
    `Flux ${flux.major}.${flux.minor} (${flux.why})`,
    ...layout.roots.map(
      (root) => `root ${shown(root.path)} (${root.why})${root === layout.root ? ', new apps go here' : ''}`,
    ),
    ...(layout.roots.length === 0 ? ['no root found; gitops-kit init makes one'] : []),
    `apps in ${shown(layout.appsDir.path)} (${layout.appsDir.why})`,
  ];
  return `${lines.join('\n')}\n\n`;
}
