import type { Rule } from '../rule.ts';
import { appDataRemoved } from './app-data-removed.ts';
import { helmreleaseRenamed } from './helmrelease-renamed.ts';
import { kustomizationRenamed } from './kustomization-renamed.ts';
import { majorBump } from './major-bump.ts';
import { namespaceRemoved } from './namespace-removed.ts';
import { objectMoved } from './object-moved.ts';
import { releaseIdentity } from './release-identity.ts';

/** The rules of this family, by name. A new rule's second line stands here. They compare with what was before. */
export const changeRules: readonly Rule[] = [
  appDataRemoved,
  helmreleaseRenamed,
  kustomizationRenamed,
  majorBump,
  namespaceRemoved,
  objectMoved,
  releaseIdentity,
];
