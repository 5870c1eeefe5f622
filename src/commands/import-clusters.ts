import type { Host } from '../io/host.ts';
import { inventoryFile } from '../model/cluster.ts';
import { planImport } from '../scaffold/import-clusters.ts';
import { readClustersFile } from './clusters-file.ts';
import type { Arguments, Command } from './command.ts';
import type { Exit } from './exit.ts';
import { openRepository } from './open.ts';
import { writeOptions } from './options.ts';
import { commitMessage, finish } from './write.ts';

export const importClustersCommand: Command = {
  name: 'import-clusters',
  describe: "record the fleet's clusters in fleet/clusters.jsonc",
  positionals: [
    {
      name: 'file',
      describe: `what kubectl get clusters -o yaml (or json) prints, - for stdin; of each cluster ${inventoryFile} keeps labels, taints, provider, region, zones, and which APIs of Flux and of this repository's objects it serves`,
      required: true,
    },
  ],
  options: {
    prune: {
      type: 'boolean',
      describe: 'remove the clusters that are not in the input',
      group: 'Importing',
    },
    ...writeOptions,
    commit: { type: 'boolean', describe: 'commit the file', group: 'Writing' },
  },
  examples: [
    [
      'kubectl get clusters -o yaml | gitops-kit import-clusters -',
      'ask the control plane (--kubeconfig: its own), write the inventory',
    ],
    ['gitops-kit import-clusters clusters.yaml --diff', 'what would change; comments and other keys stay'],
    ['gitops-kit import-clusters clusters.yaml --prune --commit', 'also remove clusters that are gone'],
  ],
  run: runImportClusters,
};

async function runImportClusters(args: Arguments, host: Host): Promise<Exit> {
  const { repository, files, repo } = await openRepository(host);
  const name = args.text('file') ?? '';
  const clusters = readClustersFile(host.readUserFile(name), name);
  const { plan } = planImport(repo, clusters, { prune: args.flag('prune') });
  const message = commitMessage(repo.settings.commit['import-clusters'], {}, plan.title);
  const writing = {
    dryRun: args.flag('dry-run'),
    diff: args.flag('diff'),
    commit: args.flag('commit') ? message : undefined,
    about: [inventoryFile],
    next: (committed: boolean) => (committed ? 'git push' : 'gitops-kit lint'),
  };
  return finish(plan, writing, host, repository, files);
}
