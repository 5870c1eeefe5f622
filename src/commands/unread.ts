import { escapeLine } from '../core/escape.ts';
import type { Host } from '../io/host.ts';
import type { Repo } from '../model/repo.ts';
import { linesOf } from '../report/rendered.ts';

/** How many files are named; of the others the number is said. */
const mostNamed = 3;

/**
 * Says which files could not be read, with the line of the fault: what they hold is missing from what a command shows.
 * @param options.when which state of the repository is meant, where that is not the present one
 * @returns whether there are any: then the command exits 1
 */
export function sayUnread(
  { files, unread, problems }: Pick<Repo, 'files' | 'unread' | 'problems'>,
  host: Pick<Host, 'err'>,
  { when }: { readonly when?: string } = {},
): boolean {
  if (unread.size === 0) return false;
  const line = linesOf(files);
  const named = [...unread].slice(0, mostNamed).map((file) => {
    const fault = problems.get(file)?.find(({ fatal }) => fatal);
    return fault === undefined ? file : line({ file, range: fault.range });
  });
  const count = unread.size === 1 ? '1 file' : `${unread.size} files`;
  const more = unread.size > named.length ? ` and ${unread.size - named.length} more` : '';
  const words = `${count} could not be read${when === undefined ? '' : ` ${when}`} and may hold more: ${named.join(', ')}${more}`;
  host.err(`${escapeLine(words)}\n`);
  if (when === undefined) host.err('  = help: gitops-kit lint says what is wrong\n');
  return true;
}
