import { KitError } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import type { Fleet, Template } from '../fleet/fleet.ts';
import { appsNamed, fleetApps } from '../fleet/fleet-apps.ts';
import { type Requirements, requirementsOf } from '../fleet/requirements.ts';
import type { Host, Repository } from '../io/host.ts';
import type { Repo } from '../model/repo.ts';
import type { Resource } from '../model/resource.ts';
import { linesOf, objectTitle } from '../report/rendered.ts';
import { reasonsOf, whyJson, whyText } from '../report/why.ts';
import type { Arguments, Command } from './command.ts';
import { Exit } from './exit.ts';
import { askedCluster, defaultsAsked, fleetOptionsOf, simulatedFleet } from './fleet-run.ts';
import { openRepository } from './open.ts';
import { sayUnread } from './unread.ts';

export const whyCommand: Command = {
  name: 'why',
  describe: 'say why a cluster gets an object, or does not',
  positionals: [
    {
      name: 'object',
      describe: 'KIND/NAME or KIND/NAMESPACE/NAME, a file of the repository, or an app',
      required: true,
    },
  ],
  options: {
    cluster: { type: 'string', describe: 'the member cluster', group: 'What to show', value: 'NAME' },
    ...fleetOptionsOf,
    format: {
      type: 'string',
      choices: ['text', 'json'],
      default: 'text',
      describe: 'for people, or JSON for scripts',
      group: 'Output',
      value: 'FORMAT',
    },
  },
  examples: [
    ['gitops-kit why podinfo --cluster member1', 'all objects of an app'],
    ['gitops-kit why HelmRelease/podinfo/podinfo --cluster member3', 'one object'],
    ['gitops-kit why podinfo/helmrelease-podinfo.yaml --cluster member3', 'what a file holds'],
  ],
  run: runWhy,
};

async function runWhy(args: Arguments, host: Host): Promise<Exit> {
  const { repo, repository } = await openRepository(host);
  const isPartial = sayUnread(repo, host);
  const fleet = simulatedFleet(args, host, repo, defaultsAsked(args));
  const cluster = askedCluster(args, fleet);
  const requirements = requirementsOf(fleet, repo);
  const templates = objectsAsked(args.text('object') ?? '', { fleet, repo, requirements, repository });
  const place = linesOf(repo.files);
  const reasons = templates.map((template) => reasonsOf(fleet, requirements, { template, cluster }));
  if (args.text('format') === 'json') host.out(whyJson(reasons, place));
  else host.out(reasons.map((each) => whyText(each, place)).join('\n'));
  return isPartial ? Exit.findings : Exit.clean;
}

/** What a word means: an object, a file, or an app. Throws KitError `no-such-object`, `stays`. */
function objectsAsked(
  word: string,
  {
    fleet,
    repo,
    requirements,
    repository,
  }: {
    readonly fleet: Fleet;
    readonly repo: Repo;
    readonly requirements: Requirements;
    readonly repository: Pick<Repository, 'resolve'>;
  },
): readonly Template[] {
  if (word.includes('/')) {
    const named = fleet.templates.filter((template) => isNamed(word, template));
    if (named.length > 0) return named;
  }
  // As the user stands, then from the top, as messages have it.
  const files = [repository.resolve(word), word];
  for (const file of files) {
    const inFile = fleet.templates.filter(({ resource }) => resource.file === file);
    if (inFile.length > 0) return inFile;
  }
  const apps = fleetApps(fleet, requirements);
  const templates = appsNamed(apps, word).flatMap((app) => app.templates);
  if (templates.length > 0) return [...new Set(templates)];
  const kept = repo.resources.find((resource) => isNamed(word, resource) || files.includes(resource.file));
  if (kept !== undefined) throw staysBehind(kept);
  const names = [...fleet.templates.map(wordFor), ...apps.map(({ name }) => name)];
  throw new KitError('no-such-object', `there is no object or app ${word}${didYouMean(word, names)}`, {
    help: ['expected KIND/NAMESPACE/NAME, KIND/NAME, a file, or an app; gitops-kit fleet lists the apps'],
  });
}

/** `HelmRelease/podinfo/podinfo`; kinds in any case, as kubectl takes them. */
function isNamed(
  word: string,
  { kind, namespace, name }: Pick<Template, 'kind' | 'namespace' | 'name'>,
): boolean {
  const [asked = '', ...rest] = word.split('/');
  if (asked.toLowerCase() !== kind.toLowerCase()) return false;
  return rest.length === 2
    ? rest[0] === namespace && rest[1] === name
    : rest.length === 1 && rest[0] === name;
}

function wordFor({ kind, namespace, name }: Template): string {
  return [kind, ...(namespace === undefined ? [] : [namespace]), name].join('/');
}

function staysBehind({ kind, namespace, name }: Resource): KitError {
  return new KitError('stays', `${objectTitle({ kind, namespace, name })} never travels`, {
    help: [
      'policies, Clusters, and the Kustomizations that apply this repository stay on the control plane (fleet.delivery in .gitops-kit.jsonc)',
    ],
  });
}
