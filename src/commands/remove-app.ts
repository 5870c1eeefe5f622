import { KitError } from '../core/errors.ts';
import type { Host } from '../io/host.ts';
import { consequencesOfRemoval } from '../scaffold/consequences.ts';
import { planRemoval } from '../scaffold/remove.ts';
import {
  appOptions,
  checkSound,
  finishChange,
  repoAfter,
  sayConsequences,
  sayNeedsForce,
} from './app-change.ts';
import type { Arguments, Command } from './command.ts';
import type { Exit } from './exit.ts';
import { openRepository } from './open.ts';
import { simulate } from './place.ts';
import { askedApps } from './which-app.ts';

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
  const opened = await openRepository(host);
  const { repo } = opened;
  const name = args.text('name') ?? '';
  const apps = askedApps(repo, name, args);
  const keepNamespace = args.flag('keep-namespace');
  const plan = planRemoval({ repo, apps, keepNamespace });
  const { dependants } = plan;
  const isShown = args.flag('dry-run') || args.flag('diff');
  const waiting = `others wait for app ${name}: ${dependants.join(', ')}`;
  if (dependants.length > 0 && !args.flag('force') && !isShown)
    throw new KitError('still-used', waiting, {
      help: ['remove it with what they say of it: --force', 'nothing was written'],
    });
  const after = repoAfter(repo, plan);
  const warnings = checkSound(repo, after, { plan });
  if (dependants.length > 0 && isShown) sayNeedsForce(waiting, { args, host });
  const consequences = consequencesOfRemoval({ before: repo, after, simulate }, keepNamespace);
  sayConsequences(consequences, {
    what: `removing ${name}`,
    args,
    host,
  });
  const [app] = apps;
  const waited = dependants.map((each) => `${each} no longer waits for it`);
  const { sentences } = consequences;
  const change = {
    command: 'remove-app',
    fields: { app: name, namespace: app?.namespace ?? name },
    app,
    sentences,
  } as const;
  return finishChange(
    { ...plan, notes: [...plan.notes, ...waited, ...warnings] },
    change,
    args,
    host,
    opened,
  );
}
