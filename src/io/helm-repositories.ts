import { join } from 'node:path';
import { field, isMapping, listItems, textOf } from '../chart/fields.ts';
import { toData } from '../yaml/data.ts';
import type { Data } from '../yaml/node.ts';
import { readYaml } from '../yaml/read.ts';
import { sameUrl } from './chart-url.ts';
import { helmFolder, readOwnFile, set, type Variable } from './own-settings.ts';
import type { RegistryLogin } from './registry-login.ts';

/** What Helm's repositories.yaml says of a repository (pkg/repo, Entry). */
export interface RepositoryEntry {
  readonly login: RegistryLogin | undefined;
  /** `pass_credentials_all`: archives on other hosts get the login, too. */
  readonly everywhere: boolean;
  /** Paths of PEM files. */
  readonly caFile: string | undefined;
  readonly certFile: string | undefined;
  readonly keyFile: string | undefined;
  readonly skipsVerification: boolean;
}

export interface RepositorySettings {
  /** The file, for messages. */
  readonly file: string;
  readonly entry: RepositoryEntry | undefined;
  /** Why there is no login; the text goes on from the file's name. */
  readonly without: string;
}

/** The settings of the repository at a URL; of several that have this URL the first with a login. */
export function repositorySettings(url: string, variable: Variable): RepositorySettings | undefined {
  const folder = helmFolder(variable);
  const path =
    set(variable('HELM_REPOSITORY_CONFIG')) ??
    (folder === undefined ? undefined : join(folder, 'repositories.yaml'));
  if (path === undefined) return undefined;
  const { shown: file, content } = readOwnFile(path, variable);
  if ('fault' in content) return { file, entry: undefined, without: content.fault };
  const repositories = repositoriesIn(content.text);
  if (repositories === undefined) return { file, entry: undefined, without: 'lists no repositories' };
  const own = repositories.filter((each) => sameUrl(textOf(field(each, 'url')) ?? '') === sameUrl(url));
  const entries = own.map(readEntry);
  const entry = entries.find(({ login }) => login !== undefined) ?? entries[0];
  const without = entry === undefined ? 'does not list this repository' : 'has none for this repository';
  return { file, entry, without };
}

function repositoriesIn(text: string): readonly Data[] | undefined {
  const { documents, problems } = readYaml(text, { purpose: 'values' });
  const root = documents[0]?.root;
  if (root === undefined || problems.some(({ fatal }) => fatal)) return undefined;
  return listItems(field(toData(root, 'kubectl'), 'repositories'))?.filter((each) => isMapping(each));
}

function readEntry(data: Data): RepositoryEntry {
  const text = (key: string): string | undefined => set(textOf(field(data, key)));
  const username = text('username');
  return {
    login:
      username === undefined ? undefined : { kind: 'password', username, password: text('password') ?? '' },
    everywhere: field(data, 'pass_credentials_all') === true,
    caFile: text('caFile'),
    certFile: text('certFile'),
    keyFile: text('keyFile'),
    skipsVerification: field(data, 'insecure_skip_tls_verify') === true,
  };
}
