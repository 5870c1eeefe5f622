import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import type { Repository } from './host.ts';

/**
 * What the user named on the command line: paths as they are, globs through globby (a shell that did not expand
 * them, or quotes around them). A glob that matches nothing stays as it is, so that the caller can say so.
 */
export async function expandPaths(
  words: readonly string[],
  place: { readonly start: string; readonly top: string; readonly resolve: Repository['resolve'] },
): Promise<readonly RepoPath[]> {
  const paths: RepoPath[] = [];
  for (const word of words) {
    const literal = place.resolve(word);
    if (literal === undefined) {
      throw new KitError('outside-repository', `${word} lies outside the repository`, {
        help: ['name a path inside it, or start gitops-kit in that repository'],
      });
    }
    if (!/[*?[\]{}!]/.test(word) || existsSync(resolve(place.start, word))) {
      paths.push(literal);
      continue;
    }
    const { globby } = await import('globby');
    const found = await globby(word, {
      cwd: place.start,
      followSymbolicLinks: false,
      ignore: ['**/.git/**', '**/node_modules/**'],
    });
    paths.push(
      ...(found.length === 0 ? [literal] : found.sort().flatMap((path) => place.resolve(path) ?? [])),
    );
  }
  return [...new Set(paths)];
}
