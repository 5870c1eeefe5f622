import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, systemReason } from './system-error.ts';

/** Reads an environment variable. */
export type Variable = (name: string) => string | undefined;

/** A file of another tool's settings, in the user's own folders. */
export interface OwnFile {
  /** For messages: `~/.docker/config.json`. */
  readonly shown: string;
  /** Its text, or why there is none. */
  readonly content: { readonly text: string } | { readonly fault: string };
}

/** Larger files are no settings. */
const largest = 2 ** 20;

/** Reads a file of settings; unlike files of a repository it may be a link, as many people keep theirs. */
export function readOwnFile(path: string, variable: Variable): OwnFile {
  return { shown: shownPath(path, variable), content: read(path) };
}

function read(path: string): OwnFile['content'] {
  try {
    const found = statSync(path);
    if (!found.isFile()) return { fault: 'is no file' };
    if (found.size > largest) return { fault: `is larger than ${largest / 2 ** 20} MiB` };
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path)) };
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return { fault: 'is not there' };
    return {
      fault: error instanceof TypeError ? 'is no UTF-8 text' : `cannot be read (${systemReason(error)})`,
    };
  }
}

/** Helm's folder of settings (helmpath/lazypath.go); undefined without a home. */
export function helmFolder(variable: Variable): string | undefined {
  const own = set(variable('HELM_CONFIG_HOME'));
  if (own !== undefined) return own;
  const config = set(variable('XDG_CONFIG_HOME'));
  if (config !== undefined) return join(config, 'helm');
  const home = set(variable('HOME'));
  if (home === undefined) return undefined;
  return process.platform === 'darwin'
    ? join(home, 'Library', 'Preferences', 'helm')
    : join(home, '.config', 'helm');
}

/** An empty variable counts as none, as in Helm and Docker. */
export function set(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

function shownPath(path: string, variable: Variable): string {
  const home = set(variable('HOME'))?.replace(/\/+$/, '');
  return home !== undefined && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
