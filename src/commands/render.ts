import { KitError } from '../core/errors.ts';
import { escapeLine } from '../core/escape.ts';
import type { Location } from '../core/finding.ts';
import type { Delivery, Fleet, Template } from '../fleet/fleet.ts';
import { fleetApps } from '../fleet/fleet-apps.ts';
import { pointerTo } from '../fleet/json-pointer.ts';
import { requirementsOf } from '../fleet/requirements.ts';
import { unwritableNumber } from '../fleet/unwritable-number.ts';
import type { Host, Repository } from '../io/host.ts';
import type { Repo } from '../model/repo.ts';
import { jsonDocument } from '../report/document.ts';
import { printable } from '../report/printable.ts';
import {
  linesOf,
  objectTitle,
  policyTitle,
  provenance,
  renderedYaml,
  shownObject,
  waysTo,
} from '../report/rendered.ts';
import { fieldName } from '../schema/data-path.ts';
import type { Arguments, Command } from './command.ts';
import { Exit } from './exit.ts';
import { askedCluster, askedFleetApp, defaultsAsked, fleetOptionsOf, simulatedFleet } from './fleet-run.ts';
import { openRepository } from './open.ts';
import { renderedFiles } from './rendered-files.ts';
import { sayUnread } from './unread.ts';

const what = 'What to show';

export const renderCommand: Command = {
  name: 'render',
  describe: 'show what a cluster of the fleet gets, offline',
  positionals: [{ name: 'app', describe: 'only this app; default: everything', required: false }],
  options: {
    cluster: { type: 'string', describe: 'the member cluster', group: what, value: 'NAME' },
    all: { type: 'boolean', describe: 'everything that is sent there; the default', group: what },
    'all-clusters': { type: 'boolean', describe: 'every cluster, with --output-dir', group: what },
    ...fleetOptionsOf,
    explain: {
      type: 'boolean',
      describe: 'say above each object which policy sends it, and which override wrote what',
      group: 'Output',
    },
    format: {
      type: 'string',
      choices: ['yaml', 'json'],
      default: 'yaml',
      describe: 'documents for kubectl or diff, or JSON with where everything comes from',
      group: 'Output',
      value: 'FORMAT',
    },
    'output-dir': {
      type: 'string',
      describe: 'write a file for each object into a new or empty folder: CLUSTER/NAMESPACE/KIND-NAME.yaml',
      group: 'Output',
      value: 'FOLDER',
    },
  },
  examples: [
    ['gitops-kit render --cluster member1', 'all that member1 gets, as YAML'],
    ['gitops-kit render podinfo --cluster member1 --explain', 'one app, with who sent and wrote what'],
    [
      'gitops-kit render --all-clusters --output-dir /tmp/rendered',
      'the whole fleet, to compare with another branch',
    ],
  ],
  run: runRender,
};

async function runRender(args: Arguments, host: Host): Promise<Exit> {
  checkFlags(args);
  const { repo, repository } = await openRepository(host);
  checkFolder(args.text('output-dir'), repository);
  const isPartial = sayUnread(repo, host);
  const fleet = simulatedFleet(args, host, repo, defaultsAsked(args));
  const templates = templatesOf(args, fleet, repo);
  if (args.flag('all-clusters')) {
    const exit = renderAll(fleet, templates, { args, host, repo });
    return isPartial ? Exit.findings : exit;
  }
  const cluster = askedCluster(args, fleet);
  const told: Told[] = [];
  const deliveries = delivered(fleet, templates, cluster, told);
  const folder = args.text('output-dir');
  if (folder !== undefined)
    host.writeUserFolder(folder, renderedFiles(deliveries, explanation(args, fleet, repo)));
  else if (args.text('format') === 'json') host.out(asJson(cluster, deliveries, { fleet, repo }));
  else host.out([...renderedYaml(deliveries, explanation(args, fleet, repo))].join(''), { verbatim: true });
  const exit = tell([{ cluster, told }], { host, repo });
  return isPartial ? Exit.findings : exit;
}

/** What is left of a delivery for the summary. */
type Told = Pick<Rendered, 'template' | 'outcome' | 'error' | 'refused'>;

interface Rendered extends Delivery {
  /** What no API server takes: then there is no object. */
  readonly refused?: Refused | undefined;
}

interface Refused {
  readonly at: Location;
  readonly message: string;
}

/** Each delivery as it is asked for; objects are not held, so that not all of a fleet's are there at once. */
function* delivered(
  fleet: Fleet,
  templates: readonly Template[],
  cluster: string,
  told: Told[],
): Iterable<Rendered> {
  for (const template of templates) {
    const delivery = fleet.deliver(template, cluster);
    const refused = refusedIn(delivery);
    const { outcome, error } = delivery;
    told.push({ template, outcome, error, refused });
    yield refused === undefined ? delivery : { ...delivery, object: undefined, refused };
  }
}

/** A number of an object that cannot be sent, where the file or an override writes it. */
function refusedIn({ template, object, writes }: Delivery): Refused | undefined {
  const found = object === undefined ? undefined : unwritableNumber(object);
  if (found === undefined) return undefined;
  const { path, value } = found;
  const pointer = `${pointerTo(path)}/`;
  const write = writes.findLast((each) => each.inner === undefined && pointer.startsWith(`${each.pointer}/`));
  return {
    at: write?.at ?? template.resource.at(...path),
    message: `${fieldName(path)} is ${value}, and the JSON of the API server has no such number`,
  };
}

function checkFlags(args: Arguments): void {
  const wrong = (message: string) =>
    new KitError('bad-option', message, { help: ['gitops-kit render --help'] });
  if (args.flag('all') && args.text('app') !== undefined) throw wrong('an app and --all exclude each other');
  if (args.flag('all-clusters') && args.given('cluster'))
    throw wrong('--cluster and --all-clusters exclude each other');
  if (args.flag('all-clusters') && args.text('output-dir') === undefined)
    throw wrong(
      '--all-clusters needs --output-dir FOLDER: one stream of all clusters would say which is which nowhere',
    );
  if (args.text('format') === 'json' && args.given('output-dir'))
    throw wrong('--output-dir writes YAML; --format json goes to stdout');
}

/** Manifests in the repository would be objects of it from then on. */
function checkFolder(folder: string | undefined, repository: Repository): void {
  const inside = folder === undefined ? undefined : repository.resolve(folder);
  if (inside === undefined || (inside !== '' && repository.ignores(inside))) return;
  throw new KitError(
    'bad-option',
    `--output-dir ${folder} lies in the repository: what is written there would count as objects of it`,
    {
      help: [
        `name a folder outside: --output-dir ${'../'.repeat(repository.prefix === '' ? 1 : repository.prefix.split('/').length + 1)}rendered`,
        ...(inside === '' ? [] : [`or let git ignore it: a line /${inside}/ in .gitignore`]),
      ],
    },
  );
}

function templatesOf(args: Arguments, fleet: Fleet, repo: Repo): readonly Template[] {
  const name = args.text('app');
  if (name === undefined) return fleet.templates;
  return askedFleetApp(fleetApps(fleet, requirementsOf(fleet, repo)), name).templates;
}

/** What stands above each object; undefined unless it was asked for. */
function explanation(
  args: Arguments,
  fleet: Fleet,
  { files }: Repo,
): ((delivery: Delivery) => readonly string[]) | undefined {
  if (!args.flag('explain')) return undefined;
  const place = linesOf(files);
  return (delivery) => provenance(delivery, fleet.decide(delivery.template), place);
}

function renderAll(
  fleet: Fleet,
  templates: readonly Template[],
  { args, host, repo }: { readonly args: Arguments; readonly host: Host; readonly repo: Repo },
): Exit {
  const explain = explanation(args, fleet, repo);
  const clusters = fleet.clusters.map(({ name: cluster }) => ({ cluster, told: [] as Told[] }));
  const files = function* (): Iterable<readonly [string, string]> {
    for (const { cluster, told } of clusters)
      yield* renderedFiles(delivered(fleet, templates, cluster, told), explain);
  };
  host.writeUserFolder(args.text('output-dir') ?? '', files());
  return tell(clusters, { host, repo });
}

function asJson(
  cluster: string,
  deliveries: Iterable<Rendered>,
  { fleet, repo }: { readonly fleet: Fleet; readonly repo: Repo },
): string {
  const place = linesOf(repo.files);
  const objects = [...deliveries]
    .filter(({ outcome }) => outcome !== 'absent')
    .map((delivery) => {
      const { template, outcome, writes, error, notes, refused } = delivery;
      const { apiVersion, kind, namespace, name } = template;
      const object = shownObject(delivery);
      return {
        apiVersion,
        kind,
        namespace: namespace ?? null,
        name,
        source: place(template.resource.at('metadata', 'name')),
        outcome: refused === undefined ? outcome : 'refused',
        sentBy: waysTo(fleet.decide(template), cluster, place),
        writes: writes.map(({ pointer, inner, operation, policy, at }) => ({
          pointer,
          inner: inner ?? null,
          operation,
          policy: policyTitle(policy),
          at: place(at),
        })),
        error: errorIn({ error, refused }, place),
        notes: notes().map(({ text }) => text),
        object: object === undefined ? null : printable(object),
      };
    });
  return jsonDocument({ cluster, objects });
}

/** Why an object does not arrive, for scripts; a policy only where one is at fault. */
function errorIn({ error, refused }: Pick<Rendered, 'error' | 'refused'>, place: (at: Location) => string) {
  if (refused !== undefined) return { policy: null, at: place(refused.at), message: refused.message };
  if (error === undefined) return null;
  return { policy: policyTitle(error.policy), at: place(error.at), message: error.message };
}

/** What does not arrive, and why; the summary. */
function tell(
  clusters: readonly { readonly cluster: string; readonly told: readonly Told[] }[],
  { host, repo }: { readonly host: Host; readonly repo: Repo },
): Exit {
  const place = linesOf(repo.files);
  let failed = 0;
  const say = (line: string): void => host.err(`${escapeLine(line)}\n`);
  for (const { cluster, told } of clusters) {
    for (const { template, outcome, error, refused } of told) {
      if (outcome === 'suspended')
        say(`note: ${objectTitle(template)} is suspended on ${cluster}: what is there stays as it is`);
      if (refused !== undefined) {
        failed += 1;
        say(`error: ${objectTitle(template)} does not arrive on ${cluster}: ${refused.message}`);
        say(`  --> ${place(refused.at)}`);
        say('  = help: write a number, or put it in quotes if it is text');
      }
      if (error === undefined) continue;
      failed += 1;
      const { policy, message, nearest } = error;
      say(
        `error: ${objectTitle(template)} does not arrive on ${cluster}: ${policyTitle(policy)}: ${message}`,
      );
      say(`  --> ${place(error.at)}`);
      if (nearest !== undefined)
        say(`  = help: the nearest that exists is ${nearest === '' ? 'the whole object' : nearest}`);
    }
  }
  const first = clusters[0];
  if (first !== undefined && clusters.length === 1) {
    const arrived = first.told.filter(
      ({ outcome, refused }) => outcome === 'delivered' && refused === undefined,
    ).length;
    host.err(
      `${first.cluster}: ${arrived === 1 ? '1 object' : `${arrived} objects`}${failed === 0 ? '' : `, ${failed} blocked`}\n`,
    );
  } else {
    host.err(`${clusters.length} clusters${failed === 0 ? '' : `, ${failed} objects blocked`}\n`);
  }
  return failed > 0 ? Exit.findings : Exit.clean;
}
