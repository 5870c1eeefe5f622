import type { KnownCharts } from '../chart/known-charts.ts';
import type { FileFault, RepoPath } from '../core/change.ts';
import type { Location, Problem, RuleId, Safety, Severity } from '../core/finding.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Settings } from '../model/config.ts';
import type { Repo } from '../model/repo.ts';
import type { RuleOption } from '../schema/option.ts';
import type { Schemas } from '../schema/schemas.ts';
import type { Data } from '../yaml/node.ts';

/** A smallest change to a clean repository, and the messages that the rule says of it. */
export interface Example {
  readonly title: string;
  /** What is changed: `fixtures/golden` where it is left out, or `fixtures/fleet`. */
  readonly base?: 'golden' | 'fleet';
  /** File, old text (must occur exactly once), new text. */
  readonly replace?: readonly (readonly [file: RepoPath, old: string, now: string])[];
  readonly create?: Readonly<Record<RepoPath, string>>;
  readonly remove?: readonly RepoPath[];
  readonly move?: readonly (readonly [from: RepoPath, to: RepoPath])[];
  /** Paths that cannot be read as text. */
  readonly faults?: Readonly<Record<RepoPath, FileFault>>;
  /** The rule's options, where the defaults are not meant. */
  readonly options?: Readonly<Record<string, Data>>;
  /** The configuration's `schemas`. */
  readonly schemas?: readonly string[];
  /** What the example is compared with, as a smallest change to the same base: `{}` for the base itself. */
  readonly before?: Pick<Example, 'replace' | 'create' | 'remove' | 'move'>;
  /** What is known of charts; nothing where it is left out. */
  readonly charts?: readonly ExampleChart[];
  /** The configuration's `valuesStyle`, where it is not `full`. */
  readonly valuesStyle?: 'minimal';
  /** The Flux version that runs, where it is not the newest known. */
  readonly fluxVersion?: string;
  /** The Karmada version that runs, where it is not the newest known. */
  readonly karmadaVersion?: string;
  /** The rule's messages in reading order; none for an example that must stay silent. */
  readonly finds: readonly string[];
}

/** A chart that a repository offers, as an example knows it. */
export interface ExampleChart {
  readonly url: string;
  readonly chart: string;
  /** Its versions, each with the values.yaml that it brings; none: the repository has no such chart. */
  readonly versions: Readonly<Record<string, string>>;
  /** values.schema.json of every version. */
  readonly schema?: string;
  /** A template of every version. */
  readonly template?: string;
}

/** One `# gitops-kit: ignore[…] reason`. */
export interface IgnoreComment {
  readonly at: Location;
  readonly rules: readonly IgnoredRule[];
  readonly reason: string;
}

export interface IgnoredRule {
  readonly id: RuleId;
  readonly at: Location;
  /** Whether it silenced a finding; `idle`: its rule did not run here, so nobody can know. */
  readonly state: 'used' | 'unused' | 'idle' | 'unknown';
}

export interface RuleContext {
  readonly repo: Repo;
  /** The repository before the change that is judged; undefined where nothing is compared. */
  readonly before: Repo | undefined;
  readonly settings: Settings;
  /** The ids of all rules there are. */
  readonly ruleIds: readonly RuleId[];
  /** The ignore comments of the repository; empty but for rules that run `last`. */
  readonly ignores: readonly IgnoreComment[];
  /** What is known of the charts that the repository installs. */
  readonly charts: KnownCharts;
  /** What the API schemas say of each object. */
  readonly schemas: Schemas;
  /** What a Karmada control plane would make of the repository; simulated when a rule first looks. */
  fleet(): Fleet;
  /** The rule's own options: as configured, else their defaults. They have the types of their schemas. */
  readonly options: Readonly<Record<string, Data>>;
}

/** One check, one file: identity, prose, examples that are its tests, and the check itself. */
export interface Rule {
  readonly id: RuleId;
  readonly severity: Severity;
  /** `recommended` holds errors and warnings; advice is in `strict` only. */
  readonly preset: 'recommended' | 'strict';
  readonly since: string;
  /** One sentence: the flaw. */
  readonly summary: string;
  /** What happens in the cluster, and what to do instead. Markdown, without headings. */
  readonly why: string;
  /** By name: what can be configured beside the severity, `"family/flaw": ["warning", { "option": … }]`. */
  readonly options?: Readonly<Record<string, RuleOption>>;
  readonly examples: readonly Example[];
  /** For rules whose findings have a fix: why it is safe, or what to look at first where it is not. Whole sentences. */
  readonly repair?: Readonly<Partial<Record<Safety, string>>>;
  /** Runs after all the others, when it is known which ignore comments were used. */
  readonly last?: true;
  /** Judges what a change does: it runs only where there is something to compare with (`--staged`, `--since`). */
  readonly compares?: true;
  /**
   * Judges each object by itself, and by what applies and refers to it: of files that a change left alone it says what
   * it said before, and is shown none of their objects.
   */
  readonly alone?: true;
  check(context: RuleContext): Iterable<Problem>;
}
