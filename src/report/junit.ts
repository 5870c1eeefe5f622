import { escapeLine } from '../core/escape.ts';
import type { Finding, Location } from '../core/finding.ts';
import { groupBy } from '../model/group.ts';
import type { Gap } from './gaps.ts';
import type { PlaceFinder } from './place.ts';
import type { Reporting } from './reporting.ts';
import { element, xmlText } from './xml.ts';

/** The suite of what belongs to no file. */
const tool = 'gitops-kit';

interface Case {
  /** A file, or the tool. */
  readonly suite: string;
  readonly name: string;
  readonly line?: number;
  readonly outcome: Outcome;
}

type Outcome =
  | {
      readonly kind: 'failure' | 'error';
      readonly type: string;
      readonly message: string;
      readonly text: string;
    }
  | { readonly kind: 'passed' };

/**
 * The report as JUnit XML: a suite for each file, a failed case for each finding of whatever severity (its `type`), a case
 * with an error for what the report should hold and does not. No schema of it is official; these readers decide:
 * - https://docs.gitlab.com/ci/testing/unit_test_reports/: of two cases of one class and name GitLab keeps the first, and
 *   it shows the text of a failure, not its message.
 * - https://github.com/jenkinsci/junit-plugin follows a case from run to run by class and name, so that no line stands in
 *   them, and refuses a report without a case, so that a clean run is a case that passed.
 * - https://github.com/mikepenz/action-junit-report annotates at `file` and `line`.
 */
export function junitReport({ report, place, gaps }: Reporting): string {
  const cases = [...report.findings.map((finding) => findingCase(finding, place)), ...gaps.map(gapCase)];
  if (cases.length === 0) cases.push({ suite: tool, name: 'no problems', outcome: { kind: 'passed' } });
  const suites = [...groupBy(cases, ({ suite }) => suite)].map(
    ([name, members]) =>
      `\n  ${element('testsuite', { name: escapeLine(name), ...counts(members) }, `${caseElements(members)}\n  `)}`,
  );
  const all = element('testsuites', { name: tool, ...counts(cases) }, `${suites.join('')}\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${all}\n`;
}

function counts(cases: readonly Case[]) {
  const of = (kind: Outcome['kind']): number => cases.filter(({ outcome }) => outcome.kind === kind).length;
  return { tests: cases.length, failures: of('failure'), errors: of('error') };
}

function findingCase(finding: Finding, place: PlaceFinder): Case {
  const { rule, severity, at, message, help, related = [] } = finding;
  const where = (location: Location): string => {
    const { start } = place(location);
    return `${escapeLine(location.file)}:${start.line}:${start.column}:`;
  };
  const lines = [
    `${where(at)} ${severity}: ${escapeLine(message)} [${rule}]`,
    ...(help === undefined ? [] : [`help: ${escapeLine(help)}`]),
    ...related.map((each) => `see ${where(each.at)} ${escapeLine(each.message)}`),
  ];
  return {
    suite: at.file,
    name: `${rule}: ${escapeLine(message)}`,
    line: place(at).start.line,
    outcome: { kind: 'failure', type: severity, message: escapeLine(message), text: lines.join('\n') },
  };
}

function gapCase({ rule, file, message }: Gap): Case {
  const text = escapeLine(file === undefined ? message : `${file} ${message}`);
  return {
    suite: file ?? tool,
    name: rule === undefined ? 'not judged' : `${rule}: failed`,
    outcome: { kind: 'error', type: 'incomplete', message: text, text },
  };
}

/** The cases of one suite. */
function caseElements(cases: readonly Case[]): string {
  const unique = uniqueNames();
  return cases
    .map(({ suite, name, line, outcome }) => {
      const attributes = {
        name: unique(name),
        classname: escapeLine(suite),
        file: suite === tool ? undefined : escapeLine(suite),
        line,
      };
      return `\n    ${element('testcase', attributes, outcomeElement(outcome))}`;
    })
    .join('');
}

/** Numbers the second of one name, and on. */
function uniqueNames(): (name: string) => string {
  const used = new Set<string>();
  const last = new Map<string, number>();
  return (name) => {
    let number = last.get(name) ?? 0;
    let result: string;
    do {
      number += 1;
      result = number === 1 ? name : `${name} (${number})`;
    } while (used.has(result));
    last.set(name, number);
    used.add(result);
    return result;
  };
}

function outcomeElement(outcome: Outcome): string {
  if (outcome.kind === 'passed') return '';
  const { kind, type, message, text } = outcome;
  return `\n      ${element(kind, { type, message }, xmlText(text))}\n    `;
}
