import type { Rule } from '../rule.ts';
import { resourceMissing } from './resource-missing.ts';

/** The rules of this family, by name. A new rule's second line stands here. */
export const kustomizeRules: readonly Rule[] = [resourceMissing];
