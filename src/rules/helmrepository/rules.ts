import type { Rule } from '../rule.ts';
import { deadUrl } from './dead-url.ts';
import { duplicateUrl } from './duplicate-url.ts';
import { insecure } from './insecure.ts';
import { intervalTooShort } from './interval-too-short.ts';
import { ociIgnoredField } from './oci-ignored-field.ts';
import { ociLegacy } from './oci-legacy.ts';
import { ociType } from './oci-type.ts';
import { plainHttp } from './plain-http.ts';
import { unused } from './unused.ts';
import { urlMalformed } from './url-malformed.ts';

/** The rules of this family, by name. A new rule's second line stands here. */
export const helmrepositoryRules: readonly Rule[] = [
  deadUrl,
  duplicateUrl,
  insecure,
  intervalTooShort,
  ociIgnoredField,
  ociLegacy,
  ociType,
  plainHttp,
  unused,
  urlMalformed,
];
