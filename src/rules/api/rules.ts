import type { Rule } from '../rule.ts';
import { deprecatedField } from './deprecated-field.ts';
import { deprecatedVersion } from './deprecated-version.ts';
import { expiringVersion } from './expiring-version.ts';
import { refVersion } from './ref-version.ts';
import { removedField } from './removed-field.ts';
import { removedVersion } from './removed-version.ts';
import { tooNew } from './too-new.ts';
import { unknownKind } from './unknown-kind.ts';
import { unknownVersion } from './unknown-version.ts';

/** The rules of this family, by name. A new rule's second line stands here. */
export const apiRules: readonly Rule[] = [
  deprecatedField,
  deprecatedVersion,
  expiringVersion,
  refVersion,
  removedField,
  removedVersion,
  tooNew,
  unknownKind,
  unknownVersion,
];
