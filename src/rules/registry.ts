import { apiRules } from './api/rules.ts';
import { changeRules } from './change/rules.ts';
import { ciRules } from './ci/rules.ts';
import { fleetRules } from './fleet/rules.ts';
import { helmreleaseRules } from './helmrelease/rules.ts';
import { helmrepositoryRules } from './helmrepository/rules.ts';
import { ignoreRules } from './ignore/rules.ts';
import { kustomizationRules } from './kustomization/rules.ts';
import { kustomizeRules } from './kustomize/rules.ts';
import { layoutRules } from './layout/rules.ts';
import { metadataRules } from './metadata/rules.ts';
import { ocirepositoryRules } from './ocirepository/rules.ts';
import type { Rule } from './rule.ts';
import { schemaRules } from './schema/rules.ts';
import { secretRules } from './secret/rules.ts';
import { sourceRules } from './source/rules.ts';
import { substitutionRules } from './substitution/rules.ts';
import { valuesRules } from './values/rules.ts';
import { yamlRules } from './yaml/rules.ts';

/** Every rule there is, by family and name. A new family's second line stands here; a rule's, in its family's rules.ts. */
export const rules: readonly Rule[] = [
  ...apiRules,
  ...changeRules,
  ...ciRules,
  ...fleetRules,
  ...helmreleaseRules,
  ...helmrepositoryRules,
  ...ignoreRules,
  ...kustomizationRules,
  ...kustomizeRules,
  ...layoutRules,
  ...metadataRules,
  ...ocirepositoryRules,
  ...schemaRules,
  ...secretRules,
  ...sourceRules,
  ...substitutionRules,
  ...valuesRules,
  ...yamlRules,
];
