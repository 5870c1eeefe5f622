import { dependsCycle as helmreleaseDependsCycle } from './helmrelease/depends-cycle.ts';
import { dependsMissing as helmreleaseDependsMissing } from './helmrelease/depends-missing.ts';
import { dependsWrongKind as helmreleaseDependsWrongKind } from './helmrelease/depends-wrong-kind.ts';
import { intervalInvalid as helmreleaseIntervalInvalid } from './helmrelease/interval-invalid.ts';
import { namespaceUndeclared as helmreleaseNamespaceUndeclared } from './helmrelease/namespace-undeclared.ts';
import { sourceMissing as helmreleaseSourceMissing } from './helmrelease/source-missing.ts';
import { valuesKey as helmreleaseValuesKey } from './helmrelease/values-key.ts';
import { valuesMissing as helmreleaseValuesMissing } from './helmrelease/values-missing.ts';
import { unknownRule as ignoreUnknownRule } from './ignore/unknown-rule.ts';
import { unused as ignoreUnused } from './ignore/unused.ts';
import { withoutReason as ignoreWithoutReason } from './ignore/without-reason.ts';
import { dependsCycle as kustomizationDependsCycle } from './kustomization/depends-cycle.ts';
import { dependsMissing as kustomizationDependsMissing } from './kustomization/depends-missing.ts';
import { dependsWrongKind as kustomizationDependsWrongKind } from './kustomization/depends-wrong-kind.ts';
import { intervalInvalid as kustomizationIntervalInvalid } from './kustomization/interval-invalid.ts';
import { pathMissing as kustomizationPathMissing } from './kustomization/path-missing.ts';
import { sourceMissing as kustomizationSourceMissing } from './kustomization/source-missing.ts';
import { appIncomplete as layoutAppIncomplete } from './layout/app-incomplete.ts';
import { fileName as layoutFileName } from './layout/file-name.ts';
import { oneObjectPerFile as layoutOneObjectPerFile } from './layout/one-object-per-file.ts';
import { orphanFolder as layoutOrphanFolder } from './layout/orphan-folder.ts';
import { placement as layoutPlacement } from './layout/placement.ts';
import { duplicateObject as metadataDuplicateObject } from './metadata/duplicate-object.ts';
import type { Rule } from './rule.ts';
import { intervalInvalid as sourceIntervalInvalid } from './source/interval-invalid.ts';
import { duplicateKey as valuesDuplicateKey } from './values/duplicate-key.ts';
import { invalidYaml as valuesInvalidYaml } from './values/invalid-yaml.ts';
import { alias as yamlAlias } from './yaml/alias.ts';
import { ambiguousScalar as yamlAmbiguousScalar } from './yaml/ambiguous-scalar.ts';
import { controlCharacter as yamlControlCharacter } from './yaml/control-character.ts';
import { directive as yamlDirective } from './yaml/directive.ts';
import { duplicateKey as yamlDuplicateKey } from './yaml/duplicate-key.ts';
import { finalNewline as yamlFinalNewline } from './yaml/final-newline.ts';
import { limit as yamlLimit } from './yaml/limit.ts';
import { mergeKey as yamlMergeKey } from './yaml/merge-key.ts';
import { noObject as yamlNoObject } from './yaml/no-object.ts';
import { notAMapping as yamlNotAMapping } from './yaml/not-a-mapping.ts';
import { separator as yamlSeparator } from './yaml/separator.ts';
import { syntax as yamlSyntax } from './yaml/syntax.ts';
import { unreadableFile as yamlUnreadableFile } from './yaml/unreadable-file.ts';
import { unsafeKey as yamlUnsafeKey } from './yaml/unsafe-key.ts';

/** Every rule there is, by family and name. A new rule's second line stands here. */
export const rules: readonly Rule[] = [
  helmreleaseDependsCycle,
  helmreleaseDependsMissing,
  helmreleaseDependsWrongKind,
  helmreleaseIntervalInvalid,
  helmreleaseNamespaceUndeclared,
  helmreleaseSourceMissing,
  helmreleaseValuesKey,
  helmreleaseValuesMissing,
  ignoreUnknownRule,
  ignoreUnused,
  ignoreWithoutReason,
  kustomizationDependsCycle,
  kustomizationDependsMissing,
  kustomizationDependsWrongKind,
  kustomizationIntervalInvalid,
  kustomizationPathMissing,
  kustomizationSourceMissing,
  layoutAppIncomplete,
  layoutFileName,
  layoutOneObjectPerFile,
  layoutOrphanFolder,
  layoutPlacement,
  metadataDuplicateObject,
  sourceIntervalInvalid,
  valuesDuplicateKey,
  valuesInvalidYaml,
  yamlAlias,
  yamlAmbiguousScalar,
  yamlControlCharacter,
  yamlDirective,
  yamlDuplicateKey,
  yamlFinalNewline,
  yamlLimit,
  yamlMergeKey,
  yamlNoObject,
  yamlNotAMapping,
  yamlSeparator,
  yamlSyntax,
  yamlUnreadableFile,
  yamlUnsafeKey,
];
