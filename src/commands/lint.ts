import { KitError } from '../core/errors.ts';
import { type Report, type Severity, severities } from '../core/finding.ts';
import { packagedSchemas, packageVersion } from '../io/assets.ts';
import type { Host } from '../io/host.ts';
import { lint } from '../lint/lint.ts';
import { onlyPaths } from '../lint/select.ts';
import { configFile } from '../model/config.ts';
import { jsonReport } from '../report/json.ts';
import { summaryLine } from '../report/summary.ts';
import { textReport } from '../report/text.ts';
import { rules } from '../rules/registry.ts';
import { apiSchemas } from '../schema/api-schemas.ts';
import type { Arguments, Command } from './command.ts';
import { Exit } from './exit.ts';
import { type Opened, openRepository } from './open.ts';

export const lintCommand: Command = {
  name: 'lint',
  describe: 'find what Flux would stumble over',
  positionals: [
    {
      name: 'paths',
      describe: 'report only what lies here; the whole repository is read',
      required: false,
      rest: true,
    },
  ],
  options: {
    format: {
      type: 'string',
      choices: ['text', 'json'],
      default: 'text',
      describe: 'how findings are printed',
      group: 'Output',
      value: 'FORMAT',
    },
    'fail-on': {
      type: 'string',
      choices: severities,
      default: 'error',
      describe: 'the least severity that makes the exit code 1',
      group: 'What to check',
      value: 'SEVERITY',
    },
    'exit-zero': { type: 'boolean', describe: 'exit 0 whatever was found', group: 'What to check' },
  },
  examples: [
    ['gitops-kit lint', 'the whole repository'],
    ['gitops-kit lint podinfo flux-system', 'only findings in these folders'],
    ['gitops-kit lint --format json --fail-on warning', 'for a script, strict about warnings'],
  ],
  run: runLint,
};

async function runLint(args: Arguments, host: Host): Promise<Exit> {
  const opened = openRepository(host);
  const paths = await selectedPaths(args.list('paths'), opened);
  if (nothingToLint(opened, paths)) throw nothingFound(opened, args.list('paths'));
  const whole = lint(opened.repo, opened.repo.settings, rules, apiSchemas(packagedSchemas));
  const report = paths === undefined ? whole : onlyPaths(whole, paths);
  host.out(
    args.text('format') === 'json'
      ? jsonReport(report, packageVersion())
      : textReport(report, host.style.out),
  );
  host.err(`${summaryLine(report)}\n`);
  for (const failure of report.failures) {
    host.err(`internal error: rule ${failure.rule} failed: ${failure.message}; its findings are missing\n`);
  }
  return exitOf(report, severityOf(args.text('fail-on')), args.flag('exit-zero'));
}

function severityOf(text: string | undefined): Severity {
  return severities.find((severity) => severity === text) ?? 'error';
}

function exitOf(report: Report, failOn: Severity, exitZero: boolean): Exit {
  if (report.failures.length > 0) return Exit.failed;
  if (exitZero) return Exit.clean;
  const counted = severities.slice(0, severities.indexOf(failOn) + 1);
  return counted.some((severity) => report.counts[severity] > 0) ? Exit.findings : Exit.clean;
}

/** The repository paths that were asked for; undefined for all. */
async function selectedPaths(
  words: readonly string[],
  { repository }: Opened,
): Promise<readonly string[] | undefined> {
  if (words.length === 0) return undefined;
  return repository.expand(words);
}

/** No GitOps file at all is never green; a repository that `init` has just prepared is. */
function nothingToLint({ repo, files }: Opened, paths: readonly string[] | undefined): boolean {
  if (paths === undefined) return repo.yamlFiles.length === 0 && files.text(configFile) === undefined;
  return !repo.yamlFiles.some((file) =>
    paths.some((path) => path === '' || file === path || file.startsWith(`${path}/`)),
  );
}

function nothingFound({ repo }: Opened, words: readonly string[]): KitError {
  const where = words.length === 0 ? 'here' : `under ${words.join(', ')}`;
  const roots = repo.layout.roots.map((root) => `${root.path === '' ? '.' : root.path}/`);
  const looked = roots.length > 0 ? roots.join(', ') : 'flux-system/, bootstrap/, clusters/';
  return new KitError('nothing-to-lint', `no GitOps files ${where}; looked for ${looked} and *.yaml`, {
    help: ['gitops-kit init prepares a repository'],
  });
}
