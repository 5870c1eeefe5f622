import type { ChartReads } from './chart-reads.ts';

/** What an archive says of a chart; nothing of it is ever run or unpacked to disk. */
export interface ChartFacts {
  /** `name` of Chart.yaml. */
  readonly name: string;
  /** `version` of Chart.yaml. */
  readonly version: string;
  readonly appVersion: string | undefined;
  /** values.yaml as text, byte for byte; undefined when the chart has none. */
  readonly values: string | undefined;
  /** `sha256:<hex>` of values.yaml's bytes. */
  readonly valuesDigest: string;
  /** values.schema.json as text. */
  readonly valuesSchema: string | undefined;
  readonly hasCrds: boolean;
  readonly deprecated: boolean;
  /** Which values its templates ask for; undefined where that is not known. */
  readonly reads: ChartReads | undefined;
}

/** One version of a chart in a repository's index. */
export interface ChartVersion {
  readonly version: string;
  readonly appVersion: string | undefined;
  /** As written: absolute, or relative to the repository. Several are mirrors. */
  readonly urls: readonly string[];
  /** Hex SHA-256 of the archive, without prefix; undefined when the index has none. */
  readonly digest: string | undefined;
  readonly deprecated: boolean;
}
