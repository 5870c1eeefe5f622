import type { Rule } from '../rule.ts';
import { duplicateKey } from './duplicate-key.ts';
import { equalDefault } from './equal-default.ts';
import { imageLatest } from './image-latest.ts';
import { invalidYaml } from './invalid-yaml.ts';
import { removedKey } from './removed-key.ts';
import { schemaBroken } from './schema-broken.ts';
import { staleBase } from './stale-base.ts';
import { unknownKey } from './unknown-key.ts';
import { wrongType } from './wrong-type.ts';

/** The rules of this family, by name. A new rule's second line stands here. */
export const valuesRules: readonly Rule[] = [
  duplicateKey,
  equalDefault,
  imageLatest,
  invalidYaml,
  removedKey,
  schemaBroken,
  staleBase,
  unknownKey,
  wrongType,
];
