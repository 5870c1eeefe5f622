import { compareVersions, parseVersion, pinRange, type Version } from './version.ts';

export { compareVersions, parseVersion, pinRange, type Version };

/** A range as Helm and Flux read it (Masterminds/semver 3.4.0, constraints.go): alternatives, each a list of conditions. */
export interface VersionRange {
  /** As written. */
  readonly text: string;
  readonly alternatives: readonly Alternative[];
}

interface Alternative {
  readonly conditions: readonly Condition[];
  /** One pre-release among the conditions opens pre-releases for all of them. */
  readonly pre: boolean;
}

interface Condition {
  readonly operator: string;
  readonly version: Version;
  /** The first part that was left out or is `x`: `1.x` leaves out the minor. */
  readonly open: 'major' | 'minor' | 'patch' | undefined;
}

const space = '[\\t\\n\\f\\r ]';
const identifiers = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
// The `|` is the original's: it takes `1|2` for one part, which then is no number.
const part = '[0-9|xX*]+';
const versionForm = `v?${part}(?:\\.${part})?(?:\\.${part})?(?:-${identifiers})?(?:\\+${identifiers})?`;
const hyphenRange = new RegExp(`${space}*(${versionForm})${space}+-${space}+(${versionForm})${space}*`, 'g');
const versionParts = new RegExp(`^v?(${part})(?:\\.(${part}))?(?:\\.(${part}))?(-${identifiers})?`);
const conditionForm = new RegExp(`(=>|=<|=|!=|>=|>|<=|<|~>|~|\\^|)${space}*(${versionForm})`, 'y');
const separator = new RegExp(`(?:${space}*,${space}*|${space}+)`, 'y');

/** Longer texts are no ranges: they only cost time. */
const longest = 1024;

/** The range that a text says; undefined when Helm would refuse it. */
export function parseRange(text: string): VersionRange | undefined {
  if (text.length > longest) return undefined;
  const alternatives: Alternative[] = [];
  for (const group of withoutHyphens(text).split('||')) {
    const conditions = readGroup(group);
    if (conditions === undefined) return undefined;
    alternatives.push({ conditions, pre: conditions.some(({ version }) => version.pre !== '') });
  }
  return { text, alternatives };
}

/** Whether a version lies in a range. A pre-release does only where the range names one. */
export function satisfies(range: VersionRange, version: Version): boolean {
  return range.alternatives.some(
    ({ conditions, pre }) =>
      (pre || version.pre === '') && conditions.every((condition) => holds(condition, version)),
  );
}

/** `1.2 - 2.3` becomes `>= 1.2, <= 2.3 `. */
function withoutHyphens(text: string): string {
  let result = text;
  for (const [whole, from, to] of text.matchAll(hyphenRange)) {
    result = result.replace(whole, () => `>= ${from}, <= ${to} `);
  }
  return result;
}

/** Conditions joined by commas or spaces. Read step by step: one expression for the whole would backtrack without end. */
function readGroup(text: string): readonly Condition[] | undefined {
  const conditions: Condition[] = [];
  const end = trimmedEnd(text);
  let at = text.length - text.replace(new RegExp(`^${space}+`), '').length;
  while (at < end) {
    conditionForm.lastIndex = at;
    const match = conditionForm.exec(text);
    const condition = match === null ? undefined : readCondition(match[1] ?? '', match[2] ?? '');
    if (condition === undefined) return undefined;
    conditions.push(condition);
    at = conditionForm.lastIndex;
    if (at === end) return conditions;
    separator.lastIndex = at;
    if (!separator.test(text)) return undefined;
    at = separator.lastIndex;
  }
  return undefined;
}

function trimmedEnd(text: string): number {
  let end = text.length;
  while (end > 0 && '\t\n\f\r '.includes(text.charAt(end - 1))) end -= 1;
  return end;
}

function readCondition(operator: string, text: string): Condition | undefined {
  const [, major = '', minor, patch, pre = ''] = versionParts.exec(text) ?? [];
  if (isOpen(major)) return conditionOf(operator, `0.0.0${pre}`, 'major');
  if (isOpen(minor)) return conditionOf(operator, `${major}.0.0${pre}`, 'minor');
  if (isOpen(patch)) return conditionOf(operator, `${major}.${minor}.0${pre}`, 'patch');
  return conditionOf(operator, text, undefined);
}

function isOpen(text: string | undefined): boolean {
  return text === undefined || text === 'x' || text === 'X' || text === '*';
}

function conditionOf(operator: string, text: string, open: Condition['open']): Condition | undefined {
  const version = parseVersion(text);
  return version === undefined ? undefined : { operator, version, open };
}

function holds(condition: Condition, version: Version): boolean {
  const { operator, version: bound, open } = condition;
  switch (operator) {
    case '':
    case '=':
      return open === undefined ? compareVersions(version, bound) === 0 : isNear(condition, version);
    case '!=':
      return differs(condition, version);
    case '>':
      return isAbove(condition, version);
    case '<':
      return compareVersions(version, bound) < 0;
    case '>=':
    case '=>':
      return compareVersions(version, bound) >= 0;
    case '<=':
    case '=<':
      return isAtMost(condition, version);
    case '^':
      return isCompatible(condition, version);
    default:
      return isNear(condition, version);
  }
}

/** `~1.2.3`, and every `1.x`: the same minor, or the same major where the minor is left out. */
function isNear({ version: bound, open }: Condition, version: Version): boolean {
  if (compareVersions(version, bound) < 0) return false;
  const zero = bound.major === 0n && bound.minor === 0n && bound.patch === 0n;
  if (zero && open !== 'minor' && open !== 'patch') return true;
  return version.major === bound.major && (open === 'minor' || version.minor === bound.minor);
}

/** `^1.2.3`: the first part that is not zero stays. */
function isCompatible({ version: bound, open }: Condition, version: Version): boolean {
  if (compareVersions(version, bound) < 0) return false;
  if (bound.major > 0n || open === 'minor') return version.major === bound.major;
  if (version.major > 0n) return false;
  if (bound.minor > 0n || open === 'patch') return version.minor === bound.minor;
  return version.minor === 0n && version.patch === bound.patch;
}

function differs({ version: bound, open }: Condition, version: Version): boolean {
  if (open === 'minor') return version.major !== bound.major;
  if (open === 'patch') {
    return version.major !== bound.major || version.minor !== bound.minor || version.pre !== bound.pre;
  }
  return compareVersions(version, bound) !== 0;
}

/** `>11` begins at 12, `>11.1` at 11.2. */
function isAbove({ version: bound, open }: Condition, version: Version): boolean {
  if (open === undefined) return compareVersions(version, bound) > 0;
  if (version.major !== bound.major) return version.major > bound.major;
  if (open === 'minor') return false;
  if (open === 'patch') return version.minor > bound.minor;
  return compareVersions(version, bound) > 0;
}

function isAtMost({ version: bound, open }: Condition, version: Version): boolean {
  if (open === undefined) return compareVersions(version, bound) <= 0;
  if (version.major !== bound.major) return version.major < bound.major;
  return open === 'minor' || version.minor <= bound.minor;
}
