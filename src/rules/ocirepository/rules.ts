import type { Rule } from '../rule.ts';
import { insecure } from './insecure.ts';
import { layerSelectorMissing } from './layer-selector-missing.ts';
import { mutableTag } from './mutable-tag.ts';
import { providerMissing } from './provider-missing.ts';

/** The rules of this family, by name. A new rule's second line stands here. */
export const ocirepositoryRules: readonly Rule[] = [
  insecure,
  layerSelectorMissing,
  mutableTag,
  providerMissing,
];
