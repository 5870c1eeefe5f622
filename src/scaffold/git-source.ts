import { KitError } from '../core/errors.ts';
import { maskedUrl } from '../core/escape.ts';
import type { GitRef } from './git-files.ts';
import { checkObjectName } from './names.ts';

/** Where a Kustomize app comes from. */
export interface GitSource {
  readonly url: string;
  readonly ref: GitRef;
  /** As Flux writes it: `./deploy`, `./` for the top. */
  readonly folder: string;
  readonly secretRef: string | undefined;
}

/** The words of `--git`, `--branch`, `--tag`, `--path` and `--secret-ref`. */
export interface GitWords {
  readonly url: string;
  readonly branch: string | undefined;
  readonly tag: string | undefined;
  readonly path: string | undefined;
  readonly secretRef: string | undefined;
}

/**
 * What they say; nothing is asked.
 * @throws KitError `bad-option`, `bad-url`, `bad-name`, `credentials-in-url`
 */
export function gitSource({ url, branch, tag, path, secretRef }: GitWords): GitSource {
  checkGitUrl(url);
  if (secretRef !== undefined) checkObjectName(secretRef, 'Secret name');
  if (url.startsWith('ssh://') && secretRef === undefined)
    throw new KitError('bad-option', '--git over SSH needs --secret-ref: Flux has no key of its own', {
      help: [`flux create secret git NAME --url=${url}`],
    });
  return { url, ref: refOf(branch, tag), folder: folderOf(path ?? '.'), secretRef };
}

/** What source-controller takes (`^(http|https|ssh)://`), without a password, which would be committed. */
function checkGitUrl(url: string): void {
  const copied = /^(?:([^@/\s]+)@)?([^:/\s]+):(?!\/\/)(\S+)$/.exec(url);
  if (copied !== null) {
    const [, user = 'git', host, path] = copied;
    throw new KitError('bad-url', `${JSON.stringify(url)} is a form that Flux does not take`, {
      help: [`as a URL: ssh://${user}@${host}/${path}`],
    });
  }
  const isSecret = /^https?:\/\/[^/?#]*@/i.test(url) || /^ssh:\/\/[^/?#@]*:[^/?#]*@/i.test(url);
  if (isSecret)
    throw new KitError('credentials-in-url', `the URL ${maskedUrl(url)} holds a user name or password`, {
      help: ['keep them in a Secret of the cluster and name it: --secret-ref NAME'],
    });
  const isUrl =
    /^(?:https?|ssh):\/\/[\x21-\x7e]+$/.test(url) && URL.canParse(url) && new URL(url).hostname !== '';
  if (isUrl) return;
  throw new KitError(
    'bad-url',
    `${JSON.stringify(url)} is no URL of a git repository; https://… or ssh://… was expected`,
  );
}

function refOf(branch: string | undefined, tag: string | undefined): GitRef {
  if (branch !== undefined && tag !== undefined)
    throw new KitError('bad-option', '--branch and --tag do not go together: Flux would take the tag');
  if (branch !== undefined) return { kind: 'branch', branch: checkedRef(branch, 'branch') };
  if (tag !== undefined) return { kind: 'tag', tag: checkedRef(tag, 'tag') };
  throw new KitError(
    'bad-option',
    '--git needs --branch or --tag: without one Flux takes the branch master, which may not be there',
    { help: ['as --branch main, or --tag 6.14.1'] },
  );
}

/** The names that git refuses (git-check-ref-format(1)), as far as they are slips. */
function checkedRef(name: string, what: string): string {
  const isRef = /^(?![-/.])(?!.*(?:\.\.|\/\/|@\{|\/\.|\.lock$|[/.]$))[^\x00-\x20\x7f~^:?*[\\]+$/.test(name);
  if (isRef) return name;
  throw new KitError('bad-option', `--${what} ${JSON.stringify(name)} is no name of a ${what}`);
}

function folderOf(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (path.startsWith('/') || parts.includes('..') || /[^\x20-\x7e]/.test(path))
    throw new KitError(
      'bad-option',
      `--path ${path} is no folder of the other repository; expected one as ./deploy`,
    );
  return `./${parts.join('/')}`;
}
