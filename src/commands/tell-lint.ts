import type { RepoPath } from '../core/change.ts';
import type { Report } from '../core/finding.ts';
import { packageVersion } from '../io/assets.ts';
import type { Host } from '../io/host.ts';
import { judgedBy } from '../lint/judged.ts';
import type { Asked } from '../lint/only-rules.ts';
import { capped } from '../lint/order.ts';
import { unreadInSilence } from '../lint/select.ts';
import { configFile, type Settings } from '../model/config.ts';
import { gapsOf } from '../report/gaps.ts';
import { placeFinder } from '../report/place.ts';
import { appsInFiles, summaryLine } from '../report/summary.ts';
import { rules } from '../rules/registry.ts';
import { goneLine, type Known, takenInLine } from './baseline.ts';
import { Exit } from './exit.ts';
import { exitOf, type Limits } from './lint-options.ts';
import { isEmpty, isInScope, type Judged, type Scope, scopeInWords } from './lint-scope.ts';
import { type Outputs, writeReport } from './outputs.ts';
import { showError } from './usage.ts';

/** How a run reports. */
export interface Telling {
  readonly scope: Scope;
  readonly outputs: Outputs;
  readonly limits: Limits;
  readonly known: Known;
  readonly asked: Asked;
  readonly settings: Settings;
  /** What the chart repositories that were asked did not say: sentences. */
  readonly unreached: readonly string[];
}

/** The end of every lint: the report in its forms, the summary and what else is to be said. */
export function tellLint({ repo, whole, report, gone }: Judged, telling: Telling, host: Host): Exit {
  const { scope, outputs, limits, known, asked, settings, unreached } = telling;
  const shown = { ...report, findings: capped(report.findings) };
  const unjudged = unreadInSilence(whole, repo).filter((file) => isInScope(file, scope));
  const inScope = (words: string): string =>
    `${scopeInWords(scope)}${isEmpty(scope) ? 'nothing changed' : words}`;
  const reporting = {
    report: shown,
    subject: inScope(appsInFiles(report.counts)),
    place: placeFinder(report.files),
    gaps: gapsOf(report, unjudged, unreached),
    rules,
    version: packageVersion(),
  };
  const failures = writeReport(outputs, reporting, host);
  host.err(`${inScope(summaryLine(report))}\n`);
  const takenIn = takenInLine(known, scope.change);
  if (takenIn !== undefined) host.err(`${takenIn}\n`);
  // Of a change not every rule looks at every file: what is gone is said of the whole.
  const isJudged = judgedBy(whole, { settings, rules, repo, asked });
  const idle = scope.change === undefined ? gone.filter(isJudged) : [];
  if (idle.length > 0) host.err(`${goneLine(known, idle)}\n`);
  for (const line of remarks(report, limits, unjudged)) host.err(`${line}\n`);
  for (const line of unreached) host.err(`not asked: ${line}; what depends on it was not judged\n`);
  for (const failure of failures) showError(failure, host, []);
  if (failures.length > 0) return Exit.failed;
  // What was asked for and did not come must not look green.
  if (unreached.length > 0) return Exit.failed;
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
