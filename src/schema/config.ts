import type { Files } from '../core/change.ts';
import type { Problem, RuleId } from '../core/finding.ts';
import { didYouMean } from '../core/suggest.ts';
import { rangeOf } from '../core/text.ts';
import { configFile, defaultSettings, type RuleSetting, type Settings } from '../model/config.ts';
import { globFault } from '../model/globs.ts';
import { toData } from '../yaml/data.ts';
import { readJsonc } from '../yaml/jsonc.ts';
import { locate } from '../yaml/locate.ts';
import type { Data, YamlNode } from '../yaml/node.ts';
import { faultsOf } from './faults.ts';
import { validate } from './generated/config.js';
import type { RuleOption } from './option.ts';
import { optionFaults } from './rule-options.ts';

/** The configuration, and what is wrong with it: with any problem it must not be used. */
export interface Config {
  readonly settings: Settings;
  readonly problems: readonly Problem[];
}

/** What the configuration may say of a rule. */
export interface ConfigurableRule {
  readonly id: RuleId;
  readonly options?: Readonly<Record<string, RuleOption>>;
}

/** Names under which a configuration is not found. */
const wrongNames = ['.gitops-kit.json', '.gitops-kit.json5', '.gitops-kit.yaml', '.gitops-kit.yml'];

/**
 * Reads `.gitops-kit.jsonc` at the top; without one the defaults hold.
 * @param rules the rules there are: a setting for any other, or one that its rule does not know, is a problem; not
 *   checked when undefined
 */
export function readConfig(files: Files, rules?: readonly ConfigurableRule[]): Config {
  const text = files.text(configFile);
  if (text === undefined) return { settings: defaultSettings, problems: absent(files) };
  const { documents, problems } = readJsonc(text);
  const root = documents[0]?.root;
  if (problems.length > 0) {
    return withProblems(problems.map(({ range, message, help }) => problem(range, message, help)));
  }
  const at = rangeOf(root ?? { start: 0, end: text.length });
  if (root?.kind !== 'map') return withProblems([problem(at, 'expected an object: { … }')]);
  const data = toData(root, 'kubectl');
  const faults = faultsOf(validate, root, data);
  if (faults.length > 0)
    return withProblems(faults.map((fault) => problem(fault.range, fault.message, fault.help)));
  const settings = settingsOf(data);
  const wrongGlobs = globFaults(root, settings);
  if (rules === undefined) return { settings, problems: wrongGlobs };
  const wrongOptions = rules.flatMap((rule) =>
    optionFaults(rule, settings.ruleOptions[rule.id] ?? {}, root).map((fault) =>
      problem(fault.range, fault.message, fault.help),
    ),
  );
  const unknown = unknownRules(root, settings, new Set(rules.map(({ id }) => id)));
  return { settings, problems: [...wrongGlobs, ...unknown, ...wrongOptions].sort(byPlace) };
}

function byPlace(a: Problem, b: Problem): number {
  return a.at.range.start - b.at.range.start;
}

function withProblems(problems: readonly Problem[]): Config {
  return { settings: defaultSettings, problems };
}

function problem(range: Problem['at']['range'], message: string, help?: string): Problem {
  return { at: { file: configFile, range }, message, ...(help === undefined ? {} : { help }) };
}

/** No configuration is no fault, but one that cannot be read is, and one under another name. */
function absent(files: Files): Problem[] {
  const nowhere = { start: 0, end: 0 };
  const fault = files.fault(configFile);
  if (fault !== undefined) {
    const why = fault.kind === 'unreadable' ? fault.cause : fault.kind;
    return [problem(nowhere, `the configuration cannot be read: ${why}`, 'expected a regular file in UTF-8')];
  }
  const paths = new Set(files.paths());
  return wrongNames
    .filter((name) => paths.has(name))
    .map((file) => ({
      at: { file, range: nowhere },
      message: `the configuration is not read from here; expected ${configFile}`,
      help: `rename it: git mv ${file} ${configFile}`,
    }));
}

function globFaults(root: YamlNode, { ignore, schemas, overrides }: Settings): Problem[] {
  const lists = [
    { path: ['ignore'], globs: ignore },
    { path: ['schemas'], globs: schemas },
    ...overrides.map(({ files }, index) => ({ path: ['overrides', index, 'files'], globs: files })),
  ];
  return lists.flatMap(({ path, globs }) =>
    globs.flatMap((glob, index) => {
      const fault = globFault(glob);
      if (fault === undefined) return [];
      const { value } = locate(root, [...path, index]);
      return problem(
        value,
        `the glob ${glob} cannot be read: ${fault}`,
        'as in charts/**, or **/*.tmpl.yaml',
      );
    }),
  );
}

/** Whether the settings say anything of any rule. */
export function namesRules({ rules, ruleOptions, overrides }: Settings): boolean {
  return [rules, ruleOptions, ...overrides.map((each) => each.rules)].some(
    (each) => Object.keys(each).length > 0,
  );
}

function unknownRules(root: YamlNode, settings: Settings, known: ReadonlySet<RuleId>): Problem[] {
  const places = [
    { path: ['rules'], rules: settings.rules },
    ...settings.overrides.map(({ rules }, index) => ({ path: ['overrides', index, 'rules'], rules })),
  ];
  return places.flatMap(({ path, rules }) =>
    Object.keys(rules)
      .filter((id) => !known.has(id))
      .map((id) =>
        problem(
          locate(root, [...path, id]).key,
          `unknown rule ${id}${didYouMean(id, known)}`,
          'gitops-kit rules lists them all',
        ),
      ),
  );
}

/** What a file says of a rule: a severity, or a severity and options. */
type Said = RuleSetting | readonly [RuleSetting, Readonly<Record<string, Data>>];

/** The defaults with what the file says; the schema has seen the file. */
function settingsOf(data: Data): Settings {
  // The border: the schema has the same keys and types as Settings but for `rules`, and a test holds them together.
  const said = data as Partial<Omit<Settings, 'rules'>> & { readonly rules?: Readonly<Record<RuleId, Said>> };
  const rules = Object.entries(said.rules ?? {});
  return {
    fluxVersion: said.fluxVersion,
    roots: said.roots,
    appsDir: said.appsDir,
    ignore: said.ignore ?? defaultSettings.ignore,
    externals: said.externals ?? defaultSettings.externals,
    extends: said.extends ?? defaultSettings.extends,
    rules: Object.fromEntries(rules.map(([id, set]) => [id, typeof set === 'string' ? set : set[0]])),
    ruleOptions: Object.fromEntries(
      rules.flatMap(([id, set]) => (typeof set === 'string' ? [] : [[id, set[1]]])),
    ),
    overrides: said.overrides ?? defaultSettings.overrides,
    valuesStyle: said.valuesStyle ?? defaultSettings.valuesStyle,
    schemas: said.schemas ?? defaultSettings.schemas,
    charts: said.charts ?? defaultSettings.charts,
    commit: said.commit ?? defaultSettings.commit,
    templates: said.templates,
    karmadaVersion: said.karmadaVersion,
    karmada: { ...defaultSettings.karmada, ...said.karmada },
    fleet: { ...defaultSettings.fleet, ...said.fleet },
  };
}
