import type { Rule } from '../rule.ts';
import { unknownRule } from './unknown-rule.ts';
import { unused } from './unused.ts';
import { withoutReason } from './without-reason.ts';

/** The rules of this family, by name. A new rule's second line stands here. */
export const ignoreRules: readonly Rule[] = [unknownRule, unused, withoutReason];
