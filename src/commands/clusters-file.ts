import { KitError } from '../core/errors.ts';
import type { Problem } from '../core/finding.ts';
import { clustersOfFile, knownClusters } from '../fleet/clusters.ts';
import type { Host } from '../io/host.ts';
import type { Cluster, KnownClusters } from '../model/cluster.ts';
import { clusterFaults } from '../model/cluster-faults.ts';
import { clustersIn } from '../model/cluster-objects.ts';
import type { Repo } from '../model/repo.ts';
import { resourcesOf } from '../model/resource.ts';
import { nodeAt } from '../yaml/locate.ts';
import { readYaml } from '../yaml/read.ts';
import type { Arguments, Option } from './command.ts';
import { faultsOfFile } from './faults-of-file.ts';

/** The flag of commands that judge or show what clusters get. */
export const clustersOption: Readonly<Record<string, Option>> = {
  clusters: {
    type: 'string',
    describe:
      'Karmada Cluster objects (kubectl get clusters -o yaml) in place of fleet/clusters.jsonc; - for stdin',
    group: 'Fleet',
    value: 'FILE',
  },
};

/** The clusters that `--clusters` names; undefined where it is not given: then the repository says what they are. */
export function givenClusters(args: Arguments, host: Host, repo: Repo): KnownClusters | undefined {
  const name = args.text('clusters');
  return name === undefined ? undefined : clustersOfFile(readClustersFile(textOf(name, host, repo), name));
}

/** The name of a cluster in place of a file is told apart from a file that is not there. */
function textOf(name: string, host: Host, repo: Repo): string {
  try {
    return host.readUserFile(name);
  } catch (error) {
    if (!(error instanceof KitError) || error.code !== 'unreadable') throw error;
    const known = new Set(knownClusters(repo).clusters.map((cluster) => cluster.name));
    const [first, ...others] = name.split(',');
    if (first === undefined || ![first, ...others].every((each) => known.has(each))) throw error;
    throw new KitError(error.code, error.message, {
      help: [
        `--clusters is a file of Cluster objects; one cluster: --cluster ${first} (render, why and values have it)`,
      ],
      cause: error,
    });
  }
}

const expected =
  "expected what Karmada's API server prints: kubectl --kubeconfig karmada-apiserver.config get clusters -o yaml";

/**
 * The Cluster objects of a text as `kubectl get clusters` prints it: a List, documents, or JSON. In order of name.
 * @param shown the file as the user named it
 * @throws KitError `bad-clusters`: the text cannot be read, holds none, or one that no API server prints
 */
export function readClustersFile(text: string, shown: string): readonly Cluster[] {
  const file = shown === '-' ? 'stdin' : shown;
  if (text.trim() === '')
    throw new KitError('bad-clusters', `${file} is empty`, {
      help: ['did kubectl fail, or ask another control plane?', expected],
    });
  const yaml = readYaml(text);
  const broken = yaml.problems
    .filter(({ fatal }) => fatal)
    .map(({ range, message, help }): Problem => {
      const problem = { at: { file, range }, message };
      return help === undefined ? problem : { ...problem, help };
    });
  if (broken.length > 0) {
    const { message, help } = faultsOfFile(text, broken);
    throw new KitError('bad-clusters', message, { help });
  }
  const resources = resourcesOf(file, yaml);
  const faults = [...clusterFaults(resources)].slice(0, 10);
  if (faults.length > 0) {
    const { message, help } = faultsOfFile(text, faults);
    throw new KitError('bad-clusters', message, {
      help: [...help, expected],
    });
  }
  const clusters = clustersIn(resources);
  if (clusters.length > 0) return clusters;
  if (isEmptyList(yaml))
    throw new KitError('bad-clusters', `${file} lists no cluster`, {
      help: ['did kubectl ask the control plane of Karmada?', expected],
    });
  const kinds = [...new Set(resources.map(({ kind, apiVersion }) => `${kind} (${apiVersion})`))].sort();
  const held = kinds.length === 0 ? '' : `; it holds ${kinds.slice(0, 3).join(', ')}`;
  throw new KitError('bad-clusters', `${file} holds no Cluster of cluster.karmada.io${held}`, {
    help: [expected],
  });
}

/** Whether all there is is a List without items, as kubectl prints it of a control plane without members. */
function isEmptyList({ documents }: ReturnType<typeof readYaml>): boolean {
  const roots = documents.flatMap(({ root }) => root ?? []);
  return (
    roots.length > 0 &&
    roots.every((root) => {
      const items = nodeAt(root, ['items']);
      return items?.kind === 'list' && items.items.length === 0;
    })
  );
}
