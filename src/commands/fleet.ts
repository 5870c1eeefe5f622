import { isDeepStrictEqual } from 'node:util';
import type { Comparison } from '../core/comparison.ts';
import { escapeLine } from '../core/escape.ts';
import { changesBetween } from '../fleet/changes.ts';
import { knownClusters } from '../fleet/clusters.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { sideOf } from '../fleet/hidden.ts';
import { matrixOf } from '../fleet/matrix.ts';
import { requirementsOf } from '../fleet/requirements.ts';
import { fleetOf, fleetOptions } from '../fleet/simulate.ts';
import { packagedSchemas } from '../io/assets.ts';
import type { Host } from '../io/host.ts';
import { readRepo } from '../model/read-repo.ts';
import type { Repo } from '../model/repo.ts';
import { changesReport, changesSummary } from '../report/fleet-changes.ts';
import { filled, hasTrouble, matrixFormats, matrixReport, matrixSummary } from '../report/fleet-matrix.ts';
import { isMadeElsewhere } from '../rules/selected-objects.ts';
import { apiSchemas } from '../schema/api-schemas.ts';
import type { Arguments, Command } from './command.ts';
import { Exit } from './exit.ts';
import { defaultsAsked, fleetOptionsOf, simulatedFleet } from './fleet-run.ts';
import { asItWas } from './lint-scope.ts';
import { openRepository } from './open.ts';
import { sayUnread } from './unread.ts';

export const fleetCommand: Command = {
  name: 'fleet',
  describe: 'show which app goes to which cluster, or what a change touches',
  positionals: [],
  options: {
    since: {
      type: 'string',
      describe: 'instead: what became different on which cluster since the branch left REF',
      group: 'What to show',
      value: 'REF',
    },
    ...fleetOptionsOf,
    format: {
      type: 'string',
      choices: matrixFormats,
      default: 'text',
      describe: 'a table, JSON for scripts, or Markdown for a pull request',
      group: 'Output',
      value: 'FORMAT',
    },
  },
  elsewhere: {
    cluster:
      'fleet shows all clusters; one: gitops-kit render --cluster NAME, gitops-kit why APP --cluster NAME',
  },
  examples: [
    ['gitops-kit fleet', 'apps beside clusters'],
    [
      'gitops-kit fleet --since origin/main',
      'in a pull request: the clusters that it touches, object by object',
    ],
    ['kubectl get clusters -o yaml | gitops-kit fleet --clusters -', 'by the clusters as they are now'],
  ],
  run: runFleet,
};

async function runFleet(args: Arguments, host: Host): Promise<Exit> {
  const since = args.text('since');
  const compared = since === undefined ? undefined : { staged: false, since };
  const opened = await openRepository(host, { compared });
  const isPartial = sayUnread(opened.repo, host);
  const fleet = simulatedFleet(args, host, opened.repo, defaultsAsked(args));
  const format = matrixFormats.find((each) => each === args.text('format')) ?? 'text';
  const style = host.style.out;
  if (opened.change !== undefined) {
    const { changes, unreadBefore } = changesSince(opened.change, { fleet, repo: opened.repo, args, host });
    const unread = [...new Set([...opened.repo.unread, ...unreadBefore])];
    host.out(changesReport(changes, { format, style, unread }));
    host.err(`${changesSummary(changes, fleet.clusters.length)}\n`);
    const isBlocked = changes.some(({ change }) => change === 'blocked');
    return unread.length > 0 || isBlocked ? Exit.findings : Exit.clean;
  }
  const matrix = filled(
    matrixOf(fleet, requirementsOf(fleet, opened.repo), (selector) => isMadeElsewhere(opened.repo, selector)),
  );
  host.out(matrixReport(matrix, { format, style, unread: [...opened.repo.unread] }));
  host.err(`${matrixSummary(matrix)}\n`);
  for (const { app, nowhere } of matrix.rows)
    if (nowhere !== undefined) host.err(`${escapeLine(`${app.name} goes nowhere: ${nowhere}`)}\n`);
  if (!hasTrouble(matrix)) return isPartial ? Exit.findings : Exit.clean;
  host.err(
    '  = help: gitops-kit lint says what is missing or blocked, gitops-kit why APP --cluster NAME why\n',
  );
  return Exit.findings;
}

function changesSince(
  { before, written, removed }: Comparison,
  {
    fleet,
    repo,
    args,
    host,
  }: { readonly fleet: Fleet; readonly repo: Repo; readonly args: Arguments; readonly host: Host },
) {
  const old = asItWas(readRepo(before, repo.settings));
  sayUnread(old, host, { when: 'before the change' });
  // With --clusters the same clusters count on both sides: what they were is not known.
  const known = fleet.known.from === 'file' ? fleet.known : knownClusters(old);
  const crdDefaults = args.flag('crd-defaults');
  const was = fleetOf(old, {
    ...fleetOptions(old.settings, known, apiSchemas(packagedSchemas)),
    crdDefaults,
  });
  const isSameFlux = old.flux.major === repo.flux.major && old.flux.minor === repo.flux.minor;
  const isConfigured = !isSameFlux || !isDeepStrictEqual(old.settings, repo.settings);
  const isTouched = (file: string): boolean => isConfigured || written.has(file) || removed.has(file);
  const names = new Map([...written].flatMap(([path, from]) => (from === undefined ? [] : [[from, path]])));
  const changes = changesBetween(
    sideOf(was, old, (file) => written.get(file) ?? file),
    sideOf(fleet, repo, (file) => names.get(file) ?? file),
    isTouched,
  );
  return { changes: [...changes], unreadBefore: old.unread };
}
