import type { Rule } from '../rule.ts';
import { renovateBlind } from './renovate-blind.ts';

/** The rules of this family, by name. A new rule's second line stands here. */
export const ciRules: readonly Rule[] = [renovateBlind];
