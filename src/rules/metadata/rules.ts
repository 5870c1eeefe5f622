import type { Rule } from '../rule.ts';
import { duplicateObject } from './duplicate-object.ts';

/** The rules of this family, by name. A new rule's second line stands here. */
export const metadataRules: readonly Rule[] = [duplicateObject];
