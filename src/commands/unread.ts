import { escapeLine } from '../core/escape.ts';
import { positions } from '../core/text.ts';
import type { Host } from '../io/host.ts';
import type { Repo } from '../model/repo.ts';

/** How many files are named; of the others the number is said. */
export const mostNamed = 3;

type Unread = Pick<Repo, 'files' | 'unread' | 'problems'>;

/** `podinfo/helmrelease-podinfo.yaml:9:18, … and 2 more`: the files that could not be read, each with the place of its fault. */
export function unreadWords({ files, unread, problems }: Unread): string {
  const named = [...unread].slice(0, mostNamed).map((file) => {
    const fault = problems.get(file)?.find(({ fatal }) => fatal);
    const text = files.text(file);
    if (fault === undefined || text === undefined) return file;
    const { line, column } = positions(text)(fault.range.start);
    return `${file}:${line}:${column}`;
  });
  return `${named.join(', ')}${unread.size > named.length ? ` and ${unread.size - named.length} more` : ''}`;
}

/**
 * Says which files could not be read, with the place of the fault: what they hold is missing from what a command shows.
 * @param options.when which state of the repository is meant, where that is not the present one
 * @returns whether there are any: then the command exits 1
 */
export function sayUnread(
  { files, unread, problems }: Unread,
  host: Pick<Host, 'err'>,
  { when }: { readonly when?: string } = {},
): boolean {
  if (unread.size === 0) return false;
  const count = unread.size === 1 ? '1 file' : `${unread.size} files`;
  const words = `${count} could not be read${when === undefined ? '' : ` ${when}`} and may hold more: ${unreadWords({ files, unread, problems })}`;
  host.err(`${escapeLine(words)}\n`);
  if (when === undefined) host.err('  = help: gitops-kit lint says what is wrong\n');
  return true;
}
