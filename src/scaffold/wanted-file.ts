import type { Files, RepoPath } from '../core/change.ts';
import type { TemplateData } from './templates.ts';

/** A file that `init` writes where there is none. */
export interface WantedFile {
  readonly path: RepoPath;
  /** Below `templates/repository/`. */
  readonly template: string;
  readonly data: TemplateData;
  /** Whether something else in the repository does the same, so that this file is not needed. */
  readonly unless?: (files: Files) => boolean;
  /** Where the file exists: what its owner may add to it, undefined when it has it already. */
  readonly adds?: (text: string | undefined) => string | undefined;
}
