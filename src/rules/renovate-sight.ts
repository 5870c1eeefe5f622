import type { RepoPath } from '../core/change.ts';
import type { Range } from '../core/text.ts';
import { globExpression } from '../model/globs.ts';
import { fluxManagerDefault, recommendedIgnores, renovateFile } from '../model/renovate.ts';
import type { Repo } from '../model/repo.ts';
import type { Schemas } from '../schema/schemas.ts';
import { toData } from '../yaml/data.ts';
import { readJsonc } from '../yaml/jsonc.ts';
import { locate, nodeAt } from '../yaml/locate.ts';
import type { Data, Path, YamlNode } from '../yaml/node.ts';

/** Why Renovate does not read a file as one of Flux. */
export type Blindness =
  /** The manager is not among those that may run, or is switched off. */
  | { readonly kind: 'not-enabled' | 'disabled'; readonly at: Range }
  /** None of its patterns takes the file. */
  | { readonly kind: 'unmatched'; readonly at: Range }
  /** An entry of `ignorePaths` takes it, or one that a preset puts there. */
  | { readonly kind: 'ignored' | 'ignored-by-preset'; readonly at: Range; readonly entry: string }
  /** `includePaths` names other files. */
  | { readonly kind: 'not-included'; readonly at: Range };

/** What Renovate's configuration of a repository lets it see. */
export interface RenovateSight {
  readonly file: RepoPath;
  /** Why a file is not read; undefined where it is. */
  blindness(path: RepoPath): Blindness | undefined;
}

type Matcher = (path: RepoPath) => boolean;

/** The presets that come with Renovate: none of them says where Flux's files are. */
const ownPresets =
  /^(?:abandonments|config|customManagers|default|docker|global|group|helpers|mergeConfidence|monorepo|npm|packages|preview|regexManagers|replacements|schedule|security|workarounds)?:/;

/**
 * How the repository's Renovate configuration is read; undefined where there is none, where it cannot be read here, or where something
 * that is not in it (a preset of somebody) may say more.
 */
export function renovateSight(repo: Repo, schemas: Schemas): RenovateSight | undefined {
  const file = renovateFile(repo.files);
  const text = file === undefined ? undefined : repo.files.text(file);
  if (file === undefined || text === undefined) return undefined;
  const { documents, problems } = readJsonc(text);
  const whole = documents[0]?.root;
  const root = file === 'package.json' && whole !== undefined ? nodeAt(whole, ['renovate']) : whole;
  if (root?.kind !== 'map' || problems.some(({ fatal }) => fatal)) return undefined;
  const get = (...path: Path): Data | undefined => {
    const node = nodeAt(root, path);
    return node === undefined ? undefined : toData(node, 'kubectl');
  };
  const presets = texts(get('extends'));
  if (get('enabled') === false || presets.some((preset) => !ownPresets.test(preset))) return undefined;
  const matchers = patternMatchers(get, schemas);
  const paths = pathChecks(root, { get, presets, schemas });
  // Nobody knows what an expression takes that cannot be read.
  if (matchers === undefined || paths === undefined) return undefined;
  const checks = [managerCheck(root, get), paths, matchCheck(root, matchers)];
  return {
    file,
    blindness: (path) => {
      for (const check of checks) {
        const found = check(path);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

type Get = (...path: Path) => Data | undefined;
type Check = (path: RepoPath) => Blindness | undefined;

/** The patterns of the manager, and those of managers that people make themselves: they may read the same files. */
function patternsOf(get: Get): string[] {
  const own = ['customManagers', 'regexManagers'].flatMap((field) => {
    const managers = get(field);
    return isList(managers) ? managers.flatMap((_, index) => patternsAt(get, field, index)) : [];
  });
  return [...patternsAt(get, 'flux'), ...own];
}

/** `fileMatch` is what `managerFilePatterns` was before Renovate 40: expressions without slashes. */
function patternsAt(get: Get, ...at: Path): string[] {
  return [
    ...texts(get(...at, 'managerFilePatterns')),
    ...texts(get(...at, 'fileMatch')).map((expression) => `/${expression}/`),
  ];
}

/** What the manager `flux`, or one that people made, takes; undefined where that cannot be told. */
function patternMatchers(get: Get, schemas: Schemas): readonly Matcher[] | undefined {
  return known([fluxManagerDefault, ...patternsOf(get)].map((pattern) => matcherOf(pattern, schemas)));
}

/** A pattern is an expression between slashes, or a glob (Renovate, lib/util/string-match.ts); undefined for one that is not understood. */
function matcherOf(pattern: string, schemas: Schemas): Matcher | undefined {
  if (pattern === '*') return () => true;
  const [, not, inner, anyCase] = /^(!?)\/(.*)\/(i?)$/s.exec(pattern) ?? [];
  if (inner === undefined) return globMatcher(pattern, schemas, '(?i)');
  const matches = schemas.expression(anyCase === 'i' ? `(?i)${inner}` : inner);
  if (matches === undefined) return undefined;
  return not === '!' ? (path) => !matches(path) : matches;
}

function globMatcher(glob: string, schemas: Schemas, flags = ''): Matcher | undefined {
  const expression = globExpression(glob);
  return expression === undefined ? undefined : schemas.expression(`${flags}${expression}`);
}

/** A list of which every member is known; undefined otherwise. */
function known<Item>(items: readonly (Item | undefined)[]): readonly Item[] | undefined {
  const found = items.filter((item) => item !== undefined);
  return found.length === items.length ? found : undefined;
}

function managerCheck(root: YamlNode, get: Get): Check {
  const managers = texts(get('enabledManagers'));
  if (managers.length > 0 && !managers.some((manager) => /^(?:flux|regex|custom\..+)$/.test(manager)))
    return () => ({ kind: 'not-enabled', at: placeOf(root, 'enabledManagers') });
  if (get('flux', 'enabled') === false)
    return () => ({ kind: 'disabled', at: placeOf(root, 'flux', 'enabled') });
  return () => undefined;
}

/**
 * `includePaths` and `ignorePaths` (Renovate, lib/workers/repository/extract/file-match.ts): paths, parts of paths, or globs. What
 * the manager says of its own takes the place of what holds for all.
 */
function pathChecks(
  root: YamlNode,
  by: { readonly get: Get; readonly presets: readonly string[]; readonly schemas: Schemas },
): Check | undefined {
  const { get, presets, schemas } = by;
  const placed = (field: string): Path => (get('flux', field) === undefined ? [field] : ['flux', field]);
  const [include, ignore] = [placed('includePaths'), placed('ignorePaths')];
  const isWritten = get(...ignore) !== undefined;
  const includes = texts(get(...include));
  const ignores = isWritten ? texts(get(...ignore)) : presetIgnores(get, presets);
  const included = known(includes.map((glob) => globMatcher(glob, schemas)));
  const ignored = known(ignores.map((glob) => globMatcher(glob, schemas)));
  if (included === undefined || ignored === undefined) return undefined;
  return (path) => {
    if (includes.length > 0 && !includes.includes(path) && !included.some((matches) => matches(path)))
      return { kind: 'not-included', at: placeOf(root, ...include) };
    const index = ignores.findIndex(
      (entry, at) => (isWritten && path.includes(entry)) || ignored[at]?.(path) === true,
    );
    const entry = ignores[index];
    if (entry === undefined) return undefined;
    return isWritten
      ? { kind: 'ignored', at: placeOf(root, ...ignore, index), entry }
      : { kind: 'ignored-by-preset', at: placeOf(root, 'extends'), entry };
  };
}

/** What `config:recommended` and its kin leave out, unless it is told not to. */
function presetIgnores(get: Get, presets: readonly string[]): readonly string[] {
  const preset = ':ignoreModulesAndTests';
  const isTaken = presets.some((each) => each === preset || each.startsWith('config:'));
  return isTaken && !texts(get('ignorePresets')).includes(preset) ? recommendedIgnores : [];
}

function matchCheck(root: YamlNode, matchers: readonly Matcher[]): Check {
  const path = ['managerFilePatterns', 'fileMatch']
    .map((field) => ['flux', field])
    .find((each) => nodeAt(root, each) !== undefined);
  const at = placeOf(root, ...(path ?? ['flux']));
  return (file) => (matchers.some((matches) => matches(file)) ? undefined : { kind: 'unmatched', at });
}

/** Where a value stands; of one that is not there, the brace with which the configuration begins. */
function placeOf(root: YamlNode, ...path: Path): Range {
  const { value, found } = locate(root, path);
  return found ? value : { start: root.start, end: root.start + 1 };
}

function texts(data: Data | undefined): string[] {
  if (typeof data === 'string') return [data];
  return isList(data) ? data.filter((item) => typeof item === 'string') : [];
}

/** Array.isArray does not narrow readonly arrays. */
function isList(data: Data | undefined): data is readonly Data[] {
  return Array.isArray(data);
}
