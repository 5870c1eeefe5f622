import { KitError } from '../core/errors.ts';
import type { Host } from '../io/host.ts';
import { chartOf } from '../model/chart-reference.ts';
import { consequencesOfRemoval } from '../scaffold/consequences.ts';
import { findApp } from '../scaffold/find-app.ts';
import { planRemoval } from '../scaffold/remove.ts';
import { appOptions, checkSound, repoAfter, sayConsequences } from './app-change.ts';
import type { Arguments, Command } from './command.ts';
import type { Exit } from './exit.ts';
import { openRepository } from './open.ts';
import { commitMessage, finish, nextAfterWriting } from './write.ts';

export const removeAppCommand: Command = {
  name: 'remove-app',
  describe: 'remove an app: its files, and what refers to them',
  positionals: [{ name: 'name', describe: 'the app', required: true }],
  options: {
    'keep-namespace': {
      type: 'boolean',
      describe: 'keep its Namespace, and what else is in it',
      group: 'App',
    },
    ...appOptions,
  },
  examples: [
    ['gitops-kit remove-app podinfo --diff', 'what would change, and what Flux would do'],
    ['gitops-kit remove-app podinfo --keep-namespace', 'uninstall it, and keep the volumes of its namespace'],
    ['gitops-kit remove-app podinfo --force', 'with its namespace, and with what others say of it'],
  ],
  run: runRemoveApp,
};

async function runRemoveApp(args: Arguments, host: Host): Promise<Exit> {
  const { repository, files, repo } = await openRepository(host);
  const name = args.text('name') ?? '';
  const apps = findApp(repo, { name, root: args.text('root'), namespace: args.text('namespace') });
  const keepNamespace = args.flag('keep-namespace');
  const plan = planRemoval({ repo, apps, keepNamespace });
  const { dependants } = plan;
  const isShown = args.flag('dry-run') || args.flag('diff');
  if (dependants.length > 0 && !args.flag('force') && !isShown)
    throw new KitError('still-used', `others wait for app ${name}: ${dependants.join(', ')}`, {
      help: ['remove it with what they say of it: --force', 'nothing was written'],
    });
  const after = repoAfter(repo, plan);
  const warnings = checkSound(repo, after, { plan });
  const consequences = consequencesOfRemoval(repo, after, keepNamespace);
  sayConsequences(consequences, {
    what: `removing ${name}`,
    args,
    host,
  });
  const [app] = apps;
  const release = app?.helmRelease;
  const fields = {
    app: name,
    namespace: app?.namespace ?? name,
    ...(app === undefined || release === undefined ? {} : { chart: chartOf(release, app.view)?.name ?? '' }),
  };
  const message = commitMessage(
    repo.settings.commit['remove-app'],
    fields,
    plan.title,
    consequences.sentences,
  );
  const waited = dependants.map((each) => `${each} no longer waits for it`);
  return finish(
    { ...plan, notes: [...plan.notes, ...waited, ...warnings] },
    {
      dryRun: args.flag('dry-run'),
      diff: args.flag('diff'),
      commit: args.flag('commit') ? message : undefined,
      next: (committed) => nextAfterWriting(committed, repository.branch()),
    },
    host,
    repository,
    files,
  );
}
