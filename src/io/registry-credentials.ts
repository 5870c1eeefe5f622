import { join } from 'node:path';
import { findEntry } from './docker-config.ts';
import { helmFolder, type OwnFile, readOwnFile, set, type Variable } from './own-settings.ts';
import type { RegistryLogin } from './registry-login.ts';

/** Credentials for a registry, and where they were looked for. */
export interface RegistryCredentials {
  readonly login: RegistryLogin | undefined;
  /** The file that holds them, for messages. */
  readonly from: string | undefined;
  /** One sentence for each file that holds none. */
  readonly without: readonly string[];
}

/**
 * What Helm's and Docker's own files say of a registry, in the order in which Helm asks them. Programs that keep
 * credentials (`credsStore`, `credHelpers`) are not run.
 */
export function registryCredentials(
  registry: { readonly host: string; readonly repository: string },
  variable: Variable,
): RegistryCredentials {
  const without: string[] = [];
  for (const path of places(variable)) {
    const file = readOwnFile(path, variable);
    const found = loginIn(file, registry);
    if (typeof found !== 'string') return { login: found, from: file.shown, without };
    without.push(`${file.shown} ${found}`);
  }
  return { login: undefined, from: undefined, without };
}

function places(variable: Variable): readonly string[] {
  const helm = helmFolder(variable);
  const home = set(variable('HOME'));
  const docker = set(variable('DOCKER_CONFIG')) ?? (home === undefined ? undefined : join(home, '.docker'));
  return [
    set(variable('HELM_REGISTRY_CONFIG')) ??
      (helm === undefined ? undefined : join(helm, 'registry', 'config.json')),
    docker === undefined ? undefined : join(docker, 'config.json'),
  ].filter((path) => path !== undefined);
}

/** A login, or why there is none; the text goes on from the file's name. */
function loginIn(
  { content }: OwnFile,
  registry: Parameters<typeof registryCredentials>[0],
): RegistryLogin | string {
  if ('fault' in content) return content.fault;
  const entry = findEntry(content.text, registry);
  if (entry === undefined) return 'is no JSON of settings';
  if (entry.kind === 'login') return entry.login;
  return entry.kind === 'none'
    ? `has none for ${registry.host}`
    : `leaves them to ${entry.program}, a program that gitops-kit does not run`;
}
