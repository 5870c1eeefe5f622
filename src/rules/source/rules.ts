import type { Rule } from '../rule.ts';
import { intervalInvalid } from './interval-invalid.ts';

/** The rules of this family, by name. A new rule's second line stands here. */
export const sourceRules: readonly Rule[] = [intervalInvalid];
