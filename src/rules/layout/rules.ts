import type { Rule } from '../rule.ts';
import { appIncomplete } from './app-incomplete.ts';
import { configmapName } from './configmap-name.ts';
import { extension } from './extension.ts';
import { fileLeftOut } from './file-left-out.ts';
import { fileName } from './file-name.ts';
import { misnamedKustomization } from './misnamed-kustomization.ts';
import { namesDiffer } from './names-differ.ts';
import { objectInKustomizationFile } from './object-in-kustomization-file.ts';
import { oneObjectPerFile } from './one-object-per-file.ts';
import { orphanFolder } from './orphan-folder.ts';
import { placement } from './placement.ts';

/** The rules of this family, by name. A new rule's second line stands here. */
export const layoutRules: readonly Rule[] = [
  appIncomplete,
  configmapName,
  extension,
  fileLeftOut,
  fileName,
  misnamedKustomization,
  namesDiffer,
  objectInKustomizationFile,
  oneObjectPerFile,
  orphanFolder,
  placement,
];
