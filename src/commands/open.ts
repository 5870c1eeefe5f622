import type { Files } from '../core/change.ts';
import type { Comparison } from '../core/comparison.ts';
import { KitError } from '../core/errors.ts';
import type { Problem } from '../core/finding.ts';
import type { Compared, Host, Repository } from '../io/host.ts';
import { configFile } from '../model/config.ts';
import { newerThanKnown } from '../model/flux-version.ts';
import { readRepo } from '../model/read-repo.ts';
import type { Repo } from '../model/repo.ts';
import { type Config, namesRules, readConfig } from '../schema/config.ts';
import { missingRoots } from '../schema/config-roots.ts';
import { faultsOfFile } from './faults-of-file.ts';

/** A repository on disk and what was read from it. */
export interface Opened {
  readonly repository: Repository;
  readonly files: Files;
  readonly repo: Repo;
  /** The change that is judged; undefined where all files are. */
  readonly change: Comparison | undefined;
}

/**
 * The first step of every command: finish what was interrupted, read the configuration, read the repository.
 * @param options.newRoots roots of the configuration need not be there yet
 * @param options.compared which change is judged: its files are read in place of the work tree's
 */
export async function openRepository(
  host: Host,
  {
    at,
    newRoots = false,
    compared,
  }: {
    readonly at?: string | undefined;
    readonly newRoots?: boolean;
    readonly compared?: Compared | undefined;
  } = {},
): Promise<Opened> {
  const repository = host.repository(at);
  const recovered = repository.recover();
  if (recovered !== undefined) host.err(`${recovered}\n`);
  const change = compared === undefined ? undefined : await repository.compare(compared);
  const files = change?.after ?? repository.readFiles();
  const { settings, problems } = await configIn(files);
  if (problems.length > 0) throw badConfiguration(files, problems);
  const repo = readRepo(files, settings);
  const absent = newRoots ? [] : missingRoots(repo);
  if (absent.length > 0) throw badConfiguration(files, absent);
  const newer = newerThanKnown(repo.flux);
  if (newer !== undefined) host.err(`note: ${newer}\n`);
  return { repository, files, repo, change };
}

/** The rules are half of the program: they are loaded only to check what the configuration says of them. */
async function configIn(files: Files): Promise<Config> {
  const config = readConfig(files);
  if (!namesRules(config.settings)) return config;
  const { rules } = await import('../rules/registry.ts');
  return readConfig(files, rules);
}

function badConfiguration(files: Files, problems: readonly Problem[]): KitError {
  const { message, help } = faultsOfFile(files.text(configFile), problems);
  return new KitError('bad-configuration', message, { help });
}
