import { KitError } from '../core/errors.ts';
import { packagedText, packageVersion } from '../io/assets.ts';
import type { Host, Repository } from '../io/host.ts';
import { baselineFile } from '../model/baseline.ts';
import { configFile } from '../model/config.ts';
import { type Forge, forgeOf, forges, planInit } from '../scaffold/init.ts';
import { recognised } from '../scaffold/recognise.ts';
import { withBaseline } from './baseline.ts';
import type { Arguments, Command } from './command.ts';
import type { Exit } from './exit.ts';
import { openRepository } from './open.ts';
import { writeOptions } from './options.ts';
import { commitMessage, finish } from './write.ts';

const place = 'Repository';

export const initCommand: Command = {
  name: 'init',
  describe: 'prepare a new repository, or recognise an existing one',
  positionals: [
    {
      name: 'dir',
      describe: 'the top of the repository; default: the one around this folder',
      required: false,
    },
  ],
  options: {
    root: {
      type: 'string',
      describe: 'the folder that Flux will apply; default: flux-system',
      group: place,
      value: 'DIR',
    },
    'apps-dir': {
      type: 'string',
      describe: 'the folder for the apps; default: the top',
      group: place,
      value: 'DIR',
    },
    forge: {
      type: 'string',
      choices: forges,
      describe: 'where it is hosted, for the CI file and the bootstrap command; default: as its files say',
      group: place,
      value: 'FORGE',
    },
    baseline: {
      type: 'boolean',
      describe: `write what lint finds now into ${baselineFile}: it reports only what comes after`,
      group: place,
    },
    ...writeOptions,
    commit: { type: 'boolean', describe: 'commit the files', group: 'Writing' },
    yes: { type: 'boolean', describe: 'ask nothing', group: 'Writing' },
  },
  examples: [
    ['gitops-kit init', 'root folders, README, configuration, pre-commit hook'],
    ['gitops-kit init --forge github --commit', 'with a GitHub workflow, committed'],
    ['gitops-kit init --baseline', 'an existing one, of which lint reports only new findings'],
    ['gitops-kit init --dry-run', 'what is recognised here, and what is missing'],
  ],
  run: runInit,
};

async function runInit(args: Arguments, host: Host): Promise<Exit> {
  const dir = args.text('dir');
  if (dir !== undefined) checkTop(host, dir);
  const { repository, files, repo } = await openRepository(host, { at: dir, newRoots: true });
  const found = recognised(repo);
  for (const line of found) host.err(`${line}\n`);
  const prepared = planInit({
    repo,
    name: repository.name,
    forge: await forge(args, host, forgeOf(files)),
    branch: branchOf(repository, host),
    root: args.text('root'),
    appsDir: args.text('apps-dir'),
    version: packageVersion(),
    schema: schemaId(),
    templates: (template) => packagedText(`templates/${template}`),
  });
  const plan = args.flag('baseline') ? withBaseline(prepared, files) : prepared;
  const message = commitMessage(repo.settings.commit['init'], {}, plan.title);
  const writing = {
    dryRun: args.flag('dry-run'),
    diff: args.flag('diff'),
    commit: args.flag('commit') ? message : undefined,
    next: (committed: boolean) => {
      const then = repo.apps.length === 0 ? 'gitops-kit new-app podinfo' : 'gitops-kit lint';
      return committed || !repository.git ? then : `git add --all && git commit, then ${then}`;
    },
  };
  return finish(plan, writing, host, repository, files);
}

/** DIR is the repository itself: a folder inside of one is not prepared, and the one around it is not meant. */
function checkTop(host: Host, dir: string): void {
  const { git, folder } = host.repository(dir);
  if (!git || folder === '') return;
  throw new KitError('inside-repository', `${dir} lies inside a git repository and is not its top`, {
    help: [
      'for that repository: gitops-kit init, without DIR',
      `for one of its own: git init ${dir}`,
      `for a folder that Flux applies: gitops-kit init --root ${folder}`,
    ],
  });
}

/** The branch that README and workflows speak of. */
function branchOf(repository: Repository, host: Host): string {
  const branch = repository.branch();
  if (branch === undefined && repository.git)
    host.err('note: HEAD is detached; README and workflows say main, where there is no branch to name\n');
  return branch ?? 'main';
}

/** The flag, else what the files say, else a question: without an answer there is no CI file. */
async function forge(args: Arguments, host: Host, seen: Forge): Promise<Forge> {
  const given = args.text('forge') ?? (seen === 'other' && canAsk(args, host) ? await askForge(host) : seen);
  return forges.find((each) => each === given) ?? 'other';
}

function canAsk(args: Arguments, host: Host): boolean {
  return host.interactive && !args.flag('yes') && !args.flag('dry-run') && !args.flag('diff');
}

function askForge(host: Host): Promise<string> {
  return host.ask({ message: 'where is this repository hosted?', choices: forges, initial: 'github' });
}

/** Where editors find the schema of the configuration. */
function schemaId(): string {
  const schema: unknown = JSON.parse(packagedText('schemas/config.schema.json'));
  if (typeof schema === 'object' && schema !== null && '$id' in schema && typeof schema.$id === 'string')
    return schema.$id;
  throw new Error(`the schema of ${configFile} has no $id`);
}
