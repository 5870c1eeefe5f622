import type { RepoPath } from '../core/change.ts';
import type { RuleId } from '../core/finding.ts';

/** The findings that are known and no longer spoken of, at the repository's top (schemas/baseline.schema.json). */
export const baselineFile = '.gitops-kit-baseline.json';

/** Where editors find the schema of a baseline. */
export const baselineSchema = 'https://unpkg.com/gitops-kit/schemas/baseline.schema.json';

/** Of the format that this program reads and writes. */
export const baselineVersion = 1;

/** Findings of the same words about the same thing in one file. */
export interface BaselineEntry {
  readonly rule: RuleId;
  readonly file: RepoPath;
  /** `HelmRelease podinfo/podinfo`; undefined where the finding is about the file. */
  readonly object: string | undefined;
  readonly message: string;
  /** At least 1. */
  readonly count: number;
}
