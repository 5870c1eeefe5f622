import type { RepoPath } from '../core/change.ts';
import type { Conflict, LikelyRename, LostComment, ValueChange } from '../merge/values-merge.ts';
import type { Path } from '../yaml/node.ts';

/** What an upgrade did, or would do, to one app: data for the summary. */
export interface UpgradeReport {
  readonly app: string;
  readonly chart: string;
  readonly from: { readonly version: string; readonly range: string | undefined };
  readonly to: { readonly version: string; readonly range: string | undefined };
  readonly values: readonly MergedPlace[];
  /** Why a person has to look at it, whatever was decided of conflicts: sentences. */
  readonly open: readonly string[];
  /** What the values break of the chart's values.schema.json, a sentence each; and why they were not held against it. */
  readonly schema: { readonly faults: readonly string[]; readonly notes: readonly string[] };
}

/** What became of the values in one place. */
export type MergedPlace =
  | {
      readonly kind: 'merged';
      readonly file: RepoPath;
      /** `ConfigMap podinfo-helm-chart-value-overrides`, `HelmRelease podinfo`. */
      readonly object: string;
      /** Only what differs from the chart's values is in it. */
      readonly partial: boolean;
      readonly taken: readonly ValueChange[];
      readonly kept: readonly ValueChange[];
      /** Partial values that are the chart's own by now. */
      readonly same: readonly Path[];
      /** Lines are those of the file after the upgrade. */
      readonly conflicts: readonly Conflict[];
      readonly renames: readonly LikelyRename[];
      /** Lines are those of the file before the upgrade. */
      readonly lostComments: readonly LostComment[];
    }
  | {
      readonly kind: 'lines';
      readonly file: RepoPath;
      readonly object: string;
      /** Where the merge of lines was put, in place of the values. */
      readonly side: RepoPath;
      readonly conflicts: number;
      readonly why: string;
      /** The line of the file at which the values cannot be read. */
      readonly fault: number | undefined;
    };

/** The conflicts of all places. */
export function conflictsOf({ values }: UpgradeReport): readonly Conflict[] {
  return values.flatMap((place) => (place.kind === 'merged' ? place.conflicts : []));
}
