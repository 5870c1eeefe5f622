import type { Git } from './git-blobs.ts';
import { gitFailed, parts } from './git-run.ts';

/**
 * The variables of a git that looks into the work tree and starts no filter that its configuration names: to tell whether
 * a file of the index's own second changed, it would pass it through them (gitattributes(5), `filter`).
 */
export async function withoutFilters(git: Git, environment: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  const answer = await git(['config', '--null', '--name-only', '--get-regexp', '^filter\\..']);
  // 1: none is there.
  if (answer.code !== 0 && answer.code !== 1) throw gitFailed(answer, 'read its configuration');
  const names = parts(answer.stdout.toString()).map((name) => name.replace(/\.[^.]*$/, ''));
  const settings = [...new Set(names)].flatMap((name) => [
    [`${name}.clean`, ''],
    [`${name}.process`, ''],
    [`${name}.required`, 'false'],
  ]);
  // Behind those that the user set.
  const first = Number(environment['GIT_CONFIG_COUNT'] ?? 0);
  const variables = settings.flatMap(([key, value], at) => [
    [`GIT_CONFIG_KEY_${first + at}`, key],
    [`GIT_CONFIG_VALUE_${first + at}`, value],
  ]);
  const count = ['GIT_CONFIG_COUNT', String(first + settings.length)];
  return { ...environment, ...Object.fromEntries([...variables, count]) };
}
