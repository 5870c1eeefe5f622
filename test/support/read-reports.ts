import { SaxesParser } from 'saxes';
import type { Severity } from '../../src/core/finding.ts';
import type { Format } from '../../src/report/formats.ts';

/** A finding as it was read back from a report. */
export interface ReadFinding {
  readonly file: string;
  readonly line: number;
  readonly severity: Severity;
  readonly rule: string;
}

/** Reads each form as its consumer would; a report that is not well-formed throws. */
export const readers: Readonly<Record<Format, (printed: string) => ReadFinding[]>> = {
  text: (printed) =>
    [...printed.matchAll(/^(.*?):(\d+):\d+: (error|warning|info): .* \[([a-z0-9/-]+)\]$/gm)].map(
      ([, file, line, severity, rule]) => finding(file, line, severity, rule),
    ),
  json: (printed) =>
    JSON.parse(printed).findings.map(
      ({ file, start, severity, rule }: ReadFinding & { start: { line: number } }) =>
        finding(file, start.line, severity, rule),
    ),
  sarif: (printed) =>
    JSON.parse(printed).runs[0].results.map((result: Sarif) => {
      const [place] = result.locations;
      const uri = place?.physicalLocation.artifactLocation.uri ?? '';
      const level = { error: 'error', warning: 'warning', note: 'info' }[result.level];
      return finding(decodeURIComponent(uri), place?.physicalLocation.region.startLine, level, result.ruleId);
    }),
  github: (printed) =>
    [...printed.matchAll(/^::(error|warning|notice) file=([^,]*),line=(\d+),.*title=([^,:]*)::/gm)].map(
      ([, command = '', file = '', line, rule]) =>
        finding(
          file.replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%'),
          line,
          command === 'notice' ? 'info' : command,
          rule,
        ),
    ),
  gitlab: (printed) =>
    JSON.parse(printed).flatMap(({ location, severity, check_name }: CodeQuality) =>
      severity === 'blocker'
        ? []
        : [
            finding(
              location.path,
              location.lines.begin,
              { critical: 'error', minor: 'warning', info: 'info' }[severity],
              check_name,
            ),
          ],
    ),
  junit: (printed) =>
    elements(printed, 'testcase').flatMap(({ attributes, children: [outcome] }) =>
      outcome?.name === 'failure'
        ? [
            finding(
              attributes['file'],
              attributes['line'],
              outcome.attributes['type'],
              attributes['name']?.replace(/: .*/s, ''),
            ),
          ]
        : [],
    ),
  rdjson: (printed) =>
    JSON.parse(printed).diagnostics.map(({ location, severity, code }: Diagnostic) =>
      finding(location.path, location.range.start.line, severity.toLowerCase(), code.value),
    ),
  markdown: (printed) => {
    let file: string | undefined;
    let rule: string | undefined;
    return printed.split('\n').flatMap((line) => {
      file = /^#### `+ ?(.*?) ?`+$/.exec(line)?.[1] ?? file;
      rule = /^<details><summary><code>(.*)<\/code>/.exec(line)?.[1] ?? rule;
      const [, inFile, number, named] =
        /^- \*\*(error|warning|info)\*\* in line (\d+): .*\(\[`([a-z0-9/-]+)`\]\(https:/.exec(line) ?? [];
      if (inFile !== undefined) return [finding(file, number, inFile, named)];
      const [, byRule, path, at] =
        /^- \*\*(error|warning|info)\*\* in `+ ?(.*?):(\d+) ?`+: /.exec(line) ?? [];
      return byRule === undefined ? [] : [finding(path, at, byRule, rule)];
    });
  },
};

interface Sarif {
  readonly ruleId: string;
  readonly level: 'error' | 'warning' | 'note';
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string };
      readonly region: { readonly startLine: number };
    };
  }[];
}

interface CodeQuality {
  readonly check_name: string;
  readonly severity: 'blocker' | 'critical' | 'minor' | 'info';
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

interface Diagnostic {
  readonly severity: string;
  readonly code: { readonly value: string };
  readonly location: { readonly path: string; readonly range: { readonly start: { readonly line: number } } };
}

function finding(
  file: string | undefined,
  line: string | number | undefined,
  severity: string | undefined,
  rule: string | undefined,
): ReadFinding {
  if (severity !== 'error' && severity !== 'warning' && severity !== 'info')
    throw new Error(`no severity: ${severity}`);
  return { file: file ?? '', line: Number(line), severity, rule: rule ?? '' };
}

/** An element of an XML document. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

/** The elements of one name, in document order; throws where the text is no well-formed XML 1.0. */
export function elements(xml: string, name: string): XmlElement[] {
  const parser = new SaxesParser();
  const found: XmlElement[] = [];
  const open: XmlElement[] = [];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    const element = { name: tag.name, attributes: { ...tag.attributes }, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
    if (tag.name === name) found.push(element);
  });
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  });
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();
  return found;
}

/** Markdown without its code spans and code elements: what a host may look for markup and references in. */
export function outsideCode(markdown: string): string {
  let rest = '';
  let at = 0;
  while (at < markdown.length) {
    const run = /`+/y;
    run.lastIndex = at;
    const fence = run.exec(markdown)?.[0];
    if (fence === undefined) {
      rest += markdown.charAt(at);
      at += 1;
      continue;
    }
    const close = new RegExp(`(?<!\`)${fence}(?!\`)`, 'g');
    close.lastIndex = at + fence.length;
    if (close.exec(markdown) === null)
      throw new Error(`code that never ends: ${markdown.slice(at, at + 80)}`);
    at = close.lastIndex;
  }
  return rest.replace(/<code>[^<]*<\/code>/g, '');
}
