import type { Rule } from '../rule.ts';
import { kustomizationRenamed } from './kustomization-renamed.ts';
import { objectMoved } from './object-moved.ts';

/** The rules of this family, by name. A new rule's second line stands here. They compare with what was before. */
export const changeRules: readonly Rule[] = [kustomizationRenamed, objectMoved];
