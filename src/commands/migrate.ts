import { KitError } from '../core/errors.ts';
import { packagedSchemas } from '../io/assets.ts';
import type { Host } from '../io/host.ts';
import { liesIn } from '../lint/select.ts';
import { type FluxVersion, isAtLeast, minorOf, newestFlux } from '../model/flux-version.ts';
import { type Migration, planMigration } from '../scaffold/migrate.ts';
import { apiSchemas } from '../schema/api-schemas.ts';
import type { Arguments, Command } from './command.ts';
import { Exit } from './exit.ts';
import { checkPaths, selectedPaths } from './lint-paths.ts';
import { openRepository } from './open.ts';
import { writeOptions } from './options.ts';
import { commitMessage, finish } from './write.ts';

const newest = `${newestFlux.major}.${newestFlux.minor}`;

export const migrateCommand: Command = {
  name: 'migrate',
  describe: 'rewrite old objects for the APIs of a Flux release',
  positionals: [
    {
      name: 'paths',
      describe: 'files, folders or globs to migrate; default: everything',
      required: false,
      rest: true,
    },
  ],
  options: {
    'flux-version': {
      type: 'string',
      describe: `the release to migrate to; default: ${newest}, the newest known`,
      group: 'Migrating',
      value: 'VERSION',
    },
    check: {
      type: 'boolean',
      describe: 'write nothing; exit 1 if there is anything to migrate',
      group: 'Migrating',
    },
    ...writeOptions,
    commit: { type: 'boolean', describe: 'commit the files', group: 'Writing' },
  },
  examples: [
    ['gitops-kit migrate --diff', 'what would change, every comment in its place'],
    ['gitops-kit migrate --commit', 'rewrite and commit; what only you can decide is named'],
    ['gitops-kit migrate --flux-version 2.6 --check', 'fail in CI while something is older than that'],
  ],
  run: runMigrate,
};

async function runMigrate(args: Arguments, host: Host): Promise<Exit> {
  const flux = targetOf(args.text('flux-version'));
  const opened = await openRepository(host);
  const words = args.list('paths');
  const paths = await selectedPaths(words, opened);
  checkPaths(opened, { paths, words });
  const { repository, files, repo } = opened;
  const migration = planMigration(repo, {
    flux,
    schemas: apiSchemas(packagedSchemas, repo),
    isMeant: (file) => paths === undefined || liesIn(file, paths),
  });
  const { plan, refused } = migration;
  for (const { file, object, reason } of refused) host.err(`refused: ${file}: ${object}: ${reason}\n`);
  const isCheck = args.flag('check');
  if (plan.changes.length === 0) {
    for (const note of plan.notes) host.err(`note: ${note}\n`);
    if (refused.length === 0) host.err(nothingWords(flux, { words, isRest: plan.notes.length > 0 }));
    else host.err(`${counted(refused.length, 'thing')} to do by hand, nothing else to migrate\n`);
    return refused.length === 0 ? Exit.clean : Exit.findings;
  }
  const exit = await finish(
    plan,
    {
      dryRun: isCheck || args.flag('dry-run'),
      diff: args.flag('diff'),
      commit: args.flag('commit')
        ? commitMessage(repo.settings.commit['migrate'], {}, plan.title)
        : undefined,
      next: (committed) => (committed ? 'gitops-kit lint' : 'git diff, then gitops-kit lint'),
    },
    host,
    repository,
    files,
  );
  host.err(`${summary(migration, flux)}\n`);
  return isCheck || refused.length > 0 ? Exit.findings : exit;
}

/** It looked at these paths alone, and said of the notes' files what becomes of them. */
function nothingWords(
  flux: FluxVersion,
  { words, isRest }: { readonly words: readonly string[]; readonly isRest: boolean },
): string {
  const where = words.length === 0 ? '' : ` in ${words.join(', ')}`;
  return `nothing ${isRest ? 'else ' : ''}to migrate${where}: nothing is older than Flux ${shown(flux)}\n`;
}

function summary({ plan, objects, refused }: Migration, flux: FluxVersion): string {
  const done = `${counted(objects, 'object')} in ${counted(plan.changes.length, 'file')} for Flux ${shown(flux)}`;
  return refused.length === 0 ? done : `${done}; ${counted(refused.length, 'thing')} to do by hand`;
}

/** The release to migrate to. */
function targetOf(given: string | undefined): FluxVersion {
  if (given === undefined) return { ...newestFlux, why: 'newest known' };
  const minor = minorOf(given);
  if (minor === undefined) {
    throw new KitError('bad-option', `--flux-version is a release as 2.9 or v2.9.1, not ${given}`, {
      help: ['gitops-kit migrate --help'],
    });
  }
  if (minor.major < 2)
    throw new KitError('bad-option', `gitops-kit knows Flux from 2.0 on, not ${given}`, {
      help: [`gitops-kit migrate --flux-version ${newest}`],
    });
  if (!isAtLeast(newestFlux, minor.major, minor.minor)) {
    throw new KitError('bad-option', `gitops-kit knows Flux up to ${newest}, not ${given}`, {
      help: ['a newer gitops-kit may know it', `gitops-kit migrate --flux-version ${newest}`],
    });
  }
  return { ...minor, why: 'asked for' };
}

function shown({ major, minor }: FluxVersion): string {
  return `${major}.${minor}`;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
