import type { Rule } from '../rule.ts';
import { credentialInValues } from './credential-in-values.ts';
import { generatorLiterals } from './generator-literals.ts';
import { plainSecret } from './plain-secret.ts';
import { undecryptable } from './undecryptable.ts';

/** The rules of this family, by name. A new rule's second line stands here. */
export const secretRules: readonly Rule[] = [
  credentialInValues,
  generatorLiterals,
  plainSecret,
  undecryptable,
];
