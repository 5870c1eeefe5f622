import { isDeepStrictEqual } from 'node:util';
import { escapeLine } from '../core/escape.ts';
import { changesBetween } from '../fleet/changes.ts';
import { knownClusters } from '../fleet/clusters.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { matrixOf } from '../fleet/matrix.ts';
import { requirementsOf } from '../fleet/requirements.ts';
import { fleetOf, fleetOptions } from '../fleet/simulate.ts';
import { packagedSchemas } from '../io/assets.ts';
import type { Host } from '../io/host.ts';
import { readRepo } from '../model/read-repo.ts';
import { changesReport, changesSummary } from '../report/fleet-changes.ts';
import { filled, hasTrouble, matrixFormats, matrixReport, matrixSummary } from '../report/fleet-matrix.ts';
import { apiSchemas } from '../schema/api-schemas.ts';
import type { Arguments, Command } from './command.ts';
import { Exit } from './exit.ts';
import { defaultsAsked, fleetOptionsOf, simulatedFleet } from './fleet-run.ts';
import { asItWas } from './lint-scope.ts';
import { type Opened, openRepository } from './open.ts';

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
  const fleet = simulatedFleet(args, host, opened.repo, defaultsAsked(args));
  const format = matrixFormats.find((each) => each === args.text('format')) ?? 'text';
  const style = host.style.out;
  if (opened.change !== undefined) {
    const changes = changesSince(fleet, opened, opened.change, args);
    host.out(changesReport(changes, { format, style }));
    host.err(`${changesSummary(changes, fleet.clusters.length)}\n`);
    return changes.some(({ change }) => change === 'blocked') ? Exit.findings : Exit.clean;
  }
  const matrix = filled(matrixOf(fleet, requirementsOf(fleet, opened.repo)));
  host.out(matrixReport(matrix, { format, style }));
  host.err(`${matrixSummary(matrix)}\n`);
  for (const { app, nowhere } of matrix.rows)
    if (nowhere !== undefined) host.err(`${escapeLine(`${app.name} goes nowhere: ${nowhere}`)}\n`);
  if (!hasTrouble(matrix)) return Exit.clean;
  host.err(
    '  = help: gitops-kit lint says what is missing or blocked, gitops-kit why APP --cluster NAME why\n',
  );
  return Exit.findings;
}

function changesSince(
  fleet: Fleet,
  { repo }: Opened,
  { before, written, removed }: NonNullable<Opened['change']>,
  args: Arguments,
) {
  const old = asItWas(readRepo(before, repo.settings));
  // With --clusters the same clusters count on both sides: what they were is not known.
  const known = fleet.known.from === 'file' ? fleet.known : knownClusters(old);
  const crdDefaults = args.flag('crd-defaults');
  const was = fleetOf(old, {
    ...fleetOptions(old.settings, known, apiSchemas(packagedSchemas)),
    crdDefaults,
  });
  const isSameFlux = old.flux.major === repo.flux.major && old.flux.minor === repo.flux.minor;
  const isConfigured = !isSameFlux || !isDeepStrictEqual(old.settings, repo.settings);
  return [...changesBetween(was, fleet, (file) => isConfigured || written.has(file) || removed.has(file))];
}
