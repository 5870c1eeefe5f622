import { appChart } from '../chart/app-chart.ts';
import { type OutdatedApp, outdatedApp, type Reason } from '../chart/outdated.ts';
import { KitError } from '../core/errors.ts';
import type { Host } from '../io/host.ts';
import { outdatedFormats, outdatedReport, outdatedSummary } from '../report/outdated.ts';
import { type Answers, askVersions } from './ask-versions.ts';
import type { Arguments, Command } from './command.ts';
import { Exit } from './exit.ts';
import { openRepository } from './open.ts';
import { sayUnread } from './unread.ts';

/** A range that takes no version is something to do, whatever is asked for. */
const failing: Readonly<Record<string, readonly Reason[]>> = {
  base: ['base', 'range'],
  beyond: ['beyond', 'range'],
  any: ['base', 'beyond', 'range'],
};

export const outdatedCommand: Command = {
  name: 'outdated',
  describe: 'show which apps have newer charts, in range and beyond',
  positionals: [],
  options: {
    format: {
      type: 'string',
      choices: outdatedFormats,
      default: 'text',
      describe: 'a table, JSON for scripts, or Markdown for an issue or a pull request',
      group: 'Output',
      value: 'FORMAT',
    },
    'fail-on': {
      type: 'string',
      choices: Object.keys(failing),
      describe:
        'exit 1 where values are behind (base), a newer chart is out of range (beyond), or either (any)',
      group: 'Output',
      value: 'WHAT',
    },
    offline: { type: 'boolean', describe: 'what the cache knows; no repository is asked', group: 'Chart' },
  },
  examples: [
    ['gitops-kit outdated', 'every app beside what its repository offers'],
    ['gitops-kit outdated --fail-on beyond', 'for a job that tells of new major versions'],
    ['gitops-kit outdated --format markdown', 'the same as a table for an issue'],
  ],
  run: runOutdated,
};

async function runOutdated(args: Arguments, host: Host): Promise<Exit> {
  const { repo } = await openRepository(host);
  const isPartial = sayUnread(repo, host);
  const charts = repo.apps.flatMap((app) => appChart(app) ?? []);
  const offline = args.flag('offline');
  const answers = await askVersions(charts, { host, offline });
  const apps = charts.map((chart): OutdatedApp => {
    const { source } = chart;
    if (source.kind === 'unknown') return outdatedApp(chart, { why: source.why });
    const answer = answers.of(source.place) ?? [];
    return outdatedApp(chart, answer instanceof KitError ? { why: answer.message } : answer);
  });
  const format = outdatedFormats.find((each) => each === args.text('format')) ?? 'text';
  host.out(outdatedReport(apps, { format, style: host.style.out }));
  for (const note of answers.notes) host.err(`note: ${note}\n`);
  const failures = failuresOf(apps, answers);
  const helps = failures.filter(({ help }) => help.length > 0);
  for (const words of new Set(helps.map(wordsOf))) host.err(words);
  host.err(
    apps.length === 0 ? 'no apps yet; gitops-kit new-app NAME adds one\n' : `${outdatedSummary(apps)}\n`,
  );
  const wanted = failing[args.text('fail-on') ?? ''];
  // What the cache does not know is no failure, unless the exit code is to say something of it.
  if (failures.some(({ code }) => code !== 'not-in-cache' || wanted !== undefined)) return Exit.failed;
  const isFailing = apps.some(({ reasons }) => reasons.some((reason) => wanted?.includes(reason)));
  return isFailing || isPartial ? Exit.findings : Exit.clean;
}

function wordsOf({ message, help }: KitError): string {
  return [message, ...help.map((line) => `  = help: ${line}`)].map((line) => `${line}\n`).join('');
}

/** What repositories that were asked did not answer. */
function failuresOf(apps: readonly OutdatedApp[], answers: Answers): KitError[] {
  return apps.flatMap(({ chart: { source } }) => {
    const answer = source.kind === 'known' ? answers.of(source.place) : undefined;
    return answer instanceof KitError ? [answer] : [];
  });
}
