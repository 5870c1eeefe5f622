import type { Files } from '../core/change.ts';
import { severities } from '../core/finding.ts';
import { packagedSchemas } from '../io/assets.ts';
import type { Host } from '../io/host.ts';
import { lint } from '../lint/lint.ts';
import { askedFor, onlyRules } from '../lint/only-rules.ts';
import { baselineFile } from '../model/baseline.ts';
import { configFile, type Settings } from '../model/config.ts';
import { isYaml } from '../model/read-files.ts';
import { readRepo } from '../model/read-repo.ts';
import type { Repo } from '../model/repo.ts';
import { formats } from '../report/formats.ts';
import { rules } from '../rules/registry.ts';
import { apiSchemas } from '../schema/api-schemas.ts';
import { baselineOptions, checkBaselineFlags, knownFindings, updateBaseline } from './baseline.ts';
import { clustersOption, givenClusters } from './clusters-file.ts';
import type { Arguments, Command } from './command.ts';
import type { Exit } from './exit.ts';
import { ruleIds } from './find-rule.ts';
import { checkFixFlags, fixedInMemory, fixOptions, writeFixes } from './lint-fix.ts';
import { limitsOf, ruleChoice } from './lint-options.ts';
import { checkPaths, selectedPaths } from './lint-paths.ts';
import {
  comparedOf,
  isEmpty,
  type Judge,
  type Judged,
  judgeScope,
  nothingIn,
  type Scope,
} from './lint-scope.ts';
import { askCharts } from './online-charts.ts';
import { openRepository } from './open.ts';
import { annotatesLog, outputsOf, refuseSources } from './outputs.ts';
import { tellLint } from './tell-lint.ts';

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
    online: {
      type: 'boolean',
      describe:
        'ask the repositories of the charts first; else charts are judged by what the cache knows of them',
      group: 'What to check',
    },
    'exit-zero': { type: 'boolean', describe: 'exit 0 whatever was found', group: 'What to check' },
    ...clustersOption,
    ...fixOptions,
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
  elsewhere: {
    cluster: 'lint judges all clusters; what one gets: gitops-kit render --cluster NAME',
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
    ['gitops-kit lint --online', 'also by what the chart repositories offer now'],
    ['gitops-kit lint --rule layout/file-name=error', 'one rule, strictly'],
    ['gitops-kit lint --fix --diff', 'what the safe fixes would change; without --diff they are written'],
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
  checkFixFlags(args);
  const compared = comparedOf(args);
  const opened = await openRepository(host, { compared });
  const { repo } = opened;
  const paths = await selectedPaths(args.list('paths'), opened);
  refuseSources(outputs, {
    pathOf: (path) => opened.repository.resolve(path),
    isSource: (path) =>
      repo.tree.isFile(path) && (isYaml(path) || path === configFile || path === baselineFile),
  });
  const scope: Scope = { compared, change: opened.change, paths };
  if (compared?.staged !== true) checkPaths(opened, { paths, words: args.list('paths') });
  const settingsOf = ({ settings }: Repo): Settings =>
    choices.length === 0 ? settings : onlyRules(settings, rules, choices);
  const { charts, failures } = args.flag('online')
    ? await askCharts(repo, host)
    : { charts: host.knownCharts(), failures: [] };
  const clusters = givenClusters(args, host, opened.repo);
  const judge: Judge = (each, beside) =>
    lint(each, {
      charts,
      clusters,
      settings: settingsOf(each),
      rules,
      schemas: apiSchemas(packagedSchemas, each),
      ...beside,
    });
  const asked = askedFor(choices);
  if (args.flag('update-baseline')) return updateBaseline({ judge, asked }, args, host, opened);
  const known = knownFindings(args, host, opened.files);
  const judgeFiles = (files: Files): Judged =>
    isEmpty(scope) ? nothingIn(repo) : judgeScope(readAgain(files, repo), scope, judge, known.entries);
  const telling = { scope, outputs, limits, known, asked, settings: settingsOf(repo), unreached: failures };
  if (!args.flag('fix')) return tellLint(judgeFiles(opened.files), telling, host);
  const fixed = fixedInMemory(args, opened.files, judgeFiles);
  return (await writeFixes(fixed, args, host, opened)) ?? tellLint(fixed.judged, telling, host);
}

/** The repository that these files make; the one that was read, where they are still its own. */
function readAgain(files: Files, repo: Repo): Repo {
  return files === repo.files ? repo : readRepo(files, repo.settings);
}
