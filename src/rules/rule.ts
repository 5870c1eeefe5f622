import type { RepoPath } from '../core/change.ts';
import type { Problem, RuleId, Severity } from '../core/finding.ts';
import type { Settings } from '../model/config.ts';
import type { Repo } from '../model/repo.ts';

/** A smallest change to `fixtures/golden`, and the messages that the rule says of it. */
export interface Example {
  readonly title: string;
  /** File, old text (must occur exactly once), new text. */
  readonly replace?: readonly (readonly [file: RepoPath, old: string, now: string])[];
  readonly create?: Readonly<Record<RepoPath, string>>;
  readonly remove?: readonly RepoPath[];
  readonly move?: readonly (readonly [from: RepoPath, to: RepoPath])[];
  /** `<file>:<line>` where it differs from the changed file is not asked: the messages alone, in order. */
  readonly finds: readonly string[];
}

export interface RuleContext {
  readonly repo: Repo;
  readonly settings: Settings;
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
  /** What happens in the cluster, and what to do instead. */
  readonly why: string;
  readonly examples: readonly Example[];
  check(context: RuleContext): Iterable<Problem>;
}
