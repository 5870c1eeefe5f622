import type { Rule } from '../rule.ts';
import { alias } from './alias.ts';
import { ambiguousScalar } from './ambiguous-scalar.ts';
import { controlCharacter } from './control-character.ts';
import { directive } from './directive.ts';
import { duplicateKey } from './duplicate-key.ts';
import { finalNewline } from './final-newline.ts';
import { limit } from './limit.ts';
import { mergeKey } from './merge-key.ts';
import { noKind } from './no-kind.ts';
import { noObject } from './no-object.ts';
import { notAMapping } from './not-a-mapping.ts';
import { separator } from './separator.ts';
import { syntax } from './syntax.ts';
import { unreadableFile } from './unreadable-file.ts';
import { unsafeKey } from './unsafe-key.ts';
import { unwritableNumber } from './unwritable-number.ts';

/** The rules of this family, by name. A new rule's second line stands here. */
export const yamlRules: readonly Rule[] = [
  alias,
  ambiguousScalar,
  controlCharacter,
  directive,
  duplicateKey,
  finalNewline,
  limit,
  mergeKey,
  noKind,
  noObject,
  notAMapping,
  separator,
  syntax,
  unreadableFile,
  unsafeKey,
  unwritableNumber,
];
