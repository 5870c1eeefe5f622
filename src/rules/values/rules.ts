import type { Rule } from '../rule.ts';
import { duplicateKey } from './duplicate-key.ts';
import { invalidYaml } from './invalid-yaml.ts';

/** The rules of this family, by name. A new rule's second line stands here. */
export const valuesRules: readonly Rule[] = [duplicateKey, invalidYaml];
