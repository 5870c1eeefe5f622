/** The only table of exit codes (every command, every format). */
export const Exit = {
  /** Clean, also when all was fixed. */
  clean: 0,
  /** There is something for the user to do: findings at or above `--fail-on`, a non-empty `--diff`. */
  findings: 1,
  /** Called wrongly, bad configuration, nothing to check, or forbidden by the repository's state. */
  refused: 2,
  /** The outside failed or we did. */
  failed: 3,
} as const;

export type Exit = (typeof Exit)[keyof typeof Exit];
