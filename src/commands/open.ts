import type { Files } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import type { Problem } from '../core/finding.ts';
import { positions } from '../core/text.ts';
import type { Host, Repository } from '../io/host.ts';
import { configFile } from '../model/config.ts';
import { readRepo } from '../model/read-repo.ts';
import type { Repo } from '../model/repo.ts';
import { rules } from '../rules/registry.ts';
import { readConfig } from '../schema/config.ts';

/** A repository on disk and what was read from it. */
export interface Opened {
  readonly repository: Repository;
  readonly files: Files;
  readonly repo: Repo;
}

/** The first step of every command: finish what was interrupted, read the configuration, read the repository. */
export function openRepository(host: Host, at?: string): Opened {
  const repository = host.repository(at);
  const recovered = repository.recover();
  if (recovered !== undefined) host.err(`${recovered}\n`);
  const files = repository.readFiles();
  const { settings, problems } = readConfig(files, rules);
  const [first] = problems;
  if (first !== undefined) throw badConfiguration(files, problems);
  return { repository, files, repo: readRepo(files, settings) };
}

/** Every fault of the configuration at once, the first as the message. */
function badConfiguration(files: Files, problems: readonly Problem[]): KitError {
  const place = positions(files.text(configFile) ?? '');
  const lines = problems.map((problem) => {
    const { line, column } = place(problem.at.range.start);
    return `${problem.at.file}:${line}:${column}: ${problem.message}`;
  });
  const [message = configFile, ...others] = lines;
  return new KitError('bad-configuration', message, {
    help: [...others, ...problems.flatMap(({ help }) => help ?? []).slice(0, 1)],
  });
}
