import { resolve } from 'node:path';
import type { RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import type { Host } from '../io/host.ts';
import { type Format, formatReport, formats } from '../report/formats.ts';
import type { Reporting } from '../report/reporting.ts';
import { plainStyle } from '../report/style.ts';

/** Where a report goes, and in which forms. */
export interface Outputs {
  /** On stdout, in this order. */
  readonly printed: readonly Format[];
  readonly files: readonly Output[];
}

interface Output {
  readonly path: string;
  readonly format: Format;
  /** It stands for what would be on stdout. */
  readonly isMain: boolean;
}

/**
 * What `--format` and `--output` ask for. `--output FILE` takes the report from stdout, `--output FORMAT=FILE` is one
 * more. `auto` is text, behind annotations where the runner reads them: lines of a repository come after them. Nowhere
 * does it write a file.
 */
export function outputsOf(
  format: string | undefined,
  outputs: readonly string[],
  { annotates }: { readonly annotates: boolean },
): Outputs {
  const main = isFormat(format) ? format : 'text';
  const files = outputs.map((word) => outputOf(word, main));
  for (const [at, { path }] of files.entries()) {
    if (files.findIndex((other) => resolve(other.path) === resolve(path)) < at)
      throw refusal(`--output names ${path} twice`);
  }
  if (files.filter(({ isMain }) => isMain).length > 1)
    throw refusal('--output names two files for one report; expected FORMAT=FILE for the second');
  const beside: readonly Format[] = format === 'auto' && annotates ? ['github'] : [];
  return {
    printed: files.some(({ isMain }) => isMain) ? beside : [...beside, main],
    files,
  };
}

/** A report must not take the place of what it is about, nor of git's own files. */
export function refuseSources(
  { files }: Outputs,
  {
    pathOf,
    isSource,
  }: {
    readonly pathOf: (path: string) => RepoPath | undefined;
    readonly isSource: (path: RepoPath) => boolean;
  },
): void {
  for (const { path } of files) {
    const inside = pathOf(path);
    if (inside === undefined) continue;
    const isGits = inside.split('/').includes('.git');
    if (isGits || isSource(inside))
      throw refusal(`--output ${path} would overwrite a file ${isGits ? 'of git' : 'that is linted'}`);
  }
}

/**
 * Whether commands among the lines of the log become annotations: in GitHub Actions. The runners of Gitea and Forgejo set
 * its variable as well and only print the commands, so that each finding would stand in the log twice
 * (https://docs.gitea.com/1.20/usage/actions/comparison#create-an-error-annotation); GitLab reads reports from files alone.
 */
export function annotatesLog(variable: (name: string) => string | undefined): boolean {
  const isSet = (name: string): boolean => variable(name) === 'true';
  return isSet('GITHUB_ACTIONS') && !isSet('GITEA_ACTIONS') && !isSet('FORGEJO_ACTIONS');
}

function outputOf(word: string, main: Format): Output {
  if (isFormat(word)) throw refusal(`--output ${word} names a format and no file; expected ${word}=FILE`);
  const [, format = '', path = ''] = /^([a-z]+)=(.*)$/s.exec(word) ?? [];
  if (format === '') return { path: word, format: main, isMain: true };
  if (!isFormat(format)) {
    throw refusal(
      `--output ${word}: unknown format ${format}${didYouMean(format, formats)}`,
      `the formats are ${formats.join(', ')}; a file of that name is ./${word}`,
    );
  }
  if (path === '') throw refusal(`--output ${word} names no file; expected ${format}=FILE`);
  return { path, format, isMain: false };
}

function isFormat(word: string | undefined): word is Format {
  return formats.some((format) => format === word);
}

function refusal(message: string, ...help: readonly string[]): KitError {
  return new KitError('bad-option', message, { help: [...help, 'gitops-kit lint --help'] });
}

/**
 * Writes the files, then prints. A report that could not be written in place of stdout is printed after all; what
 * failed is returned.
 */
export function writeReport(
  { printed, files }: Outputs,
  reporting: Reporting,
  host: Host,
): readonly KitError[] {
  const failures: KitError[] = [];
  const onScreen = [...printed];
  for (const { path, format, isMain } of files) {
    try {
      host.writeUserFile(path, formatReport(format, reporting, plainStyle));
    } catch (error) {
      if (!(error instanceof KitError)) throw error;
      failures.push(error);
      if (isMain) onScreen.push(format);
    }
  }
  for (const format of onScreen)
    host.out(formatReport(format, reporting, host.style.out), { verbatim: format === 'github' });
  return failures;
}
