import type { RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import { positions } from '../core/text.ts';
import { configFile } from '../model/config.ts';
import { baseName, folderOf } from '../model/layout.ts';
import type { Repo } from '../model/repo.ts';
import { isWithin, kustomizationPath } from '../model/tree.ts';
import { readJsonc } from '../yaml/jsonc.ts';
import { locate } from '../yaml/locate.ts';
import { readTemplate, TemplateFault } from './template-guard.ts';
import { templateVariables } from './template-variables.ts';

/** A template of the repository's own, in place of ours. */
export interface OwnTemplate {
  readonly file: RepoPath;
  readonly text: string;
}

/** The templates that a repository overrides, by name. */
export type OwnTemplates = ReadonlyMap<string, OwnTemplate>;

type Holder = Pick<Repo, 'files' | 'tree' | 'settings'>;

/**
 * The templates in the folder that the configuration names.
 * @throws KitError `no-templates`, `unknown-template`, `bad-template`
 */
export function ownTemplates(repo: Holder): OwnTemplates {
  const { settings, tree } = repo;
  if (settings.templates === undefined) return new Map();
  const folder = folderOfTemplates(repo, settings.templates);
  const own = new Map<string, OwnTemplate>();
  for (const file of tree.paths) {
    if (!isWithin(file, folder) || isAside(file)) continue;
    const name = file.slice(folder.length + 1);
    const variables = Object.hasOwn(templateVariables, name) ? templateVariables[name] : undefined;
    if (variables === undefined) throw unknown(file, name);
    const text = textOf(repo, file);
    blaming(file, () => readTemplate(text, variables));
    own.set(name, { file, text });
  }
  return own;
}

/** The repository's own template behind a file that new-app writes. */
export function templateBehind(own: OwnTemplates, path: RepoPath): RepoPath | undefined {
  return own.get(`${baseName(path).split('-')[0]}.yaml.hbs`)?.file;
}

/** What a template's fault is to its owner: file, line, column and remedy. */
export function blaming<Result>(file: RepoPath, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error;
    const { line, column, message, help } = error;
    const at = line === undefined ? file : `${file}:${line}:${column}`;
    throw new KitError('bad-template', `${at}: ${message}`, {
      help: help === undefined ? [] : [help],
      cause: error,
    });
  }
}

function folderOfTemplates(repo: Holder, written: string): RepoPath {
  const { files, tree } = repo;
  const folder = kustomizationPath(written);
  if (folder !== '' && tree.isFolder(folder)) return folder;
  let why = `does not exist${didYouMean(folder, tree.foldersIn(folderOf(folder)))}`;
  if (folder === '') why = 'is the whole repository; a folder of its own was expected';
  for (let at = folder; at !== ''; at = folderOf(at)) {
    const is = at === folder ? 'is' : `does not exist: ${at} is`;
    if (files.fault(at)?.kind === 'symlink') why = `${is} a symbolic link, which is not followed`;
    else if (tree.isFile(at)) why = `${is} a file; a folder was expected`;
  }
  throw new KitError('no-templates', `${placeInConfig(repo)}: the folder of templates ${written} ${why}`, {
    help: [`its files would be ${Object.keys(templateVariables).join(', ')}`],
  });
}

function placeInConfig({ files }: Holder): string {
  const text = files.text(configFile) ?? '';
  const root = readJsonc(text).documents[0]?.root;
  if (root === undefined) return configFile;
  const { line, column } = positions(text)(locate(root, ['templates']).value.start);
  return `${configFile}:${line}:${column}`;
}

/** Notes beside the templates, and files of editors and git. */
function isAside(file: RepoPath): boolean {
  return /\.md$/i.test(file) || baseName(file).startsWith('.');
}

function unknown(file: RepoPath, name: string): KitError {
  const known = Object.keys(templateVariables);
  const near = known.find((each) => each === `${name}.hbs`);
  const suggestion = near === undefined ? didYouMean(name, known) : `; did you mean ${near}?`;
  return new KitError('unknown-template', `${file} is no template that is known${suggestion}`, {
    help: [`the templates are ${known.join(', ')}`],
  });
}

function textOf({ files }: Holder, file: RepoPath): string {
  const text = files.text(file);
  if (text !== undefined) return text.replaceAll('\r\n', '\n').replace(/^\uFEFF/, '');
  const kind = files.fault(file)?.kind;
  const why = kind === 'symlink' ? 'it is a symbolic link, which is not followed' : `it is ${kind ?? 'gone'}`;
  throw new KitError('bad-template', `${file} cannot be read: ${why}`);
}
