import type { Finding, Location, ObjectName } from '../core/finding.ts';
import type { Rule } from '../rules/rule.ts';
import { jsonDocument } from './document.ts';
import { fingerprints } from './fingerprint.ts';
import { home, ruleUrl } from './links.ts';
import type { PlaceFinder } from './place.ts';
import type { Reporting } from './reporting.ts';

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const levels = { error: 'error', warning: 'warning', info: 'note' } as const;
/** What GitHub calls the severity of a rule that is not about security. */
const problemSeverities = { error: 'error', warning: 'warning', info: 'recommendation' } as const;

/** The name that code scanning gives to the top of the work tree. */
const top = '%SRCROOT%';

/**
 * The report as a SARIF 2.1.0 log with one run, also when nothing was found. Section numbers are those of
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. Findings that a comment silences are left out.
 * Its rules are all there are, whether they ran or not: a log says what it could have found.
 */
export function sarifReport({ report, place, gaps, rules, version }: Reporting): string {
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const prints = fingerprints(report.findings);
  return jsonDocument({
    $schema: schema,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'gitops-kit',
            semanticVersion: version,
            version,
            informationUri: home,
            rules: rules.map(descriptor),
          },
        },
        invocations: [
          {
            executionSuccessful: gaps.length === 0,
            toolExecutionNotifications: gaps.map(({ rule, file, message }) => ({
              level: 'error',
              message: { text: messageText(file === undefined ? message : `${file} ${message}`) },
              ...(rule === undefined ? {} : { associatedRule: { id: rule, index: indexes.get(rule) ?? -1 } }),
            })),
          },
        ],
        // No absolute path: a reader knows where it keeps the work tree (3.14.14).
        originalUriBaseIds: { [top]: { description: { text: 'The top of the repository.' } } },
        columnKind: 'utf16CodeUnits',
        results: report.findings.map((finding, at) => ({
          ruleId: finding.rule,
          ruleIndex: indexes.get(finding.rule) ?? -1,
          level: levels[finding.severity],
          message: { text: resultText(finding) },
          locations: [{ ...physical(finding.at, place), ...logical(finding.object) }],
          ...related(finding, place),
          partialFingerprints: { 'gitopsKitFinding/v1': prints[at] },
        })),
      },
    ],
  });
}

function descriptor({ id, severity, preset, summary, why }: Rule) {
  const helpUri = ruleUrl(id);
  return {
    id,
    shortDescription: { text: summary },
    fullDescription: { text: firstParagraph(why) },
    help: { text: why, markdown: `${why}\n\n[More about ${id}](${helpUri})` },
    helpUri,
    defaultConfiguration: { level: levels[severity], enabled: preset === 'recommended' },
    properties: { tags: [id.slice(0, id.indexOf('/'))], 'problem.severity': problemSeverities[severity] },
  };
}

function resultText({ message, help }: Finding): string {
  return messageText(help === undefined ? message : `${message}\nhelp: ${help}`);
}

function physical(at: Location, place: PlaceFinder) {
  const { start, end } = place(at);
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(at.file), uriBaseId: top },
      region: {
        startLine: start.line,
        startColumn: start.column,
        endLine: end.line,
        endColumn: end.column,
      },
    },
  };
}

function logical(object: ObjectName | undefined) {
  if (object === undefined) return {};
  const { kind, namespace, name } = object;
  const fullyQualifiedName = [kind, ...(namespace === undefined ? [] : [namespace]), name].join('/');
  return { logicalLocations: [{ name, fullyQualifiedName, kind: 'resource' }] };
}

function related({ related: places = [] }: Finding, place: PlaceFinder) {
  if (places.length === 0) return {};
  return {
    relatedLocations: places.map(({ at, message }, index) => ({
      id: index + 1,
      ...physical(at, place),
      message: { text: messageText(message) },
    })),
  };
}

/** A path as a relative URI reference: a segment with `:` would be taken for a scheme, so it is encoded as well. */
function uriOf(path: string): string {
  return path
    .split('/')
    .map((segment) => encodeURIComponent(segment.toWellFormed()))
    .join('/');
}

/**
 * Braces are doubled, since single ones are placeholders (3.11.5), and the brackets of what a reader would take for a
 * link (3.11.6) get a backslash: values stand in messages, and a repository must not put links into somebody's alerts.
 */
function messageText(text: string): string {
  return text.replace(/[{}]/g, '$&$&').replace(/\[([^[\]]*)\](?=\()/g, '\\[$1\\]');
}

function firstParagraph(text: string): string {
  return (text.split('\n\n')[0] ?? text).replaceAll('\n', ' ');
}
