import type { Rule } from '../rule.ts';
import { creationTimestampNull } from './creation-timestamp-null.ts';
import { duplicateObject } from './duplicate-object.ts';
import { invalidName } from './invalid-name.ts';
import { nameMissing } from './name-missing.ts';
import { namespaceMissing } from './namespace-missing.ts';
import { namespaceOfAnotherApp } from './namespace-of-another-app.ts';
import { statusPresent } from './status-present.ts';

/** The rules of this family, by name. A new rule's second line stands here. */
export const metadataRules: readonly Rule[] = [
  creationTimestampNull,
  duplicateObject,
  invalidName,
  nameMissing,
  namespaceMissing,
  namespaceOfAnotherApp,
  statusPresent,
];
