import type { Rule } from '../rule.ts';
import { appIncomplete } from './app-incomplete.ts';
import { fileName } from './file-name.ts';
import { oneObjectPerFile } from './one-object-per-file.ts';
import { orphanFolder } from './orphan-folder.ts';
import { placement } from './placement.ts';

/** The rules of this family, by name. A new rule's second line stands here. */
export const layoutRules: readonly Rule[] = [
  appIncomplete,
  fileName,
  oneObjectPerFile,
  orphanFolder,
  placement,
];
