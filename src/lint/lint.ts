import { type KnownCharts, noCharts } from '../chart/known-charts.ts';
import type { Files, RepoPath } from '../core/change.ts';
import type { Finding, Problem, Report, RuleFailure, RuleId } from '../core/finding.ts';
import { knownClusters } from '../fleet/clusters.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { fleetOf, fleetOptions } from '../fleet/simulate.ts';
import type { KnownClusters } from '../model/cluster.ts';
import type { Settings } from '../model/config.ts';
import { inFocus } from '../model/in-focus.ts';
import type { Repo } from '../model/repo.ts';
import { countCharts } from '../rules/charted-releases.ts';
import type { Rule, RuleContext } from '../rules/rule.ts';
import { noSchemas, type Schemas } from '../schema/schemas.ts';
import { countFindings } from './counts.ts';
import { isPassedOver } from './judged.ts';
import { inReadingOrder } from './order.ts';
import { concealed } from './secrets.ts';
import { severities } from './severity.ts';
import { suppressions } from './suppress.ts';

/** What a repository is judged by. */
export interface Judgement {
  readonly settings: Settings;
  readonly rules: readonly Rule[];
  readonly schemas?: Schemas;
  /** What is known of charts; nothing where it is left out. */
  readonly charts?: KnownCharts;
  /** The member clusters; undefined: what the repository says of them. */
  readonly clusters?: KnownClusters | undefined;
  /** The repository before a change: rules that compare run only with it. */
  readonly before?: Repo | undefined;
  /** The files of which rules that judge objects alone need speak; undefined for all. */
  readonly focus?: ReadonlySet<RepoPath> | undefined;
}

/** Runs the rules over a repository. A rule that throws is reported as a failure; the others still speak. */
export function lint(repo: Repo, judgement: Judgement): Report {
  const { settings, rules, schemas = noSchemas, charts = noCharts, clusters, before, focus } = judgement;
  const severity = severities(settings);
  const ruleIds = rules.map(({ id }) => id);
  const ignored = suppressions(repo.files, repo.marked);
  const running = rules.filter(
    (rule) => severity.runs(rule) && (rule.compares !== true || before !== undefined),
  );
  const findings: Finding[] = [];
  const failures: RuleFailure[] = [];
  let suppressed = 0;

  const run = (rule: Rule, shared: Omit<RuleContext, 'options'>): void => {
    const seen = new Set<string>();
    const context = { ...shared, options: optionsOf(rule, settings) };
    try {
      for (const problem of rule.check(context)) {
        const level = severity.of(rule, problem.at.file);
        if (level === 'off' || isPassedOver(rule, problem.at.file, focus)) continue;
        if (isRepeated(problem, seen)) continue;
        if (rule.last !== true && ignored.covers(rule.id, problem.at.file, problem.at.range)) suppressed += 1;
        else findings.push({ ...problem, rule: rule.id, severity: level });
      }
    } catch (error) {
      failures.push({ rule: rule.id, message: error instanceof Error ? error.message : String(error) });
    }
  };

  const context = {
    repo,
    before,
    settings,
    ruleIds,
    ignores: [],
    charts,
    schemas,
    fleet: simulated(repo, clusters, schemas),
  };
  const narrowed = focus === undefined ? context : { ...context, repo: inFocus(repo, focus) };
  for (const rule of running) if (rule.last !== true) run(rule, rule.alone === true ? narrowed : context);
  const failed = new Set<RuleId>(failures.map(({ rule }) => rule));
  const byId = new Map(running.map((rule) => [rule.id, rule]));
  const ignores = ignored.comments(new Set(ruleIds), (id, file) => {
    const rule = byId.get(id);
    // What a comparing rule was silenced for may have been another change: its comments are never idle work.
    if (rule === undefined || rule.last === true || rule.compares === true) return false;
    if (isPassedOver(rule, file, focus)) return false;
    return !failed.has(id) && severity.of(rule, file) !== 'off';
  });
  for (const rule of running) if (rule.last === true) run(rule, { ...context, ignores });

  const { findings: told, hidden } = concealed(findings, repo);
  const shown = inReadingOrder(told);
  const counts = countFindings(shown, {
    files: repo.yamlFiles.length,
    apps: repo.apps.length,
    suppressed,
    baselined: 0,
    unread: repo.unread.size,
    unchecked: unchecked(repo, schemas),
    charts: countCharts(narrowed.repo, charts),
  });
  const files = before === undefined ? repo.files : withRemoved(repo.files, before.files);
  return { findings: shown, failures, counts, files, hidden };
}

/** The fleet of a repository, simulated when it is first asked for. */
function simulated(repo: Repo, clusters: KnownClusters | undefined, schemas: Schemas): () => Fleet {
  let made: Fleet | undefined;
  return () => {
    made ??= fleetOf(repo, fleetOptions(repo.settings, clusters ?? knownClusters(repo), schemas));
    return made;
  };
}

/** Files that went with the change keep their text: what is said of them stands there. */
function withRemoved(files: Files, before: Files): Files {
  const present = new Set(files.paths());
  return { ...files, text: (path) => (present.has(path) ? files : before).text(path) };
}

/** The objects that no schema judges. */
function unchecked({ resources }: Repo, schemas: Schemas): Report['counts']['unchecked'] {
  const unknown = resources.filter((resource) => !schemas.knows(resource));
  return {
    objects: unknown.length,
    kinds: new Set(unknown.map(({ group, kind }) => `${group}/${kind}`)).size,
  };
}

/** A rule's options as configured, the others at their defaults. */
function optionsOf({ id, options = {} }: Rule, { ruleOptions }: Settings): RuleContext['options'] {
  const defaults = Object.entries(options).map(([name, option]) => [name, option.default] as const);
  return { ...Object.fromEntries(defaults), ...ruleOptions[id] };
}

/** The same words at the same place: two views of one repository may see one fault. */
function isRepeated(problem: Problem, seen: Set<string>): boolean {
  const { file, range } = problem.at;
  const key = `${range.start}:${range.end}:${file}\n${problem.message}`;
  if (seen.has(key)) return true;
  seen.add(key);
  return false;
}
