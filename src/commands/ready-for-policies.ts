import { KitError } from '../core/errors.ts';
import { knownClusters, noInventory } from '../fleet/clusters.ts';
import type { Host } from '../io/host.ts';
import type { KnownClusters } from '../model/cluster.ts';
import type { Repo } from '../model/repo.ts';
import { checkInventory } from './fleet-run.ts';
import { mostNamed, unreadWords } from './unread.ts';

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
  if (repo.unread.size === 0) return;
  throw new KitError(
    'unread-files',
    `${unreadWords(repo)} cannot be read, and may hold a policy or a part of the app`,
    {
      help: [
        `see why, and mend it: gitops-kit lint ${[...repo.unread].slice(0, mostNamed).join(' ')}`,
        'or leave it out, if nobody applies it: .gitops-kit.jsonc, "ignore"',
        'nothing was written',
      ],
    },
  );
}
