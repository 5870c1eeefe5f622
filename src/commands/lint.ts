import type { RepoPath } from '../core/change.ts';
import { type Report, severities } from '../core/finding.ts';
import { packagedSchemas, packageVersion } from '../io/assets.ts';
import type { Host } from '../io/host.ts';
import { judgedBy } from '../lint/judged.ts';
import { lint } from '../lint/lint.ts';
import { askedFor, onlyRules } from '../lint/only-rules.ts';
import { capped } from '../lint/order.ts';
import { unreadInSilence } from '../lint/select.ts';
import { baselineFile } from '../model/baseline.ts';
import { configFile, type Settings } from '../model/config.ts';
import { isYaml } from '../model/read-files.ts';
import type { Repo } from '../model/repo.ts';
import { formats } from '../report/formats.ts';
import { gapsOf } from '../report/gaps.ts';
import { placeFinder } from '../report/place.ts';
import { appsInFiles, summaryLine } from '../report/summary.ts';
import { rules } from '../rules/registry.ts';
import { apiSchemas } from '../schema/api-schemas.ts';
import {
  baselineOptions,
  checkBaselineFlags,
  goneLine,
  knownFindings,
  takenInLine,
  updateBaseline,
} from './baseline.ts';
import type { Arguments, Command } from './command.ts';
import { Exit } from './exit.ts';
import { ruleIds } from './find-rule.ts';
import { exitOf, type Limits, limitsOf, ruleChoice } from './lint-options.ts';
import { checkPaths, selectedPaths } from './lint-paths.ts';
import {
  comparedOf,
  isEmpty,
  isInScope,
  type Judge,
  judgeScope,
  nothingIn,
  type Scope,
  scopeInWords,
} from './lint-scope.ts';
import { openRepository } from './open.ts';
import { annotatesLog, outputsOf, refuseSources, writeReport } from './outputs.ts';
import { showError } from './usage.ts';

export const lintCommand: Command = {
  name: 'lint',
  describe: 'find what Flux would stumble over',
  positionals: [
    {
      name: 'paths',
      describe: 'report only what lies here (with --staged: also); the whole repository is read',
      required: false,
      rest: true,
    },
  ],
  options: {
    staged: {
      type: 'boolean',
      describe: 'look at what is staged for the next commit; report what that change caused or touched',
      group: 'What to check',
    },
    since: {
      type: 'string',
      describe: 'a commit or branch, as origin/main: report what was caused or touched since HEAD left it',
      group: 'What to check',
      value: 'REF',
    },
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
    ...baselineOptions,
    format: {
      type: 'string',
      choices: [...formats, 'auto'],
      default: 'text',
      describe: 'how findings are printed; auto: text, and in GitHub Actions annotations before it',
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
    ['gitops-kit lint --staged', 'in a commit hook: what the commit would bring in'],
    ['gitops-kit lint --since origin/main', 'in a pull request: what the branch brings in'],
    [
      'gitops-kit lint --format auto --output sarif=lint.sarif',
      'for GitHub Actions: annotations, text, SARIF',
    ],
    ['gitops-kit lint --rule layout/file-name=error', 'one rule, strictly'],
    ['gitops-kit lint --update-baseline', 'say no more of what is there now'],
  ],
  run: runLint,
};

async function runLint(args: Arguments, host: Host): Promise<Exit> {
  const limits = limitsOf(args);
  const choices = args.list('rule').map(ruleChoice);
  const outputs = outputsOf(args.text('format'), args.list('output'), {
    annotates: annotatesLog(host.variable),
  });
  checkBaselineFlags(args);
  const compared = comparedOf(args);
  const opened = await openRepository(host, { compared });
  const { repo, change } = opened;
  const paths = await selectedPaths(args.list('paths'), opened);
  refuseSources(outputs, {
    pathOf: (path) => opened.repository.resolve(path),
    isSource: (path) =>
      repo.tree.isFile(path) && (isYaml(path) || path === configFile || path === baselineFile),
  });
  const scope: Scope = { compared, change, paths };
  if (compared?.staged !== true) checkPaths(opened, { paths, words: args.list('paths') });
  const settingsOf = ({ settings }: Repo): Settings =>
    choices.length === 0 ? settings : onlyRules(settings, rules, choices);
  const judge: Judge = (each, beside) =>
    lint(each, {
      settings: settingsOf(each),
      rules,
      schemas: apiSchemas(packagedSchemas, each),
      ...beside,
    });
  const asked = askedFor(choices);
  if (args.flag('update-baseline')) return updateBaseline({ judge, asked }, args, host, opened);
  const known = knownFindings(args, host, opened.files);
  const { whole, report, gone } = isEmpty(scope)
    ? nothingIn(repo)
    : judgeScope(repo, scope, judge, known.entries);
  const shown = { ...report, findings: capped(report.findings) };
  const unjudged = unreadInSilence(whole, repo).filter((file) => isInScope(file, scope));
  const inScope = (words: string): string =>
    `${scopeInWords(scope)}${isEmpty(scope) ? 'nothing changed' : words}`;
  const reporting = {
    report: shown,
    subject: inScope(appsInFiles(report.counts)),
    place: placeFinder(report.files),
    gaps: gapsOf(report, unjudged),
    rules,
    version: packageVersion(),
  };
  const failures = writeReport(outputs, reporting, host);
  host.err(`${inScope(summaryLine(report))}\n`);
  const takenIn = takenInLine(known, change);
  if (takenIn !== undefined) host.err(`${takenIn}\n`);
  // Of a change not every rule looks at every file: what is gone is said of the whole.
  const isJudged = judgedBy(whole, { settings: settingsOf(repo), rules, repo, asked });
  const idle = change === undefined ? gone.filter(isJudged) : [];
  if (idle.length > 0) host.err(`${goneLine(known, idle)}\n`);
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
