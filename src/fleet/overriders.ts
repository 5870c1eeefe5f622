import type { Path } from '../yaml/node.ts';
import type { DataMap } from './policy.ts';

/** An object after the overriders of one rule, or why they do not apply. */
export type Overridden =
  | { readonly object: DataMap; readonly writes: readonly OverriderWrite[] }
  | {
      /** In the words of Karmada's libraries. */
      readonly error: string;
      /** The operation, from `overriders` on: `plaintext`, 0. */
      readonly path: Path;
      readonly pointer: string | undefined;
      readonly nearest: string | undefined;
    };

/** What one operation wrote. */
export interface OverriderWrite {
  /** The operation, from `overriders` on: `fieldOverrider`, 0, `yaml`, 1. */
  readonly path: Path;
  readonly pointer: string;
  readonly inner: string | undefined;
  readonly operation: string;
}
