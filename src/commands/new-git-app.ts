import { KitError } from '../core/errors.ts';
import { packagedText } from '../io/assets.ts';
import type { Host } from '../io/host.ts';
import { gitSource } from '../scaffold/git-source.ts';
import { planNewGitApp } from '../scaffold/new-git-app.ts';
import { checkClean } from './check-clean.ts';
import type { Arguments } from './command.ts';
import type { Exit } from './exit.ts';
import { openRepository } from './open.ts';
import { wishAsked, withPlacement } from './place.ts';
import { commitMessage, finish, nextAfterWriting } from './write.ts';

/** What belongs to an app from a chart. */
const ofCharts = [
  'chart',
  'repo-url',
  'repo-name',
  'chart-version',
  'cert-secret-ref',
  'provider',
  'offline',
  'values',
  'set',
  'pin',
  'repair',
];

/** `new-app NAME --git URL`: an app that Flux builds from a folder of another git repository. */
export async function newGitApp(args: Arguments, url: string, host: Host): Promise<Exit> {
  const stray = ofCharts.find((each) => args.given(each));
  if (stray !== undefined)
    throw new KitError('bad-option', `--${stray} and --git do not go together: the app has no chart`, {
      help: ['gitops-kit new-app --help'],
    });
  const source = gitSource({
    url,
    branch: args.text('branch'),
    tag: args.text('tag'),
    path: args.text('path'),
    secretRef: args.text('secret-ref'),
  });
  const { repository, files, repo } = await openRepository(host);
  const name = args.text('name') ?? '';
  const namespace = args.text('namespace');
  const wish = wishAsked(args, repo, host);
  const templates = (template: string): string => packagedText(`templates/${template}`);
  const added = planNewGitApp({
    repo,
    name,
    namespace,
    source,
    dependsOn: args.list('depends-on'),
    templates,
  });
  const plan = wish === undefined ? added : withPlacement(repo, added, { name, wish, templates });
  checkClean(repo, plan);
  const fields = { app: name, namespace: namespace ?? name };
  const writing = {
    dryRun: args.flag('dry-run'),
    diff: args.flag('diff'),
    commit: args.flag('commit')
      ? commitMessage(repo.settings.commit['new-app'], fields, plan.title)
      : undefined,
    next: (committed: boolean) => nextAfterWriting(committed, repository.branch()),
  };
  return finish(plan, writing, host, repository, files);
}
