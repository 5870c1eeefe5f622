import type { RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { positions } from '../core/text.ts';
import { knownClusters, noInventory } from '../fleet/clusters.ts';
import type { Host } from '../io/host.ts';
import type { KnownClusters } from '../model/cluster.ts';
import type { Repo } from '../model/repo.ts';
import { checkInventory } from './fleet-run.ts';

/** So many files are named; of the others it is said how many there are. */
const most = 3;

/**
 * What every command begins with that writes policies: all files can be read, since one that cannot may hold a policy that
 * would be written a second time, and so can the inventory. Says where nobody knows more of clusters than their names.
 * @throws KitError `unread-files`, `bad-inventory`
 */
export function readyForPolicies(repo: Repo, host: Host): KnownClusters {
  checkRead(repo);
  checkInventory(repo);
  const known = knownClusters(repo);
  if (known.from === 'names') host.err(`note: ${noInventory}\n`);
  return known;
}

function checkRead(repo: Pick<Repo, 'files' | 'problems' | 'unread'>): void {
  const files = [...repo.unread];
  if (files.length === 0) return;
  const shown = files.slice(0, most);
  const more = files.length > most ? ` and ${files.length - most} more` : '';
  throw new KitError(
    'unread-files',
    `${shown.map((file) => faultIn(repo, file)).join(', ')}${more} cannot be read, and may hold a policy or a part of the app`,
    {
      help: [
        `see why, and mend it: gitops-kit lint ${shown.join(' ')}`,
        'or leave it out, if nobody applies it: .gitops-kit.jsonc, "ignore"',
        'nothing was written',
      ],
    },
  );
}

/** `podinfo/helmrelease-podinfo.yaml:9:18`; the path alone of what has no text. */
function faultIn({ files, problems }: Pick<Repo, 'files' | 'problems'>, file: RepoPath): string {
  const problem = problems.get(file)?.find(({ fatal }) => fatal);
  const text = files.text(file);
  if (problem === undefined || text === undefined) return file;
  const { line, column } = positions(text)(problem.range.start);
  return `${file}:${line}:${column}`;
}
