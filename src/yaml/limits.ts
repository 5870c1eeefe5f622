/** Limits on what is read, each far beyond what people write; RELIABILITY.md names them. */
export const limits = {
  /** Collections inside collections. */
  depth: 100,
  /** `*name` in one file. */
  aliases: 1_000,
  /** Documents in one file. */
  documents: 2_000,
  /** Nodes of one document when every alias is written out. */
  expandedNodes: 100_000,
} as const;
