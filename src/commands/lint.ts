import type { RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { type Report, severities } from '../core/finding.ts';
import { didYouMean } from '../core/suggest.ts';
import { packagedSchemas, packageVersion } from '../io/assets.ts';
import type { Host } from '../io/host.ts';
import { lint } from '../lint/lint.ts';
import { onlyRules } from '../lint/only-rules.ts';
import { liesIn, onlyPaths } from '../lint/select.ts';
import { configFile } from '../model/config.ts';
import { folderOf } from '../model/layout.ts';
import type { Repo } from '../model/repo.ts';
import { formats } from '../report/formats.ts';
import { placeFinder } from '../report/place.ts';
import { summaryLine } from '../report/summary.ts';
import { rules } from '../rules/registry.ts';
import { apiSchemas } from '../schema/api-schemas.ts';
import type { Arguments, Command } from './command.ts';
import { Exit } from './exit.ts';
import { ruleIds } from './find-rule.ts';
import { exitOf, type Limits, limitsOf, ruleChoice } from './lint-options.ts';
import { type Opened, openRepository } from './open.ts';
import { outputsOf, writeReport } from './outputs.ts';
import { showError } from './usage.ts';

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
    rule: {
      type: 'string',
      array: true,
      describe:
        'run only this rule, as configured or with this severity (off: all but this rule); may be repeated',
      group: 'What to check',
      value: 'ID[=SEVERITY]',
      suggests: ruleIds,
    },
    'fail-on': {
      type: 'string',
      choices: severities,
      default: 'error',
      describe: 'the least severity that makes the exit code 1',
      group: 'What to check',
      value: 'SEVERITY',
    },
    'max-warnings': {
      type: 'string',
      describe: 'exit 1 when there are more warnings than this',
      group: 'What to check',
      value: 'NUMBER',
    },
    'exit-zero': { type: 'boolean', describe: 'exit 0 whatever was found', group: 'What to check' },
    format: {
      type: 'string',
      choices: [...formats, 'auto'],
      default: 'text',
      describe: 'how findings are printed; auto: text, in GitHub Actions annotations as well',
      group: 'Output',
      value: 'FORMAT',
    },
    output: {
      type: 'string',
      array: true,
      describe:
        'write the report to a file instead of stdout, or, as FORMAT=FILE, to one more; may be repeated',
      group: 'Output',
      value: 'FILE',
    },
  },
  examples: [
    ['gitops-kit lint', 'the whole repository'],
    ['gitops-kit lint podinfo flux-system', 'only findings in these folders'],
    [
      'gitops-kit lint --format auto --output sarif=lint.sarif',
      'for GitHub Actions: annotations, text, SARIF',
    ],
    ['gitops-kit lint --rule layout/file-name=error', 'one rule, strictly'],
  ],
  run: runLint,
};

async function runLint(args: Arguments, host: Host): Promise<Exit> {
  const limits = limitsOf(args);
  const choices = args.list('rule').map(ruleChoice);
  const outputs = outputsOf(
    args.text('format'),
    args.list('output'),
    host.variable('GITHUB_ACTIONS') === 'true',
  );
  const opened = openRepository(host);
  const paths = await selectedPaths(args.list('paths'), opened);
  checkSelection(opened, { paths, words: args.list('paths') });
  const { repo } = opened;
  const settings = choices.length === 0 ? repo.settings : onlyRules(repo.settings, rules, choices);
  const whole = lint(repo, { settings, rules, schemas: apiSchemas(packagedSchemas, repo) });
  const report = paths === undefined ? whole : onlyPaths(whole, repo, paths);
  const place = placeFinder(report.files);
  const failures = writeReport(outputs, { report, place, rules, version: packageVersion() }, host);
  host.err(`${summaryLine(report)}\n`);
  const unjudged = unreadInSilence(report, repo.unread, paths);
  for (const line of remarks(report, limits, unjudged)) host.err(`${line}\n`);
  for (const failure of failures) showError(failure, host, []);
  if (failures.length > 0) return Exit.failed;
  return exitOf(report, limits, unjudged);
}

/** What is said besides the counts: rules that failed, too many warnings, files of which nobody spoke. */
function* remarks(report: Report, { maxWarnings }: Limits, unjudged: readonly RepoPath[]): Iterable<string> {
  for (const { rule, message } of report.failures)
    yield `internal error: rule ${rule} failed: ${message}; its findings are missing`;
  const { warning } = report.counts;
  if (maxWarnings !== undefined && warning > maxWarnings)
    yield `too many warnings: ${warning}; --max-warnings allows ${maxWarnings}`;
  for (const file of unjudged)
    yield `not judged: ${file} could not be read, and no rule that runs says why; leave it out with "ignore" in ${configFile}, or mend it`;
}

/** The rule that would say why a file could not be read may be off, or silenced: such a run is not clean either. */
function unreadInSilence(
  report: Report,
  unread: ReadonlySet<RepoPath>,
  paths: readonly RepoPath[] | undefined,
): RepoPath[] {
  const spoken = new Set(report.findings.map(({ at }) => at.file));
  return [...unread].filter((file) => !spoken.has(file) && (paths === undefined || liesIn(file, paths)));
}

/** The repository paths that were asked for; undefined for all. */
async function selectedPaths(
  words: readonly string[],
  { repository }: Opened,
): Promise<readonly string[] | undefined> {
  if (words.length === 0) return undefined;
  return repository.expand(words);
}

/** What is not there, and what holds no GitOps file, is never green; a repository that `init` has just prepared is. */
function checkSelection(
  { repo, files }: Opened,
  { paths, words }: { readonly paths: readonly RepoPath[] | undefined; readonly words: readonly string[] },
): void {
  if (paths === undefined) {
    if (repo.yamlFiles.length > 0) return;
    const leftOut = repo.tree.paths.some((path) => /\.ya?ml$/.test(path));
    if (files.text(configFile) === undefined || leftOut) throw nothingFound(repo, 'here', leftOut);
    return;
  }
  const absent = paths.find((path) => !repo.tree.isFile(path) && !repo.tree.isFolder(path));
  if (absent !== undefined) {
    const folder = folderOf(absent);
    const near = didYouMean(absent, [...repo.tree.foldersIn(folder), ...repo.tree.filesIn(folder)]);
    throw new KitError('no-such-path', `the repository holds no ${absent}${near}`, {
      help: ['it may be misspelt, or git ignores it; globs stand in quotes'],
    });
  }
  if (!repo.yamlFiles.some((file) => liesIn(file, paths)))
    throw nothingFound(repo, `under ${words.join(', ')}`, false);
}

function nothingFound({ layout }: Repo, where: string, leftOut: boolean): KitError {
  if (leftOut) {
    return new KitError('nothing-to-lint', `every YAML file ${where} is left out`, {
      help: [`look at "ignore" in ${configFile}`],
    });
  }
  const roots = layout.roots.map((root) => `${root.path === '' ? '.' : root.path}/`);
  const looked = roots.length > 0 ? roots.join(', ') : 'flux-system/, bootstrap/, clusters/';
  return new KitError('nothing-to-lint', `no GitOps files ${where}; looked for ${looked} and *.yaml`, {
    help: ['gitops-kit init prepares a repository'],
  });
}
