import type { Host } from '../io/host.ts';
import { consequencesOfRename } from '../scaffold/consequences.ts';
import { planRename } from '../scaffold/rename.ts';
import { calledAfter, notesAfterRename } from '../scaffold/renamed-findings.ts';
import { appOptions, checkSound, finishChange, repoAfter, sayConsequences } from './app-change.ts';
import type { Arguments, Command } from './command.ts';
import type { Exit } from './exit.ts';
import { openRepository } from './open.ts';
import { simulate } from './place.ts';
import { askedApps } from './which-app.ts';

export const renameAppCommand: Command = {
  name: 'rename-app',
  describe: 'rename an app: files, objects, and what refers to them',
  positionals: [
    { name: 'old', describe: 'the app as it is called now', required: true },
    { name: 'new', describe: 'what it will be called', required: true },
  ],
  options: {
    'keep-release': {
      type: 'boolean',
      describe: "keep Helm's release: its name and namespace stay",
      group: 'App',
    },
    ...appOptions,
  },
  examples: [
    ['gitops-kit rename-app podinfo frontend --diff', 'what would change, and what Flux would do'],
    ['gitops-kit rename-app podinfo frontend --force', 'rename it; its release is installed anew'],
    ['gitops-kit rename-app podinfo frontend --keep-release', 'its release and namespace stay as they are'],
  ],
  run: runRenameApp,
};

async function runRenameApp(args: Arguments, host: Host): Promise<Exit> {
  const opened = await openRepository(host);
  const { repo } = opened;
  const old = args.text('old') ?? '';
  const name = args.text('new') ?? '';
  const apps = askedApps(repo, old, args);
  const keepRelease = args.flag('keep-release');
  const plan = planRename({ repo, apps, name, keepRelease });
  const after = repoAfter(repo, plan);
  const warnings = checkSound(repo, after, { plan, called: calledAfter(plan) });
  const consequences = consequencesOfRename({ before: repo, after, simulate }, keepRelease);
  sayConsequences(consequences, {
    what: `renaming ${old} to ${name}`,
    args,
    host,
  });
  const [app] = apps;
  const { sentences } = consequences;
  const change = {
    command: 'rename-app',
    fields: { app: name, old, namespace: plan.names.namespace?.to ?? app?.namespace ?? name },
    app,
    sentences,
  } as const;
  return finishChange(
    { ...plan, notes: [...plan.notes, ...notesAfterRename(after, plan), ...warnings] },
    change,
    args,
    host,
    opened,
  );
}
